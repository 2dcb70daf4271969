/** Finds what of the database is looked at: the declared schemas and their tables. */

import { literal, sluiceError, type Connection } from "@sluice/runner";
import { pathText } from "../catalog/object.ts";
import type { Diagnostic } from "../catalog/diagnostic.ts";
import type { LiveScope } from "../kinds/kind.ts";
import { isViewLike, type NamedRelation } from "../kinds/live-facts.ts";
import { extensionMembers } from "../kinds/live-sql.ts";
import { leftAlone, type LeftAloneOptions } from "./left-alone.ts";

export interface ScopeOptions extends LeftAloneOptions {
  readonly schemas: readonly string[];
  readonly includesSchema?: ((schema: string) => boolean) | undefined;
  /** Whether a role is managed. Default: none is. */
  readonly isManagedRole?: ((name: string) => boolean) | undefined;
}

export interface FoundScope extends LiveScope {
  /** What the readers may call by number. */
  readonly named: ReadonlyMap<number, NamedRelation>;
  readonly roles: ReadonlySet<string>;
  readonly types: ReadonlySet<string>;
  /** All that the server said of it. */
  readonly text: string;
  /** Names the ledgers of other tools. */
  readonly diagnostics: readonly Diagnostic[];
}

const OLDEST = 140000;

/** Oids as an SQL array. */
function oidArray(oids: Iterable<number>): string {
  return `'{${[...oids].join(",")}}'::oid[]`;
}

/** PostgreSQL's own schemas are nobody's to declare. */
function scopeQuery(schemas: readonly string[]): string {
  const namespaces = `select n.oid from pg_namespace n
    where n.nspname = any(${literal(schemas)}::text[]) and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'`;
  return `select current_setting('server_version_num') as version,
    (select coalesce(json_agg(json_build_array(n.oid::bigint, n.nspname)), '[]')::text from pg_namespace n where n.oid in (${namespaces})) as namespaces,
    (select coalesce(json_agg(json_build_array(c.oid::bigint, c.relnamespace::bigint, c.relname, c.relkind, case when c.relname = 'migrations' then (
        select string_agg(a.attname, ',' order by a.attname) from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) end)), '[]')::text
      from pg_class c
      where c.relnamespace = any(array(${namespaces})) and c.relkind in ('r', 'p', 'v', 'm') and not c.relispartition and c.relpersistence <> 't'
        and c.oid not in ${extensionMembers("pg_class")}) as relations,
    (select coalesce(json_agg(json_build_array(r.oid::bigint, r.rolname, r.rolname ~ '^pg_' or r.oid < 16384
        or r.rolname in (current_user, session_user) or r.oid = (select d.datdba from pg_database d where d.datname = current_database()))), '[]')::text
      from pg_roles r) as roles,
    (select json_agg(t.typname)::text from pg_type t where t.typnamespace = 'pg_catalog'::regnamespace and t.typelem = 0 and t.typrelid = 0) as types`;
}

function otherLedger(schema: string, table: string): Diagnostic {
  const object = `table ${pathText([schema, table])}`;
  return {
    code: "OTHER_LEDGER",
    severity: "info",
    object,
    message: `${object} is another migration tool's ledger and is left alone`,
    hint: "Declare it in the models if Sluice is to manage it.",
  };
}

/**
 * One query.
 *
 * @throws UNSUPPORTED_SERVER before PostgreSQL 14.
 */
export async function findScope(connection: Connection, options: ScopeOptions): Promise<FoundScope> {
  const [row] = await connection.query(scopeQuery(options.schemas));
  const version = Number(row?.["version"]);
  if (!(version >= OLDEST)) {
    throw sluiceError("UNSUPPORTED_SERVER", `the server is PostgreSQL ${Math.floor(version / 10000)}`, {
      hint: "Sluice works with PostgreSQL 14 and later.",
    });
  }
  // The two arrays are built by the query above.
  const schemas = JSON.parse(String(row?.["namespaces"])) as readonly (readonly [number, string])[];
  const namespaces = new Map(schemas.filter(([, name]) => options.includesSchema?.(name) !== false));
  const relations = JSON.parse(String(row?.["relations"])) as readonly (readonly [
    number,
    number,
    string,
    NamedRelation["sort"],
    string | null,
  ])[];
  // Whom PostgreSQL itself, this session and this database need is never managed.
  const roles = JSON.parse(String(row?.["roles"])) as readonly (readonly [number, string, boolean])[];
  const managed = roles.filter(([, name, isNeeded]) => !isNeeded && options.isManagedRole?.(name) === true);
  const found = new Map<number, NamedRelation>();
  const diagnostics: Diagnostic[] = [];
  for (const [oid, namespace, name, sort, columns] of relations) {
    const schema = namespaces.get(namespace);
    if (schema === undefined) continue;
    const why = leftAlone({ oid, schema, name, columns, isView: isViewLike(sort) }, options);
    if (why === null) found.set(oid, { sort, schema, name });
    else if (why === "other") diagnostics.push(otherLedger(schema, name));
  }
  const oids = (wanted: boolean): string =>
    oidArray([...found].flatMap(([oid, { sort }]) => (isViewLike(sort) === wanted ? [oid] : [])));
  return {
    version,
    roles: new Set(roles.map(([, name]) => name)),
    types: new Set(JSON.parse(String(row?.["types"])) as readonly string[]),
    managedRoles: oidArray(managed.map(([oid]) => oid)),
    namespaces: oidArray(namespaces.keys()),
    relations: oids(false),
    views: oids(true),
    text: JSON.stringify(row),
    named: found,
    diagnostics,
  };
}
