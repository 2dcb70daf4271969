/** Reads defaults. https://www.postgresql.org/docs/current/catalog-pg-attrdef.html */

import { makeObject } from "../../catalog/make.ts";
import { objectId } from "../../catalog/object.ts";
import { liveReader } from "../kind.ts";
import { changedMeanwhile, isViewLike } from "../live-facts.ts";
import { dependenciesOf, usedObjects, type UsedObject } from "../live-sql.ts";
import { usedIds } from "../used-ids.ts";
import { defaultValue, isNullDefault } from "./literal.ts";
import type { DefaultObject } from "./object.ts";

interface Row {
  readonly table: number;
  readonly position: number;
  readonly expression: string | null;
  /** Whether it names columns: then it is a generated column's expression, which the column tells. */
  readonly isOfColumns: boolean;
  readonly uses: readonly UsedObject[] | null;
}

const DRAWS = "nextval(";
/** A default that is nothing but a draw: the sequences know themselves in it. */
const PLAIN_DRAW = "^nextval\\(''[^'']+''::regclass\\)$";

export const live = liveReader<Row, DefaultObject>({
  query: ({ relations, views }) => ({
    fields: {
      table: "d.adrelid::bigint",
      position: "d.adnum",
      expression: "x.text",
      isOfColumns: "x.text is null and strpos(d.adbin::text, '{VAR ') > 0",
      uses: `case when x.text !~ '${PLAIN_DRAW}' then ${usedObjects(dependenciesOf("pg_attrdef", "d.oid"), "x.text")} end`,
    },
    // A default names no column, so its table need not be opened to print it. OFFSET 0: print it once.
    from: `pg_attrdef d
      cross join lateral (select case when strpos(d.adbin::text, '{VAR ') = 0 then pg_get_expr(d.adbin, 0) end as text offset 0) x
      where d.adrelid = any(${relations} || ${views})`,
  }),
  register: ({ table, position, expression }, facts) => {
    if (expression?.startsWith(DRAWS) === true) facts.addDefault(table, position, expression);
  },
  object: ({ table: oid, position, expression, isOfColumns, uses }, facts) => {
    const column = facts.column(oid, position);
    if (isOfColumns || column === undefined || column.isGenerated || facts.serial(oid, position) !== undefined)
      return null;
    const table = facts.table(oid);
    const path = [table.schema, table.name, column.name];
    if (expression === null) throw changedMeanwhile("default", path);
    const type = column.plainType ?? column.type;
    if (isNullDefault(expression, type)) return null;
    const drawn = facts.draw(expression);
    return makeObject({
      kind: "default",
      path,
      parent: objectId(isViewLike(table.sort) ? "view-column" : "column", path),
      dependsOn: drawn === undefined ? usedIds(uses) : [drawn],
      attributes: { value: defaultValue(expression, type) },
    });
  },
});
