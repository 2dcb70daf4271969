/** Names what the declared schemas hold and Sluice does not manage: left untouched, never dropped, never silent. */

import type { Diagnostic } from "../catalog/diagnostic.ts";
import { pathText } from "../catalog/object.ts";

export interface UnmanagedRow {
  readonly what: string;
  readonly path: readonly string[];
  readonly count: number;
}

const MEMBER = (catalog: string, oid: string): string =>
  `exists (select from pg_catalog.pg_depend e where e.classid = 'pg_catalog.${catalog}'::pg_catalog.regclass and e.objid = ${oid} and e.deptype = 'e')`;

/** One row an object; partitions are counted by their parent. */
export const UNMANAGED = `
  select case c.relkind when 'v' then 'view' when 'm' then 'materialized view' else 'foreign table' end as what,
    pg_catalog.json_build_array(n.nspname, c.relname) as path, 1 as count
  from scope_namespace n join pg_catalog.pg_class c on c.relnamespace = n.oid
  where c.relkind in ('v', 'm', 'f') and not c.relispartition and not ${MEMBER("pg_class", "c.oid")}
  union all
  select 'function', pg_catalog.json_build_array(n.nspname, p.proname), 1
  from scope_namespace n join pg_catalog.pg_proc p on p.pronamespace = n.oid where not ${MEMBER("pg_proc", "p.oid")}
  union all
  select case t.typtype when 'd' then 'domain' when 'c' then 'composite type' else 'range type' end, pg_catalog.json_build_array(n.nspname, t.typname), 1
  from scope_namespace n join pg_catalog.pg_type t on t.typnamespace = n.oid
  where (t.typtype in ('d', 'r') or t.typtype = 'c' and exists (select from pg_catalog.pg_class k where k.oid = t.typrelid and k.relkind = 'c'))
    and not ${MEMBER("pg_type", "t.oid")}
  union all
  select 'trigger', pg_catalog.json_build_array(r.nspname, r.relname, t.tgname), 1
  from scope_relation r join pg_catalog.pg_trigger t on t.tgrelid = r.oid where not t.tgisinternal
  union all
  select 'policy', pg_catalog.json_build_array(r.nspname, r.relname, p.polname), 1
  from scope_relation r join pg_catalog.pg_policy p on p.polrelid = r.oid
  union all
  select 'row-level security', pg_catalog.json_build_array(r.nspname, r.relname), 1 from scope_relation r where r.relrowsecurity
  union all
  select 'exclusion constraint', pg_catalog.json_build_array(r.nspname, r.relname, o.conname), 1
  from scope_relation r join pg_catalog.pg_constraint o on o.conrelid = r.oid where o.contype = 'x'
  union all
  select 'rule', pg_catalog.json_build_array(r.nspname, r.relname, w.rulename), 1
  from scope_relation r join pg_catalog.pg_rewrite w on w.ev_class = r.oid
  union all
  select 'partition', pg_catalog.json_build_array(r.nspname, r.relname), pg_catalog.count(*)::int
  from scope_relation r join pg_catalog.pg_inherits i on i.inhparent = r.oid
  join pg_catalog.pg_class c on c.oid = i.inhrelid and c.relispartition group by r.nspname, r.relname
  union all
  select 'extension', pg_catalog.json_build_array(n.nspname, x.extname), 1
  from scope_namespace n join pg_catalog.pg_extension x on x.extnamespace = n.oid`;

/** A row as a diagnostic. */
export function unmanagedDiagnostic(row: UnmanagedRow): Diagnostic {
  const object = `${row.what} ${pathText(row.path)}`;
  return {
    code: "UNMANAGED",
    severity: "info",
    object,
    message: row.what === "partition" ? `${row.count} partitions of ${pathText(row.path)} are left alone` : `${object} is left alone`,
    hint: null,
  };
}
