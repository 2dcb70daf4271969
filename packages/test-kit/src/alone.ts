/** One at a time over all workers of a run: what a server has once, like its roles, two tests can't have at once. */

import postgres from "postgres";
import type { Server } from "./server.ts";

/**
 * Waits until no other worker does what `name` names on this server, and keeps them from it until the returned function is called.
 *
 * An advisory lock holds within one database, so it is taken in the maintenance database:
 * https://www.postgresql.org/docs/current/explicit-locking.html#ADVISORY-LOCKS
 */
export async function alone(server: Server, name: string): Promise<() => Promise<void>> {
  const sql = postgres(server.url, { max: 1, onnotice: () => undefined, fetch_types: false });
  await sql`select pg_advisory_lock(hashtext(${name}))`;
  return () => sql.end();
}
