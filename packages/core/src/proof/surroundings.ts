/**
 * What stands around the managed objects and may be needed to make them elsewhere: extensions, schemas, roles, types,
 * functions, and what of other schemas is referred to. Best effort: what of it can't be made is only missed if a managed
 * object asks for it.
 */

import { quoteIdentifier, quoteLiteral, type Connection } from "@sluice/runner";
import { PRINT_SETTINGS, setLocal } from "../introspect/snapshot.ts";
import { definitionQueries, notOfExtension, OWN } from "./definitions.ts";

export interface Surroundings {
  readonly extensions: readonly string[];
  /** Statements that make it, in no certain order. */
  readonly statements: readonly string[];
  /** Statements that make the roles by name, which a database of the same server has already. */
  readonly roles: readonly string[];
  /** The same with all that they may do, for a server that is thrown away; whoever looks here works there too. */
  readonly wholeRoles: readonly string[];
}

/** Each gives rows of one text: a statement, or a name. https://www.postgresql.org/docs/current/functions-info.html */
function queries(schemas: string, apart: string): Readonly<Record<string, string>> {
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
    ...definitionQueries(`${OWN} and n.nspname <> all(${apart})`),
    enums: `select format('CREATE TYPE %I.%I AS ENUM (%s)', n.nspname, t.typname,
        (select string_agg(quote_literal(e.enumlabel), ', ' order by e.enumsortorder) from pg_enum e where e.enumtypid = t.oid)) as name
      from pg_type t join pg_namespace n on n.oid = t.typnamespace
      where t.typtype = 'e' and ${OWN} and n.nspname <> all(${schemas}) and ${notOfExtension("pg_type", "t.oid")}`,
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

function textArray(names: readonly string[]): string {
  return `ARRAY[${names.map(quoteLiteral).join(", ")}]::text[]`;
}

/** All in one query, so that it costs one round trip. */
async function readFound(
  connection: Connection,
  schemas: readonly string[],
  apart: readonly string[],
): Promise<readonly Found[]> {
  const branches = Object.entries(queries(textArray(schemas), textArray(apart))).map(
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
 * @param apart those whose extensions, functions, domains and the like are made otherwise.
 */
export async function readSurroundings(
  connection: Connection,
  schemas: readonly string[],
  managed: readonly string[] = schemas,
  apart: readonly string[] = [],
): Promise<Surroundings> {
  const found = await readFound(connection, schemas, apart);
  const named = (key: string): readonly string[] => found.filter((each) => each.key === key).map(({ name }) => name);
  const extensions = found.filter(({ key }) => key === "extensions");
  const around = extensions.filter(({ schema }) => !apart.includes(schema ?? ""));
  const others = [
    ...named("schemas").filter((name) => !managed.includes(name)),
    ...around.map(({ schema }) => schema ?? ""),
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
      ...around.map(
        ({ name, schema }) =>
          `CREATE EXTENSION IF NOT EXISTS ${quoteIdentifier(name)} SCHEMA ${quoteIdentifier(schema ?? "public")} CASCADE`,
      ),
      ...found.filter(({ key }) => !made.has(key)).map(({ name }) => name),
    ],
  };
}
