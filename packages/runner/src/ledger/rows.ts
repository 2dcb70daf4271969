/** The ledger's rows: what is applied. They stay after a downgrade, as history. */

import { codeOf } from "../drivers/connection-error.ts";
import { textOrNull } from "../drivers/parameter.ts";
import type { Connection } from "../ports/connection.ts";
import { assertLedger, denied, HAS_NO_RIGHT, ledgerColumns, ledgerName, type LedgerOptions } from "./table.ts";

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
  readonly parents: readonly string[];
  readonly dependsOn: readonly string[];
  /** SHA-256 of the file when it was applied; null for a stamped one whose file was not there. */
  readonly checksum: string | null;
  /** SHA-256 of the checksum chained to the chains of the parents; null where an older Sluice made the row. */
  readonly chain: string | null;
  readonly message: string;
  /** Pieces of work done and in all, of the direction that the state tells. */
  readonly done: number;
  readonly total: number;
  /** SHA-256 of the pieces that are done: a resumed revision must begin with the same. */
  readonly doneHash: string | null;
  /** How far the piece after them has come, as JSON: what a backfill or a statement that runs alone needs to go on. */
  readonly checkpoint: string | null;
  /** The role that applied it. */
  readonly appliedBy: string;
  readonly sluiceVersion: string;
  readonly startedAt: string;
  readonly finishedAt: string | null;
  /** Spent working on it, pauses between runs left out. */
  readonly milliseconds: number;
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

function rowOf(json: string): LedgerRow {
  // A row of the ledger, as the server's to_jsonb writes it.
  const row = JSON.parse(json) as Readonly<Record<string, unknown>>;
  const finishedAt = textOrNull(row["finished_at"]);
  return {
    revision: String(row["revision"]),
    // The table's check constraint holds it to these.
    state: String(row["state"]) as LedgerState,
    parents: texts(row["parents"]),
    dependsOn: texts(row["depends_on"]),
    checksum: textOrNull(row["checksum"]),
    chain: textOrNull(row["chain"]),
    message: String(row["message"]),
    done: Number(row["statements_done"]),
    total: Number(row["statements_total"]),
    doneHash: textOrNull(row["done_hash"]),
    checkpoint: textOrNull(row["checkpoint"]),
    appliedBy: String(row["applied_by"]),
    sluiceVersion: String(row["sluice_version"]),
    startedAt: new Date(String(row["started_at"])).toISOString(),
    finishedAt: finishedAt === null ? null : new Date(finishedAt).toISOString(),
    milliseconds: Number(row["milliseconds"] ?? 0),
  };
}

/** Live rows, oldest first; none where the ledger has not been made. Never makes it, and reads one of an older version. */
export async function readLedger(connection: Connection, options: LedgerOptions): Promise<readonly LedgerRow[]> {
  const columns = await ledgerColumns(connection, options);
  if (columns.size === 0) return [];
  assertLedger(columns, options);
  const name = ledgerName(options);
  const rows = await connection
    .query(`select (to_jsonb(l) - 'shape')::text as json from ${name} l where l.live order by l.id`)
    .catch((cause: unknown) => {
      throw codeOf(cause) === HAS_NO_RIGHT ? denied(name, "read", cause) : cause;
    });
  return rows.map((row) => rowOf(String(row["json"])));
}

/** Live rows, for what only asks how each stands. The ledger is there. */
export async function readStates(
  connection: Connection,
  options: LedgerOptions,
): Promise<readonly Pick<LedgerRow, "revision" | "state">[]> {
  const rows = await connection.query(`select l.revision, l.state from ${ledgerName(options)} l where l.live`);
  // The table's check constraint holds the state to these.
  return rows.map((row) => ({ revision: String(row["revision"]), state: String(row["state"]) as LedgerState }));
}

/** What is applied: a half-applied revision isn't, a half-reverted one still is. */
export function appliedSet(rows: readonly LedgerRow[]): ReadonlySet<string> {
  return new Set(rows.filter((row) => row.state !== "running").map((row) => row.revision));
}
