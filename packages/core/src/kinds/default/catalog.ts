/** Reads defaults. https://www.postgresql.org/docs/current/catalog-pg-attrdef.html */

import type { DefaultValue } from "@sluice/runner";
import { makeObject } from "../../catalog/make.ts";
import { columnId, enumId, sequenceId } from "../ids.ts";
import { liveReader } from "../kind.ts";
import type { DefaultObject } from "./object.ts";

interface Row {
  readonly schema: string;
  readonly table: string;
  readonly column: string;
  readonly expression: string;
  /** The column's type without its modifier. */
  readonly type: string;
  readonly depends: readonly (readonly ["e" | "S", string, string])[] | null;
}

const INTEGERS = new Set(["smallint", "integer", "bigint"]);

/**
 * A default as PostgreSQL prints it, as a plain literal where it is a constant of the column's own type. The exact text is
 * recognised, nothing is interpreted: what is left is SQL.
 */
export function defaultValue(expression: string, type: string): DefaultValue {
  if (expression === "true") return true;
  if (expression === "false") return false;
  if (String(Number(expression)) === expression && Number.isFinite(Number(expression))) return Number(expression);
  const ending = `::${type}`;
  if (expression.startsWith("'") && expression.endsWith(`'${ending}`)) {
    const body = expression.slice(1, -ending.length - 1);
    // A lone quote would end the literal: then this is more than one.
    if (!body.replaceAll("''", "").includes("'")) {
      const text = body.replaceAll("''", "'");
      return INTEGERS.has(type) && String(Number(text)) === text && Number.isSafeInteger(Number(text)) ? Number(text) : text;
    }
  }
  return { sql: expression };
}

export const live = liveReader<Row, DefaultObject>({
  query: () => `
    select r.nspname as schema, r.relname as "table", a.attname as "column",
      pg_catalog.pg_get_expr(d.adbin, d.adrelid) as expression, pg_catalog.format_type(a.atttypid, null) as type,
      (select pg_catalog.json_agg(pg_catalog.json_build_array(coalesce(c.relkind, t.typtype), coalesce(cn.nspname, tn.nspname), coalesce(c.relname, t.typname)))
       from pg_catalog.pg_depend p
       left join pg_catalog.pg_class c on p.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass and c.oid = p.refobjid and c.relkind = 'S'
       left join pg_catalog.pg_namespace cn on cn.oid = c.relnamespace
       left join pg_catalog.pg_type t on p.refclassid = 'pg_catalog.pg_type'::pg_catalog.regclass and t.oid = p.refobjid and t.typtype = 'e'
       left join pg_catalog.pg_namespace tn on tn.oid = t.typnamespace
       where p.classid = 'pg_catalog.pg_attrdef'::pg_catalog.regclass and p.objid = d.oid and (c.oid is not null or t.oid is not null)) as depends
    from scope_relation r
    join pg_catalog.pg_attrdef d on d.adrelid = r.oid
    join pg_catalog.pg_attribute a on a.attrelid = d.adrelid and a.attnum = d.adnum and a.attgenerated = '' and not a.attisdropped
    where not exists (select from scope_serial s where s.attrelid = a.attrelid and s.attnum = a.attnum)`,
  object: ({ schema, table, column, expression, type, depends }) =>
    makeObject({
      kind: "default",
      path: [schema, table, column],
      parent: columnId(schema, table, column),
      dependsOn: (depends ?? []).map(([kind, ...path]) => (kind === "S" ? sequenceId(...path) : enumId(...path))),
      attributes: { value: defaultValue(expression, type) },
    }),
});
