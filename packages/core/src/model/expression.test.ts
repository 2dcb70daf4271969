/** Simple expressions are joined without drizzle; what comes of them is what drizzle makes of them. */

import * as zeroOrm from "drizzle-orm";
import * as zeroCasing from "drizzle-orm/casing";
import * as zeroPg from "drizzle-orm/pg-core";
import * as oneOrm from "drizzle-orm-v1";
import * as onePg from "drizzle-orm-v1/pg-core";
import type { Casing, DrizzleApi } from "./drizzle-api.ts";
import { expressionRenderer } from "./expression.ts";

const ZERO: DrizzleApi = { orm: zeroOrm, pg: zeroPg, CasingCache: zeroCasing.CasingCache, isZero: true };
// What is used of both lines has one type here.
const ONE = { orm: oneOrm, pg: onePg, CasingCache: null, isZero: false } as unknown as DrizzleApi;

type Make = (drizzle: DrizzleApi) => zeroOrm.SQL;

function tableOf({ pg }: DrizzleApi) {
  return pg.pgTable("fees", { amount: pg.integer("amount"), dueOn: pg.integer(), quoted: pg.integer('a"b') });
}

const EXPRESSIONS: readonly (readonly [string, Make])[] = [
  ["text alone", ({ orm: { sql } }) => sql`lower('X' || '"q"')`],
  ["nothing", ({ orm: { sql } }) => sql``],
  ["raw text", ({ orm: { sql } }) => sql.raw("a > 0")],
  ["columns", (drizzle) => drizzle.orm.sql`${tableOf(drizzle).amount} > 0 and ${tableOf(drizzle).amount} < 9`],
  ["a column that is named by casing", (drizzle) => drizzle.orm.sql`${tableOf(drizzle).dueOn} > 0`],
  ["a column with a quote in its name", (drizzle) => drizzle.orm.sql`${tableOf(drizzle).quoted} > 0`],
  ["a value", (drizzle) => drizzle.orm.sql`${tableOf(drizzle).amount} > ${5}`],
  ["a query in a query", (drizzle) => drizzle.orm.sql`not (${drizzle.orm.sql`${tableOf(drizzle).amount} > 0`})`],
  ["a table", (drizzle) => drizzle.orm.sql`${tableOf(drizzle)} is not null`],
];
const CASINGS: readonly (Casing | undefined)[] = [undefined, "snake_case", "camelCase"];

describe.each([
  ["0.45", ZERO],
  ["1.0", ONE],
] as const)("drizzle-orm %s", (_, drizzle) => {
  test.each(
    EXPRESSIONS.flatMap(([name, make]) => [true, false].map((isQualified) => [name, isQualified, make] as const)),
  )("%s, with its table %s", (_name, isQualified, make) => {
    for (const casing of drizzle.isZero ? CASINGS : [undefined]) {
      const dialect = new drizzle.pg.PgDialect(casing === undefined ? {} : { casing });
      const { sql } = dialect.sqlToQuery(make(drizzle).inlineParams(), isQualified ? undefined : "indexes");
      expect(expressionRenderer(drizzle, casing, isQualified)(make(drizzle), "here")).toBe(sql);
    }
  });
});
