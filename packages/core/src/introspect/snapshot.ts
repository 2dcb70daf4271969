/** One read-only snapshot, with a session whose settings can't change how anything prints. */

import { quoteIdentifier, type Connection } from "@sluice/runner";
import { DEFAULT_SCHEMA } from "../catalog/printed-name.ts";

/**
 * What expressions and constants print under, in a transaction. Whoever compares printed texts reads both under these.
 * https://www.postgresql.org/docs/current/runtime-config-client.html
 */
export const PRINT_SETTINGS: Readonly<Record<string, string>> = {
  // What a migration names without a schema prints without one, and all else qualified. The temporary schema, always searched, comes last.
  search_path: `pg_catalog, ${quoteIdentifier(DEFAULT_SCHEMA)}, pg_temp`,
  DateStyle: "ISO, YMD",
  IntervalStyle: "postgres",
  TimeZone: "UTC",
  extra_float_digits: "1",
  bytea_output: "hex",
  lc_monetary: "C",
  quote_all_identifiers: "off",
  standard_conforming_strings: "on",
};

const READ_SETTINGS: Readonly<Record<string, string>> = {
  ...PRINT_SETTINGS,
  // Compiling a catalog query takes longer than running it.
  jit: "off",
  // A role's limit is meant for its own queries; a large catalog takes its time.
  statement_timeout: "0",
};

/** SET LOCAL of settings, as one script. */
export function setLocal(settings: Readonly<Record<string, string>>): string {
  return Object.entries(settings)
    .map(([name, value]) => `set local ${name} = ${name === "search_path" ? value : `'${value}'`};`)
    .join(" ");
}

/**
 * Runs `read` in a transaction that sees one state of the database and can write nothing. The session is left as it was.
 */
export async function inSnapshot<T>(connection: Connection, read: () => Promise<T>): Promise<T> {
  await connection.script(`begin isolation level repeatable read, read only; ${setLocal(READ_SETTINGS)}`);
  let result: T;
  try {
    result = await read();
  } catch (cause) {
    // What went wrong first is what is told; a connection that is gone can't roll back either.
    await connection.script("rollback").catch(() => undefined);
    throw cause;
  }
  await connection.script("commit");
  return result;
}
