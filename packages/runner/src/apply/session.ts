/** The session that does the work, and what is known of it. */

import { codeOf } from "../drivers/connection-error.ts";
import { textOrNull } from "../drivers/parameter.ts";
import type { Connection } from "../ports/connection.ts";
import { NO_WATCH, type Watch } from "./watch.ts";

export interface Session extends Connection {
  /** Of the server's process; behind a pooler it changes with every transaction. */
  readonly pid: number;
  /** `server_version_num`. */
  readonly serverVersion: number;
  /** A standby, or `default_transaction_read_only`. */
  readonly isReadOnly: boolean;
  /** The first schema of the search path; null where there is none. */
  readonly schema: string | null;
  /** Whether a pooler gives each transaction another session of the server. */
  readonly isPooled: boolean;
  /** Whether the caller has a transaction open, which it will end itself. */
  readonly isCallers: boolean;
  /** Settings of the session, or of what a pooler may give next, that may end a transaction of the runner's. */
  readonly limits: readonly string[];
  readonly watch: Watch;
}

/** What ends statements of the app must not end a migration. PostgreSQL 17 has the second of them. */
const LIMITS = ["idle_in_transaction_session_timeout", "transaction_timeout"] as const;

const FACTS = `select pg_catalog.pg_backend_pid() as pid, current_setting('server_version_num')::int as version,
  ${LIMITS.map((name) => `current_setting('${name}', true) as ${name}`).join(", ")},
  pg_catalog.pg_is_in_recovery() or current_setting('transaction_read_only')::bool as read_only, current_schema() as schema`;

/** A session that nobody watches yet. */
export async function sessionOver(connection: Connection, isPooled: boolean, isCallers: boolean): Promise<Session> {
  const [row] = await connection.query(FACTS);
  return {
    ...connection,
    pid: Number(row?.["pid"]),
    serverVersion: Number(row?.["version"]),
    isReadOnly: row?.["read_only"] === true,
    schema: textOrNull(row?.["schema"]),
    isPooled,
    isCallers,
    limits: LIMITS.filter((name) => {
      const value = textOrNull(row?.[name]);
      return value !== null && (isPooled || value !== "0");
    }),
    watch: NO_WATCH,
  };
}

const NO_ACTIVE_TRANSACTION = "25P01";

/** Whether a session that was handed in is in a transaction: a savepoint can be made in one only. */
export async function isInTransaction(connection: Connection): Promise<boolean> {
  try {
    await connection.query("savepoint sluice_probe");
  } catch (cause) {
    if (codeOf(cause) === NO_ACTIVE_TRANSACTION) return false;
    throw cause;
  }
  await connection.query("release savepoint sluice_probe");
  return true;
}

async function pidOf(connection: Connection, before = ""): Promise<number> {
  const [row] = await connection.query(`${before}select pg_catalog.pg_backend_pid() as pid`);
  return Number(row?.["pid"]);
}

/**
 * Whether a pooler in transaction mode stands between: then a connection meets another session of the server once the one
 * that it met is taken up by a transaction of somebody else's. https://www.pgbouncer.org/features.html
 */
export async function meetsPooler(keeper: Connection, worker: Connection): Promise<boolean> {
  const first = await pidOf(keeper);
  const held = await pidOf(worker, "begin; ");
  try {
    return held === first || (await pidOf(keeper)) !== first;
  } finally {
    await worker.query("rollback");
  }
}
