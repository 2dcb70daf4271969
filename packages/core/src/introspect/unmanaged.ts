/** Names what the declared schemas hold and Sluice does not manage: left untouched, never dropped, never silent. */

import type { Diagnostic } from "../catalog/diagnostic.ts";
import type { LiveQuery, LiveScope } from "../kinds/kind.ts";
import { extensionMembers } from "../kinds/live-sql.ts";

export interface UnmanagedRow {
  readonly what: string;
  /** The first ones, as SQL names them. */
  readonly names: readonly string[];
  readonly count: number;
}

/** More of one sort are counted, not named. */
const MOST_NAMED = 50;
const PUBLISHED_SCHEMAS_SINCE = 150000;

function branch(what: string, name: string, from: string): string {
  return `select ${what} as what, ${name} as name from ${from}`;
}

/** What stands in a schema by itself: rows of the system catalog, as x. */
function inSchemas(what: string, catalog: string, prefix: string, { namespaces }: LiveScope, where = "true"): string {
  const name =
    catalog === "pg_proc"
      ? `concat(quote_ident(n.nspname), '.', quote_ident(x.proname), '(', array_to_string(
          array(select format_type(a.type, null) from unnest(x.proargtypes) with ordinality a(type, place) order by a.place), ','), ')')`
      : `concat(quote_ident(n.nspname), '.', quote_ident(x.${prefix}name))`;
  return branch(
    what,
    name,
    `${catalog} x join pg_namespace n on n.oid = x.${prefix}namespace
    where x.${prefix}namespace = any(${namespaces}) and x.oid not in ${extensionMembers(catalog)} and ${where}`,
  );
}

/** What belongs to a table: rows of the system catalog, as x. */
function onTables(
  what: string,
  catalog: string,
  table: string,
  name: string | null,
  { relations }: LiveScope,
  where = "true",
): string {
  const place = "quote_ident(n.nspname), '.', quote_ident(c.relname)";
  return branch(
    `'${what}'`,
    name === null ? `concat(${place})` : `concat(quote_ident(x.${name}), ' of ', ${place})`,
    `${catalog} x
    join pg_class c on c.oid = x.${table} join pg_namespace n on n.oid = c.relnamespace where x.${table} = any(${relations}) and ${where}`,
  );
}

const RELATION = "case x.relkind when 'f' then 'foreign table' else 'composite type' end";
const ROUTINE = "case x.prokind when 'p' then 'procedure' when 'a' then 'aggregate' else 'function' end";
const TYPE = "case x.typtype when 'd' then 'domain' when 'r' then 'range type' else 'base type' end";

/** Partitions at every level, counted for the table that is read. */
function partitions({ relations }: LiveScope): string {
  return branch(
    "'partitions'",
    "concat(count(*), ' of ', quote_ident(n.nspname), '.', quote_ident(c.relname))",
    `(
      with recursive tree(root, oid) as (
        select i.inhparent, i.inhrelid from pg_inherits i join pg_class p on p.oid = i.inhparent and p.relkind = 'p' where i.inhparent = any(${relations})
        union all
        select t.root, i.inhrelid from tree t join pg_inherits i on i.inhparent = t.oid
      ) select root from tree) x
    join pg_class c on c.oid = x.root join pg_namespace n on n.oid = c.relnamespace group by c.oid, n.nspname, c.relname`,
  );
}

function branches(scope: LiveScope): readonly string[] {
  const { version, namespaces, relations } = scope;
  return [
    inSchemas(RELATION, "pg_class", "rel", scope, "x.relkind in ('f', 'c') and not x.relispartition"),
    // A range type's constructors are parts of it.
    inSchemas(
      ROUTINE,
      "pg_proc",
      "pro",
      scope,
      "not exists (select from pg_depend d where d.classid = 'pg_proc'::regclass and d.objid = x.oid and d.deptype = 'i')",
    ),
    inSchemas(TYPE, "pg_type", "typ", scope, "(x.typtype in ('d', 'r') or x.typtype = 'b' and x.typcategory <> 'A')"),
    inSchemas("'collation'", "pg_collation", "coll", scope),
    inSchemas("'statistics object'", "pg_statistic_ext", "stx", scope),
    inSchemas("'operator'", "pg_operator", "opr", scope),
    inSchemas("'operator class'", "pg_opclass", "opc", scope),
    inSchemas("'text search configuration'", "pg_ts_config", "cfg", scope),
    inSchemas("'text search dictionary'", "pg_ts_dict", "dict", scope),
    onTables("trigger", "pg_trigger", "tgrelid", "tgname", scope, "not x.tgisinternal"),
    onTables("exclusion constraint", "pg_constraint", "conrelid", "conname", scope, "x.contype = 'x'"),
    onTables("rule", "pg_rewrite", "ev_class", "rulename", scope),
    onTables("inheritance", "pg_inherits", "inhrelid", null, scope),
    partitions(scope),
    branch(
      "'publication'",
      "quote_ident(p.pubname)",
      `pg_publication p
      where p.puballtables or p.oid in (select r.prpubid from pg_publication_rel r where r.prrelid = any(${relations}))
      ${version >= PUBLISHED_SCHEMAS_SINCE ? `or p.oid in (select s.pnpubid from pg_publication_namespace s where s.pnnspid = any(${namespaces}))` : ""}`,
    ),
    branch("'extension'", "quote_ident(x.extname)", `pg_extension x where x.extnamespace = any(${namespaces})`),
  ];
}

/** One row for each sort of thing. */
export function unmanagedQuery(scope: LiveScope): LiveQuery<UnmanagedRow> {
  return {
    fields: { what: "u.what", names: "u.names", count: "u.count" },
    from: `(select what, to_json((array_agg(name order by name))[1:${MOST_NAMED}]) as names, count(*) as count
      from (${branches(scope).join("\nunion all\n")}) f group by what order by what) u`,
  };
}

function diagnostic(object: string | null, message: string): Diagnostic {
  return { code: "UNMANAGED", severity: "info", object, message, hint: null };
}

/** One for each thing that is named, and one for those that are only counted. */
export function unmanagedDiagnostics({ what, names, count }: UnmanagedRow): readonly Diagnostic[] {
  return [
    ...names.map((name) => diagnostic(`${what} ${name}`, `${what} ${name}: left alone`)),
    ...(count > names.length ? [diagnostic(null, `${what}: ${count - names.length} more, left alone`)] : []),
  ];
}
