/** What drizzle's migrator says is applied in a database. */

import { qualifiedName, quoteLiteral, type Connection } from "@sluice/runner";
import type { DrizzleMigration } from "./drizzle-folder.ts";

export interface DrizzleLedger {
  readonly schema: string;
  readonly table: string;
}

/** Where drizzle keeps it unless it is told otherwise. */
export const DRIZZLE_LEDGER: DrizzleLedger = { schema: "drizzle", table: "__drizzle_migrations" };

interface AppliedRow {
  readonly hash: string;
  readonly when: number;
}

/** The rows of its table; null where there is none. */
async function rowsOf(connection: Connection, { schema, table }: DrizzleLedger): Promise<readonly AppliedRow[] | null> {
  const name = qualifiedName(table, schema);
  const [found] = await connection.query(`select to_regclass(${quoteLiteral(name)}) is not null as found`);
  if (found?.["found"] !== true) return null;
  const rows = await connection.query(`select hash::text as hash, created_at::text as created_at from ${name}`);
  return rows.map((row) => ({ hash: String(row["hash"]), when: Number(row["created_at"]) }));
}

export interface AppliedMigrations {
  /** Those that the database has, oldest first. */
  readonly applied: readonly DrizzleMigration[];
  /** Hashes that no file has: of files that were edited or removed since. */
  readonly unknown: readonly string[];
}

/**
 * Which migrations a database has: drizzle applies all that are younger than its last row, so that those up to it are
 * applied, and a row with a file's hash says so of that file.
 */
export async function appliedMigrations(
  connection: Connection,
  ledger: DrizzleLedger,
  migrations: readonly DrizzleMigration[],
): Promise<AppliedMigrations> {
  const rows = await rowsOf(connection, ledger);
  if (rows === null) return { applied: [], unknown: [] };
  const last = Math.max(...rows.map(({ when }) => when), Number.NEGATIVE_INFINITY);
  const hashes = new Set(rows.map(({ hash }) => hash));
  const known = new Set(migrations.map(({ hash }) => hash));
  return {
    applied: migrations.filter(({ when, hash }) => when <= last || hashes.has(hash)),
    unknown: [...hashes].filter((hash) => !known.has(hash)),
  };
}
