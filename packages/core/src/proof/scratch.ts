/** A throw-away database: where it may be, and what opening it takes. */

import { databaseFrom, sluiceError, type Connection, type Database, type DatabaseInput } from "@sluice/runner";
import { pgliteScratch } from "./pglite-scratch.ts";
import { serverScratch } from "./server-scratch.ts";

/**
 * `pglite`: a PostgreSQL in the process. `server`: a temporary database on the server that is compared, made and dropped by
 * its role. Else an empty database of the user's, which is emptied again after use.
 */
export type ScratchPlace = DatabaseInput;

export interface Scratch {
  /** Where it is, for people. */
  readonly label: string;
  readonly database: Database;
  readonly connection: Connection;
  /** True where it has the roles and extensions of the server that is compared. */
  readonly isSameServer: boolean;
  /** True where the whole server is thrown away: roles, which are no database's, may be made and changed there. */
  readonly isOwnServer: boolean;
  close(): Promise<void>;
}

const EMPTY = `do $sluice$ declare name text; begin
  for name in select nspname from pg_catalog.pg_namespace where nspname !~ '^pg_' and nspname <> 'information_schema' loop
    execute pg_catalog.format('drop schema %I cascade', name);
  end loop;
  create schema public;
end $sluice$`;

async function givenScratch(input: DatabaseInput): Promise<Scratch> {
  const database = databaseFrom(input);
  const connection = await database.connect();
  const closed = async (): Promise<void> => {
    await connection.release();
    await database.close();
  };
  const [taken] = await connection.query(
    `select pg_catalog.count(*)::int as count from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
     where n.nspname !~ '^pg_' and n.nspname <> 'information_schema' and c.relkind in ('r', 'p', 'v', 'm', 'S', 'f')
       and not exists (select from pg_catalog.pg_depend d where d.objid = c.oid and d.deptype = 'e')`,
  );
  if (Number(taken?.["count"]) > 0) {
    await closed();
    throw sluiceError("PROOF_UNAVAILABLE", `the scratch database ${database.label} is not empty`, {
      hint: "Give an empty database as scratch: what is in it would be in the way, and could be lost.",
      details: { database: database.label },
    });
  }
  return {
    label: database.label,
    database,
    connection,
    isSameServer: false,
    isOwnServer: false,
    async close() {
      await connection.query(EMPTY);
      await closed();
    },
  };
}

/**
 * Opens a scratch database.
 *
 * @param extensions names of the extensions that it must be able to make.
 * @param live the database that it stands for: a temporary one is made beside it.
 * @throws PROOF_UNAVAILABLE where it can't be had there, saying what is missing.
 */
export async function openScratch(
  place: ScratchPlace,
  extensions: readonly string[],
  live?: Database,
): Promise<Scratch> {
  if (place === "pglite") return pgliteScratch(extensions);
  if (place !== "server") return givenScratch(place);
  if (live === undefined)
    throw sluiceError("USAGE", "a scratch database on the same server needs a database", {
      hint: "Give the database's URL.",
    });
  return serverScratch(live);
}
