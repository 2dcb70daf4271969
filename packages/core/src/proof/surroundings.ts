/**
 * What stands around the managed objects and may be needed to make them elsewhere: extensions, schemas, roles, types,
 * functions, and what of other schemas is referred to. Best effort: what of it can't be made is only missed if a managed
 * object asks for it.
 */

import { quoteIdentifier, quoteLiteral, type Connection } from "@sluice/runner";
import { PRINT_SETTINGS, setLocal } from "../introspect/snapshot.ts";

export interface Surroundings {
  readonly extensions: readonly string[];
  /** Statements that make it, in no certain order. */
  readonly statements: readonly string[];
  /** Statements that make the roles by name, which a database of the same server has already. */
  readonly roles: readonly string[];
  /** The same with all that they may do, for a server that is thrown away; whoever looks here works there too. */
  readonly wholeRoles: readonly string[];
}

const OWN = "n.nspname !~ '^pg_' and n.nspname <> 'information_schema'";

function notOfExtension(catalog: string, oid: string): string {
  return `not exists (select from pg_depend e where e.classid = '${catalog}'::regclass and e.objid = ${oid} and e.deptype = 'e')`;
}

/** Each gives rows of one text: a statement, or a name. https://www.postgresql.org/docs/current/functions-info.html */
function queries(schemas: string): Readonly<Record<string, string>> {
  return {
    extensions: `select x.extname as name, n.nspname as schema from pg_extension x join pg_namespace n on n.oid = x.extnamespace where x.extname <> 'plpgsql'`,
    roles: "select rolname as name from pg_roles where rolname !~ '^pg_'",
    wholeRoles: `select format('CREATE ROLE %I%s%s%s%s%s%s%s CONNECTION LIMIT %s%s', r.rolname,
        case when r.rolsuper then ' SUPERUSER' end, case when r.rolcreatedb then ' CREATEDB' end, case when r.rolcreaterole then ' CREATEROLE' end,
        case when not r.rolinherit then ' NOINHERIT' end, case when r.rolcanlogin then ' LOGIN' end, case when r.rolreplication then ' REPLICATION' end,
        case when r.rolbypassrls then ' BYPASSRLS' end, r.rolconnlimit, ' VALID UNTIL ' || quote_literal(r.rolvaliduntil)) as name
      from pg_roles r where r.rolname !~ '^pg_'`,
    // Whose objects they are: the scratch database is made by somebody of the same name.
    session: "select current_user as name",
    schemas: `select n.nspname as name from pg_namespace n where ${OWN} and ${notOfExtension("pg_namespace", "n.oid")}`,
    domains: `select format('CREATE DOMAIN %I.%I AS %s%s%s%s', n.nspname, t.typname, format_type(t.typbasetype, t.typtypmod),
        case when t.typdefault is not null then ' DEFAULT ' || pg_get_expr(t.typdefaultbin, 0) else '' end,
        case when t.typnotnull then ' NOT NULL' else '' end,
        (select string_agg(format(' CONSTRAINT %I %s', c.conname, replace(pg_get_constraintdef(c.oid), ' NOT VALID', '')), '' order by c.conname)
         from pg_constraint c where c.contypid = t.oid and c.contype = 'c')) as name
      from pg_type t join pg_namespace n on n.oid = t.typnamespace
      where t.typtype = 'd' and ${OWN} and ${notOfExtension("pg_type", "t.oid")}`,
    composites: `select format('CREATE TYPE %I.%I AS (%s)', n.nspname, c.relname,
        (select string_agg(format('%I %s', a.attname, format_type(a.atttypid, a.atttypmod)), ', ' order by a.attnum)
         from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped)) as name
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind = 'c' and ${OWN} and ${notOfExtension("pg_class", "c.oid")}`,
    ranges: `select format('CREATE TYPE %I.%I AS RANGE (SUBTYPE = %s)', n.nspname, t.typname, format_type(r.rngsubtype, null)) as name
      from pg_range r join pg_type t on t.oid = r.rngtypid join pg_namespace n on n.oid = t.typnamespace
      where ${OWN} and ${notOfExtension("pg_type", "t.oid")}`,
    enums: `select format('CREATE TYPE %I.%I AS ENUM (%s)', n.nspname, t.typname,
        (select string_agg(quote_literal(e.enumlabel), ', ' order by e.enumsortorder) from pg_enum e where e.enumtypid = t.oid)) as name
      from pg_type t join pg_namespace n on n.oid = t.typnamespace
      where t.typtype = 'e' and ${OWN} and n.nspname <> all(${schemas}) and ${notOfExtension("pg_type", "t.oid")}`,
    collations: `select format('CREATE COLLATION %I.%I (PROVIDER = %s, LC_COLLATE = %L, LC_CTYPE = %L)', n.nspname, c.collname,
        case c.collprovider when 'i' then 'icu' else 'libc' end, c.collcollate, c.collctype) as name
      from pg_collation c join pg_namespace n on n.oid = c.collnamespace
      where c.collcollate is not null and ${OWN} and ${notOfExtension("pg_collation", "c.oid")}`,
    functions: `select pg_get_functiondef(p.oid) as name
      from pg_proc p join pg_namespace n on n.oid = p.pronamespace join pg_language l on l.oid = p.prolang
      where p.prokind in ('f', 'p', 'w') and l.lanname not in ('c', 'internal') and ${OWN} and ${notOfExtension("pg_proc", "p.oid")}`,
    sequences: `select format('CREATE SEQUENCE %I.%I', n.nspname, c.relname) as name
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind = 'S' and ${OWN} and n.nspname <> all(${schemas}) and ${notOfExtension("pg_class", "c.oid")}
        and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype in ('a', 'i'))`,
    // Tables of other schemas that foreign keys and rules of the declared ones need: columns and keys, no more.
    tables: `select format('CREATE TABLE %I.%I (%s)', n.nspname, c.relname, concat_ws(', ',
        (select string_agg(format('%I %s', a.attname, format_type(a.atttypid, a.atttypmod)), ', ' order by a.attnum)
         from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped),
        (select string_agg(format('CONSTRAINT %I %s', k.conname, pg_get_constraintdef(k.oid)), ', ')
         from pg_constraint k where k.conrelid = c.oid and k.contype in ('p', 'u')))) as name
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind in ('r', 'p', 'f', 'v', 'm') and ${OWN} and n.nspname <> all(${schemas}) and ${notOfExtension("pg_class", "c.oid")} and (
        exists (select from pg_constraint f join pg_namespace d on d.oid = f.connamespace
          where f.contype = 'f' and f.confrelid = c.oid and d.nspname = any(${schemas}))
        or exists (select from pg_depend d join pg_rewrite r on d.classid = 'pg_rewrite'::regclass and r.oid = d.objid
          join pg_class v on v.oid = r.ev_class join pg_namespace vn on vn.oid = v.relnamespace
          where d.refclassid = 'pg_class'::regclass and d.refobjid = c.oid and vn.nspname = any(${schemas}))
        or exists (select from pg_depend d where d.classid = 'pg_policy'::regclass and d.refclassid = 'pg_class'::regclass and d.refobjid = c.oid))`,
  };
}

interface Found {
  readonly key: string;
  readonly name: string;
  /** An extension's. */
  readonly schema: string | null;
}

/** All in one query, so that it costs one round trip. */
async function readFound(connection: Connection, schemas: readonly string[]): Promise<readonly Found[]> {
  const branches = Object.entries(queries(`ARRAY[${schemas.map(quoteLiteral).join(", ")}]::text[]`)).map(
    ([key, text]) =>
      `select '${key}' as key, q.name::text as name, ${key === "extensions" ? "q.schema::text" : "null"} as schema from (${text}) q`,
  );
  await connection.script(
    `begin isolation level repeatable read, read only; ${setLocal({ ...PRINT_SETTINGS, search_path: "pg_catalog, pg_temp" })}`,
  );
  try {
    const rows = await connection.query(branches.join("\nunion all\n"));
    return rows.map((row) => ({
      key: String(row["key"]),
      name: String(row["name"]),
      schema: typeof row["schema"] === "string" ? row["schema"] : null,
    }));
  } finally {
    await connection.script("rollback").catch(() => undefined);
  }
}

/** One that is there already stays as it is. */
function ifMissing(create: string): string {
  return `do $sluice$ begin ${create}; exception when duplicate_object then null; end $sluice$`;
}

/**
 * Reads what stands around the objects of the declared schemas, in one read-only transaction.
 *
 * @param schemas the declared schemas: their own managed objects are left out.
 * @param managed those of them that are made with their objects; a rename may lead out of one that is not.
 */
export async function readSurroundings(
  connection: Connection,
  schemas: readonly string[],
  managed: readonly string[] = schemas,
): Promise<Surroundings> {
  const found = await readFound(connection, schemas);
  const named = (key: string): readonly string[] => found.filter((each) => each.key === key).map(({ name }) => name);
  const extensions = found.filter(({ key }) => key === "extensions");
  const others = [
    ...named("schemas").filter((name) => !managed.includes(name)),
    ...extensions.map(({ schema }) => schema ?? ""),
  ];
  const made = new Set(["extensions", "roles", "wholeRoles", "session", "schemas"]);
  return {
    extensions: extensions.map(({ name }) => name),
    roles: named("roles").map((name) => ifMissing(`create role ${quoteIdentifier(name)}`)),
    wholeRoles: [
      ...named("wholeRoles").map(ifMissing),
      ...named("session").flatMap((name) => [
        `ALTER ROLE ${quoteIdentifier(name)} SUPERUSER`,
        `SET SESSION AUTHORIZATION ${quoteIdentifier(name)}`,
      ]),
    ],
    statements: [
      ...[...new Set(others)].map((name) => `CREATE SCHEMA IF NOT EXISTS ${quoteIdentifier(name)}`),
      ...extensions.map(
        ({ name, schema }) =>
          `CREATE EXTENSION IF NOT EXISTS ${quoteIdentifier(name)} SCHEMA ${quoteIdentifier(schema ?? "public")} CASCADE`,
      ),
      ...found.filter(({ key }) => !made.has(key)).map(({ name }) => name),
    ],
  };
}
