/** The ledger: the table in the target database that says what is applied. Rows stay after a downgrade, as history. */

import { codeOf } from "../drivers/connection-error.ts";
import type { Connection } from "../ports/connection.ts";
import { qualifiedName } from "../sql/identifier.ts";
import { quoteLiteral } from "../sql/literal.ts";
import type { Revision } from "../revisions/revision.ts";
import { VERSION } from "../version.ts";

export interface LedgerOptions {
  /** Default: the first schema of the search path. Created where it is missing. */
  readonly schema?: string;
  /** Default: `sluice_revisions`. */
  readonly table?: string;
}

/**
 * - `running`: an upgrade that stopped between its segments
 * - `applied`
 * - `reverting`: a downgrade that stopped between its segments
 * - `reverted`: history
 */
export type LedgerState = "running" | "applied" | "reverting" | "reverted";

export interface LedgerRow {
  readonly revision: string;
  readonly state: LedgerState;
  /** SHA-256 of the file when it was applied; null for a stamped one whose file was not there. */
  readonly checksum: string | null;
  readonly message: string;
  /** Pieces of work done and in all, of the direction that the state tells. */
  readonly done: number;
  readonly total: number;
  /** SHA-256 of the pieces that are done: a resumed revision must begin with the same. */
  readonly doneHash: string | null;
  /** Where a backfill stands: the last key as JSON. */
  readonly checkpoint: string | null;
  readonly appliedBy: string;
  readonly startedAt: string;
  readonly finishedAt: string | null;
}

export const DEFAULT_LEDGER_TABLE = "sluice_revisions";

/** The ledger's name as SQL. */
export function ledgerName(options: LedgerOptions): string {
  return qualifiedName(options.table ?? DEFAULT_LEDGER_TABLE, options.schema);
}

/** What makes the ledger; safe to run where it is there. */
export function ledgerDdl(options: LedgerOptions): readonly string[] {
  const name = ledgerName(options);
  return [
    ...(options.schema === undefined ? [] : [`CREATE SCHEMA IF NOT EXISTS ${qualifiedName(options.schema)}`]),
    `CREATE TABLE IF NOT EXISTS ${name} (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  revision text NOT NULL,
  parents text[] NOT NULL,
  depends_on text[] NOT NULL,
  message text NOT NULL,
  checksum text,
  state text NOT NULL CHECK (state IN ('running', 'applied', 'reverting', 'reverted')),
  statements_done integer NOT NULL DEFAULT 0,
  statements_total integer NOT NULL DEFAULT 0,
  done_hash text,
  checkpoint text,
  started_at timestamp with time zone NOT NULL DEFAULT clock_timestamp(),
  finished_at timestamp with time zone,
  reverted_at timestamp with time zone,
  applied_by text NOT NULL DEFAULT current_user,
  sluice_version text NOT NULL,
  live boolean GENERATED ALWAYS AS (CASE WHEN state = 'reverted' THEN NULL ELSE true END) STORED,
  UNIQUE (revision, live)
)`,
  ];
}

const COLUMNS = `revision, state, checksum, message, statements_done, statements_total, done_hash, checkpoint, applied_by,
  to_char(started_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as started_at,
  to_char(finished_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as finished_at`;

function text(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}

/** Live rows, oldest first; none where the ledger has not been made. Never makes it. */
export async function readLedger(connection: Connection, options: LedgerOptions): Promise<readonly LedgerRow[]> {
  const [found] = await connection.query(
    `select to_regclass(${quoteLiteral(ledgerName(options))}) is not null as found`,
  );
  if (found?.["found"] !== true) return [];
  const rows = await connection.query(`select ${COLUMNS} from ${ledgerName(options)} where live order by id`);
  return rows.map((row) => ({
    revision: String(row["revision"]),
    // The table's check constraint holds it to these.
    state: String(row["state"]) as LedgerState,
    checksum: text(row["checksum"]),
    message: String(row["message"]),
    done: Number(row["statements_done"]),
    total: Number(row["statements_total"]),
    doneHash: text(row["done_hash"]),
    checkpoint: text(row["checkpoint"]),
    appliedBy: String(row["applied_by"]),
    startedAt: String(row["started_at"]),
    finishedAt: text(row["finished_at"]),
  }));
}

/** What is applied: a half-applied revision isn't, a half-reverted one still is. */
export function appliedSet(rows: readonly LedgerRow[]): ReadonlySet<string> {
  return new Set(rows.filter((row) => row.state !== "running").map((row) => row.revision));
}

/** Makes the ledger where it is missing. Two runners at once may both try: the loser finds it there. */
export async function ensureLedger(connection: Connection, options: LedgerOptions): Promise<void> {
  const [found] = await connection.query(
    `select to_regclass(${quoteLiteral(ledgerName(options))}) is not null as found`,
  );
  if (found?.["found"] === true) return;
  try {
    await connection.script(ledgerDdl(options).join(";\n"));
  } catch (cause) {
    // Unique violation in a system catalog, or the table or schema is there: somebody else has just made it.
    if (!["23505", "42P07", "42P06"].includes(codeOf(cause))) throw cause;
  }
}

function array(values: readonly string[]): string {
  return values.length === 0 ? "'{}'" : `ARRAY[${values.map(quoteLiteral).join(", ")}]`;
}

export interface Progress {
  readonly done: number;
  readonly total: number;
  readonly hash: string;
}

/** The statement that enters a revision. Literals, so that it can be printed. */
export function enterSql(
  options: LedgerOptions,
  revision: Revision,
  state: "running" | "applied",
  progress: Progress,
): string {
  return (
    `INSERT INTO ${ledgerName(options)} (revision, parents, depends_on, message, checksum, state, statements_done, statements_total, done_hash, finished_at, sluice_version)\n` +
    `VALUES (${[
      quoteLiteral(revision.id),
      array(revision.downRevisions),
      array(revision.dependsOn),
      quoteLiteral(revision.message),
      revision.checksum === "" ? "NULL" : quoteLiteral(revision.checksum),
      quoteLiteral(state),
      String(progress.done),
      String(progress.total),
      quoteLiteral(progress.hash),
      state === "applied" ? "clock_timestamp()" : "NULL",
      quoteLiteral(VERSION),
    ].join(", ")})`
  );
}

/** The statement that notes how far a revision has come, or that it is done. */
export function progressSql(
  options: LedgerOptions,
  id: string,
  state: LedgerState,
  progress: Progress,
  checkpoint: string | null = null,
): string {
  const ended =
    state === "applied"
      ? ", finished_at = clock_timestamp()"
      : state === "reverted"
        ? ", reverted_at = clock_timestamp()"
        : "";
  return (
    `UPDATE ${ledgerName(options)} SET state = ${quoteLiteral(state)}, statements_done = ${progress.done}, statements_total = ${progress.total}, ` +
    `done_hash = ${quoteLiteral(progress.hash)}, checkpoint = ${checkpoint === null ? "NULL" : quoteLiteral(checkpoint)}${ended} ` +
    `WHERE revision = ${quoteLiteral(id)} AND live`
  );
}
