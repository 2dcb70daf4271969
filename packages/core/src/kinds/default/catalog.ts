/** Reads defaults. https://www.postgresql.org/docs/current/catalog-pg-attrdef.html */

import { makeObject } from "../../catalog/make.ts";
import { columnId } from "../ids.ts";
import { liveReader } from "../kind.ts";
import { changedMeanwhile } from "../live-facts.ts";
import { usedObjects, type UsedObject } from "../live-sql.ts";
import { usedIds } from "../used-ids.ts";
import { defaultValue, isNullDefault } from "./literal.ts";
import type { DefaultObject } from "./object.ts";

interface Row {
  readonly table: number;
  readonly position: number;
  readonly expression: string | null;
  /** The column's type without its modifier, where it has one. */
  readonly plainType: string | null;
  readonly uses: readonly UsedObject[] | null;
}

const DRAWS = "nextval(";

export const live = liveReader<Row, DefaultObject>({
  query: ({ relations }) => ({
    fields: {
      table: "d.adrelid::bigint",
      position: "d.adnum",
      expression: "x.text",
      plainType: "case when a.atttypmod <> -1 then format_type(a.atttypid, -1) end",
      uses: usedObjects("pg_attrdef", "d.oid", "x.text"),
    },
    // A default names no column, so its table need not be opened to print it. OFFSET 0: print it once.
    from: `pg_attrdef d
      join pg_attribute a on a.attrelid = d.adrelid and a.attnum = d.adnum and a.attgenerated = ''
      cross join lateral (select pg_get_expr(d.adbin, 0) as text offset 0) x
      where d.adrelid = any(${relations})`,
  }),
  register: ({ table, position, expression }, facts) => {
    if (expression?.startsWith(DRAWS) === true) facts.addDefault(table, position, expression);
  },
  object: ({ table: oid, position, expression, plainType, uses }, facts) => {
    const [schema, table] = facts.table(oid) ?? ["", ""];
    const column = facts.column(oid, position);
    const name = column?.name ?? "";
    const type = plainType ?? column?.type ?? "";
    if (expression === null) throw changedMeanwhile(columnId(schema, table, name));
    if (facts.serial(oid, position) !== undefined || isNullDefault(expression, type)) return null;
    return makeObject({
      kind: "default",
      path: [schema, table, name],
      parent: columnId(schema, table, name),
      dependsOn: usedIds(uses),
      attributes: { value: defaultValue(expression, type) },
    });
  },
});
