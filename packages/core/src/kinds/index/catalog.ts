/** Reads indexes that no constraint owns. https://www.postgresql.org/docs/current/catalog-pg-index.html */

import { makeObject } from "../../catalog/make.ts";
import { columnIds, tableId } from "../ids.ts";
import { indexColumnNames } from "../constraint-query.ts";
import { liveReader } from "../kind.ts";
import type { IndexElementAttributes, IndexObject } from "./object.ts";

interface Row {
  readonly schema: string;
  readonly table: string;
  readonly name: string;
  readonly method: string;
  readonly unique: boolean;
  readonly nulls_not_distinct: boolean;
  readonly valid: boolean;
  readonly where: string | null;
  readonly options: readonly string[] | null;
  readonly include: readonly string[] | null;
  readonly used: readonly string[] | null;
  readonly elements: readonly {
    readonly column: string | null;
    readonly expression: string | null;
    readonly option: number;
    readonly opclass: string;
    readonly is_default: boolean;
    readonly collation: string | null;
  }[];
}

const NULLS_NOT_DISTINCT_SINCE = 150000;
const DESCENDING = 1;
const NULLS_FIRST = 2;

function elementOf(element: Row["elements"][number]): IndexElementAttributes {
  return {
    column: element.column,
    expression: element.expression === null ? null : { sql: element.expression },
    order: (element.option & DESCENDING) === 0 ? "asc" : "desc",
    nulls: (element.option & NULLS_FIRST) === 0 ? "last" : "first",
    opclass: element.opclass,
    isDefaultOpclass: element.is_default,
    collation: element.collation,
  };
}

/** `fillfactor=70` as a name and a value. */
function parameterOf(option: string): readonly [string, string] {
  const end = option.indexOf("=");
  return [option.slice(0, end), option.slice(end + 1)];
}

const QUALIFIED = (namespace: string, name: string): string =>
  `case when ${namespace} = 'pg_catalog'::pg_catalog.regnamespace then pg_catalog.quote_ident(${name})
        else ${namespace}::pg_catalog.regnamespace::text || '.' || pg_catalog.quote_ident(${name}) end`;

export const live = liveReader<Row, IndexObject>({
  query: ({ version }) => `
    select r.nspname as schema, r.relname as "table", c.relname as name, m.amname as method, i.indisunique as "unique",
      ${version >= NULLS_NOT_DISTINCT_SINCE ? "i.indnullsnotdistinct" : "false"} as nulls_not_distinct, i.indisvalid as valid,
      case when i.indpred is not null then pg_catalog.pg_get_expr(i.indpred, i.indrelid) end as "where", c.reloptions as options,
      case when i.indnatts > i.indnkeyatts then ${indexColumnNames("i.indnkeyatts", "i.indnatts")} end as include,
      case when i.indpred is not null or i.indexprs is not null then (
        select pg_catalog.json_agg(distinct a.attname) from pg_catalog.pg_depend d
        join pg_catalog.pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
        where d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass and d.objid = i.indexrelid
          and d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass and d.refobjid = i.indrelid and d.refobjsubid > 0) end as used,
      e.elements
    from scope_relation r
    join pg_catalog.pg_index i on i.indrelid = r.oid
    join pg_catalog.pg_class c on c.oid = i.indexrelid
    join pg_catalog.pg_am m on m.oid = c.relam
    cross join lateral (
      select pg_catalog.json_agg(pg_catalog.json_build_object(
        'column', a.attname,
        'expression', case when k.attnum = 0 then pg_catalog.pg_get_indexdef(i.indexrelid, k.position::int, false) end,
        'option', k.option, 'opclass', ${QUALIFIED("o.opcnamespace", "o.opcname")} || coalesce('(' || pg_catalog.array_to_string(x.attoptions, ', ') || ')', ''),
        'is_default', o.opcdefault and x.attoptions is null,
        'collation', case when k.collation <> 0 and k.collation <> coalesce(a.attcollation, 100)
          then (select ${QUALIFIED("l.collnamespace", "l.collname")} from pg_catalog.pg_collation l where l.oid = k.collation) end
      ) order by k.position) as elements
      from pg_catalog.unnest(i.indkey::int2[], i.indclass::oid[], i.indcollation::oid[], i.indoption::int2[])
        with ordinality k(attnum, class, collation, option, position)
      left join pg_catalog.pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.attnum and k.attnum <> 0
      left join pg_catalog.pg_attribute x on x.attrelid = i.indexrelid and x.attnum = k.position
      join pg_catalog.pg_opclass o on o.oid = k.class
      where k.position <= i.indnkeyatts
    ) e
    where not c.relispartition and not exists (
      select from pg_catalog.pg_constraint o where o.conrelid = i.indrelid and o.conindid = i.indexrelid and o.contype in ('p', 'u', 'x'))`,
  object: (row) =>
    makeObject({
      kind: "index",
      path: [row.schema, row.name],
      parent: tableId(row.schema, row.table),
      dependsOn: columnIds(row.schema, row.table, [
        ...new Set([...row.elements.flatMap(({ column }) => column ?? []), ...(row.include ?? []), ...(row.used ?? [])]),
      ]),
      attributes: {
        table: row.table,
        columns: row.elements.map(elementOf),
        unique: row.unique,
        method: row.method,
        where: row.where === null ? null : { sql: row.where },
        with: Object.fromEntries((row.options ?? []).map(parameterOf)),
        include: row.include ?? [],
        nullsNotDistinct: row.nulls_not_distinct,
        valid: row.valid,
        concurrently: undefined,
      },
    }),
});
