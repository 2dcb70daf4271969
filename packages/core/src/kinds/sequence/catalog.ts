/** Reads sequences that stand on their own. https://www.postgresql.org/docs/current/catalog-pg-sequence.html */

import { makeObject } from "../../catalog/make.ts";
import { columnId, schemaId } from "../ids.ts";
import { liveReader } from "../kind.ts";
import type { SequenceAttributes, SequenceObject } from "./object.ts";

interface Row extends Omit<SequenceAttributes, "ownedBy"> {
  readonly schema: string;
  readonly name: string;
  readonly table: string | null;
  readonly column: string | null;
}

export const live = liveReader<Row, SequenceObject>({
  query: () => `
    select n.nspname as schema, c.relname as name, pg_catalog.format_type(s.seqtypid, null) as type,
      s.seqstart::text as start, s.seqincrement::text as increment, s.seqmin::text as min, s.seqmax::text as max,
      s.seqcache::text as cache, s.seqcycle as cycle, r.relname as "table", a.attname as "column"
    from scope_namespace n
    join pg_catalog.pg_class c on c.relnamespace = n.oid and c.relkind = 'S' and c.relpersistence <> 't'
    join pg_catalog.pg_sequence s on s.seqrelid = c.oid
    left join scope_owned_sequence o on o.oid = c.oid
    left join scope_relation r on r.oid = o.attrelid
    left join pg_catalog.pg_attribute a on a.attrelid = o.attrelid and a.attnum = o.attnum
    where (o.deptype is null or o.deptype = 'a')
      and c.oid not in (select oid from scope_serial)
      and not exists (
        select from pg_catalog.pg_depend d
        where d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass and d.objid = c.oid
          and (d.deptype in ('e', 'i') or d.deptype = 'a' and o.oid is null))`,
  object: ({ schema, name, table, column, ...attributes }) =>
    makeObject({
      kind: "sequence",
      path: [schema, name],
      parent: schemaId(schema),
      dependsOn: table === null || column === null ? [] : [columnId(schema, table, column)],
      attributes: { ...attributes, ownedBy: table === null || column === null ? null : { table, column } },
    }),
});
