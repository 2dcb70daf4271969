/** The server is asked in a transaction that is rolled back, whatever a model's texts say: none of them can end it. */

import { join } from "node:path";
import { check, type CompareOptions } from "@sluice/core";
import { testDatabase } from "@sluice/test-kit";
import { sql } from "drizzle-orm";
import { check as checkThat, customType, index, integer, pgTable, pgView } from "drizzle-orm/pg-core";

const END = "; commit; create table made (); --";
const odd = (type: string) => customType<{ data: number }>({ dataType: () => type })("b");

const models: Readonly<Record<string, CompareOptions["schema"]>> = {
  "a default of a column that is there": { t: pgTable("t", { a: integer("a").default(sql.raw(`2${END}`)) }) },
  "a default of a column that comes": {
    t: pgTable("t", { a: integer("a").default(1), b: integer("b").default(sql.raw(`2${END}`)) }),
  },
  "a type of a column that comes": { t: pgTable("t", { a: integer("a").default(1), b: odd(`integer${END}`) }) },
  "a type that a column becomes": {
    t: pgTable("t", { a: customType<{ data: number }>({ dataType: () => `bigint${END}` })("a").default(1) }),
  },
  "a query of a view": {
    t: pgTable("t", { a: integer("a").default(1) }),
    v: pgView("v", { a: integer("a") }).as(sql.raw(`select 1 as a${END}`)),
  },
  "a query of a view that is there": {
    t: pgTable("t", { a: integer("a").default(1) }),
    w: pgView("w", { a: integer("a") }).as(sql.raw(`select a from t${END}`)),
  },
  "a default that closes what is around it": {
    t: pgTable("t", { a: integer("a").default(sql.raw(`2)::int as x0 ; end${END}`)) }),
  },
  "a condition": {
    t: pgTable("t", { a: integer("a").default(1) }, () => [checkThat("c", sql.raw(`true)${END}`))]),
  },
  "an index's condition": {
    t: pgTable("t", { a: integer("a").default(1) }, (t) => [
      index("i")
        .on(t.a)
        .where(sql.raw(`true)${END}`)),
    ]),
  },
};

test.each(Object.keys(models))("%s", async (name) => {
  const database = await testDatabase({
    sql: "create table t (a integer default 1, constraint c check (a > 0)); create index i on t (a) where a > 1; create view w as select a from t",
  });
  try {
    const options = { database: database.url, migrations: "nowhere", root: join(__dirname, "../..") };
    // Refused or planned: what counts is what is there afterwards.
    await check({ ...options, schema: models[name] ?? {} }).catch(() => undefined);
    expect(await database.query("select relname from pg_class where relname = 'made'")).toEqual([]);
  } finally {
    await database.drop();
  }
});
