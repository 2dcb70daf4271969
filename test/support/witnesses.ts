/** What the golden folders are run on, and how each is looked at without Sluice. */

import { alone, dump, servers, testDatabase, testPglite, wantedMajors, type Server } from "@sluice/test-kit";
import type { DatabaseInput } from "@sluice/runner";
import { contentsOf, type AllContents, type Query } from "./contents.ts";

export interface Ground {
  readonly database: DatabaseInput;
  /** The schema as an independent witness tells it. */
  dump(): Promise<string>;
  /** What each table holds. */
  contents(): Promise<AllContents>;
  query(text: string): Promise<readonly Readonly<Record<string, unknown>>[]>;
  leave(): Promise<void>;
}

export type GroundName = number | "pglite";

/** The servers of this run, and PGlite. */
export function grounds(): readonly GroundName[] {
  return [...wantedMajors(), "pglite"];
}

/** Roles are the whole cluster's: a case names those that it speaks of, and leaves none behind. */
export interface Roles {
  /** Made before it begins. */
  readonly exist?: readonly string[];
  /** Made by what it does. */
  readonly made?: readonly string[];
}

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

async function dropRoles(query: Query, { exist = [], made = [] }: Roles): Promise<void> {
  for (const name of [...made, ...exist]) {
    const [found] = await query(`select 1 as n from pg_roles where rolname = '${name.replaceAll("'", "''")}'`);
    if (found !== undefined) await query(`drop owned by ${quoted(name)}; drop role ${quoted(name)}`);
  }
}

/** What is told of the roles of a case: no dump of a database holds them. */
async function roleLines(query: Query, { exist = [], made = [] }: Roles): Promise<string> {
  const lines = await query("select to_json(r)::text as line, rolname as name from pg_roles r order by rolname");
  const spoken = new Set([...exist, ...made]);
  return lines
    .filter(({ name }) => spoken.has(String(name)))
    .map(({ line }) => String(line).replace(/,?"oid":"?\d+"?/, ""))
    .join("\n");
}

/**
 * A database of the given ground with `sql` run in it.
 *
 * @param isUnique it sets something of the database itself, which no copy of it would have.
 */
export async function enter(ground: GroundName, sql: string, roles: Roles = {}, isUnique = false): Promise<Ground> {
  const hasRoles = Object.keys(roles).length > 0;
  if (ground === "pglite") {
    const pglite = await testPglite();
    const query: Query = async (text) => (await pglite.exec(text)).at(-1)?.rows ?? [];
    await dropRoles(query, roles);
    for (const name of roles.exist ?? []) await query(`create role ${quoted(name)}`);
    if (sql.trim() !== "") await pglite.exec(sql);
    return {
      database: pglite,
      dump: async () => (await dump(pglite)) + (hasRoles ? await roleLines(query, roles) : ""),
      contents: () => contentsOf(query),
      query,
      leave: async () => {
        if (!hasRoles) return;
        await testPglite();
        await dropRoles(query, roles);
      },
    };
  }
  const server = servers().find(({ major }) => major === ground);
  if (server === undefined) throw new Error(`PostgreSQL ${ground} does not run`);
  return hasRoles ? enterWithRoles(server, sql, roles) : enterServer(server, sql, isUnique);
}

async function enterServer(server: Server, sql: string, isUnique: boolean): Promise<Ground> {
  const database = await testDatabase({ server, sql, isUnique });
  return {
    database: database.url,
    dump: () => dump(database),
    contents: () => contentsOf(database.query),
    query: database.query,
    leave: database.drop,
  };
}

/** Roles go when the last database that knows them has gone: another one is there to make them and to drop them from. */
async function enterWithRoles(server: Server, sql: string, roles: Roles): Promise<Ground> {
  const giveWay = await alone(server, "roles of a case");
  const beside = await testDatabase({ server });
  const leaveRoles = async (): Promise<void> => {
    try {
      await dropRoles(beside.query, roles);
      await beside.drop();
    } finally {
      await giveWay();
    }
  };
  try {
    await dropRoles(beside.query, roles);
    for (const name of roles.exist ?? []) await beside.query(`create role ${quoted(name)}`);
    const place = await enterServer(server, sql, true);
    let hasLeft = false;
    return {
      ...place,
      dump: async () => (await place.dump()) + (await roleLines(place.query, roles)),
      leave: async () => {
        if (hasLeft) return;
        hasLeft = true;
        await place.leave();
        await leaveRoles();
      },
    };
  } catch (cause) {
    await leaveRoles();
    throw cause;
  }
}
