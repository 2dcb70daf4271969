/** Reads comments on what the other kinds read. https://www.postgresql.org/docs/current/catalog-pg-description.html */

import { objectId } from "../../catalog/object.ts";
import { liveReader } from "../kind.ts";
import type { CommentAttributes, CommentObject } from "./object.ts";

interface Row {
  readonly kind: string;
  readonly on: CommentAttributes["on"];
  readonly path: readonly string[];
  readonly text: string;
}

const DESCRIBED = (catalog: string, oid: string, column = "0"): string =>
  `join pg_catalog.pg_description d on d.classoid = 'pg_catalog.${catalog}'::pg_catalog.regclass and d.objoid = ${oid} and d.objsubid = ${column}`;

export const live = liveReader<Row, CommentObject>({
  query: () => `
    select 'schema' as kind, 'schema' as "on", pg_catalog.json_build_array(n.nspname) as path, d.description as text
    from scope_namespace n ${DESCRIBED("pg_namespace", "n.oid")} where n.nspname <> 'public'
    union all
    select 'enum', 'type', pg_catalog.json_build_array(n.nspname, t.typname), d.description
    from scope_namespace n join pg_catalog.pg_type t on t.typnamespace = n.oid and t.typtype = 'e' ${DESCRIBED("pg_type", "t.oid")}
    union all
    select 'sequence', 'sequence', pg_catalog.json_build_array(n.nspname, c.relname), d.description
    from scope_namespace n join pg_catalog.pg_class c on c.relnamespace = n.oid and c.relkind = 'S' ${DESCRIBED("pg_class", "c.oid")}
    where c.oid not in (select oid from scope_serial)
      and not exists (select from scope_owned_sequence s where s.oid = c.oid and s.deptype = 'i')
    union all
    select case d.objsubid when 0 then 'table' else 'column' end, case d.objsubid when 0 then 'table' else 'column' end,
      case d.objsubid when 0 then pg_catalog.json_build_array(r.nspname, r.relname)
        else pg_catalog.json_build_array(r.nspname, r.relname, a.attname) end, d.description
    from scope_relation r
    join pg_catalog.pg_description d on d.classoid = 'pg_catalog.pg_class'::pg_catalog.regclass and d.objoid = r.oid
    left join pg_catalog.pg_attribute a on a.attrelid = r.oid and a.attnum = d.objsubid and d.objsubid > 0
    union all
    select case o.contype when 'p' then 'primary-key' when 'u' then 'unique' when 'f' then 'foreign-key' else 'check' end, 'constraint',
      pg_catalog.json_build_array(r.nspname, r.relname, o.conname), d.description
    from scope_relation r join pg_catalog.pg_constraint o on o.conrelid = r.oid and o.contype in ('p', 'u', 'f', 'c') and o.conislocal
    ${DESCRIBED("pg_constraint", "o.oid")}
    union all
    select 'index', 'index', pg_catalog.json_build_array(r.nspname, c.relname), d.description
    from scope_relation r join pg_catalog.pg_index i on i.indrelid = r.oid join pg_catalog.pg_class c on c.oid = i.indexrelid
    ${DESCRIBED("pg_class", "c.oid")}
    where not exists (select from pg_catalog.pg_constraint o where o.conrelid = i.indrelid and o.conindid = i.indexrelid)`,
  object: ({ kind, on, path, text }) => {
    const parent = objectId(kind, path);
    return { kind: "comment", id: `comment ${parent}`, path, parent, dependsOn: [], isNamed: true, attributes: { on, text } };
  },
});
