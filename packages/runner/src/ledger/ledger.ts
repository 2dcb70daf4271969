/** The ledger: the table in the target database that says what is applied. Rows stay after a downgrade, as history. */

import { createHash } from "node:crypto";
import { codeOf } from "../drivers/connection-error.ts";
import { textOrNull } from "../drivers/parameter.ts";
import { messageOf } from "../errors/message-of.ts";
import { sluiceError, type SluiceError } from "../errors/sluice-error.ts";
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
  applied_by text NOT NULL DEFAULT session_user,
  sluice_version text NOT NULL,
  chain text,
  milliseconds bigint NOT NULL DEFAULT 0,
  shape text,
  live boolean GENERATED ALWAYS AS (CASE WHEN state = 'reverted' THEN NULL ELSE true END) STORED,
  UNIQUE (revision, live)
)`,
  ];
}

/** What ledgers of older versions lack, and how it is added. */
const ADDED: Readonly<Record<string, string>> = {
  chain: "chain text",
  milliseconds: "milliseconds bigint NOT NULL DEFAULT 0",
  shape: "shape text",
};

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

const HAS_NO_RIGHT = "42501";

function denied(name: string, doing: string, cause: unknown): SluiceError {
  const message = messageOf(cause);
  return sluiceError("LEDGER_DENIED", `the ledger ${name} can't be ${doing}: ${message}`, {
    hint: `Grant the role CREATE on the schema (or select, insert and update on ${name}), or name another place: ledger: { schema, table }.`,
    details: { ledger: name },
    cause,
  });
}

/** Columns of the ledger; none where it has not been made. */
export async function ledgerColumns(connection: Connection, options: LedgerOptions): Promise<ReadonlySet<string>> {
  const name = quoteLiteral(ledgerName(options));
  const rows = await connection.query(
    `select attname as name from pg_catalog.pg_attribute where attrelid = to_regclass(${name}) and attnum > 0 and not attisdropped`,
  );
  return new Set(rows.map((row) => String(row["name"])));
}

function assertLedger(columns: ReadonlySet<string>, options: LedgerOptions): void {
  if (["revision", "state", "live"].every((column) => columns.has(column))) return;
  throw sluiceError("LEDGER_INCONSISTENT", `${ledgerName(options)} is a table, but no ledger of Sluice's`, {
    hint: "Name another table: ledger: { schema, table }.",
  });
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

/** What is applied: a half-applied revision isn't, a half-reverted one still is. */
export function appliedSet(rows: readonly LedgerRow[]): ReadonlySet<string> {
  return new Set(rows.filter((row) => row.state !== "running").map((row) => row.revision));
}

/**
 * Makes the ledger where it is missing, and adds to one of an older version what that lacks. Two runners at once may both
 * try: the loser finds it there.
 *
 * @throws LEDGER_DENIED where the role may not; LEDGER_INCONSISTENT where the table is something else.
 */
export async function ensureLedger(connection: Connection, options: LedgerOptions): Promise<void> {
  const name = ledgerName(options);
  const columns = await ledgerColumns(connection, options);
  const lacking = Object.entries(ADDED).filter(([column]) => !columns.has(column));
  if (columns.size > 0) assertLedger(columns, options);
  if (columns.size > 0 && lacking.length === 0) return;
  const added = lacking.map(([, definition]) => `ADD COLUMN IF NOT EXISTS ${definition}`);
  const ddl = columns.size === 0 ? ledgerDdl(options).join(";\n") : `ALTER TABLE ${name} ${added.join(", ")}`;
  try {
    await connection.script(ddl);
  } catch (cause) {
    const code = codeOf(cause);
    // No schema in the search path, or no right to one.
    if (code === HAS_NO_RIGHT || code === "3F000") throw denied(name, columns.size === 0 ? "made" : "changed", cause);
    // Unique violation in a system catalog, or the table or schema is there: somebody else has just made it.
    if (!["23505", "42P07", "42P06"].includes(code)) throw cause;
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

/** The chain of a row: what it is, on top of what its parents are. In SQL, so that printed SQL enters the same. */
function chainSql(options: LedgerOptions, revision: Revision): string {
  const own = quoteLiteral(`${revision.id}\n${revision.checksum}\n`);
  const parents = [...revision.downRevisions, ...revision.dependsOn];
  const below =
    parents.length === 0
      ? "''"
      : `coalesce((SELECT string_agg(chain, ',' ORDER BY revision COLLATE "C") FROM ${ledgerName(options)} WHERE live AND revision = ANY (${array(parents)})), '')`;
  return `encode(sha256(convert_to(${own} || ${below}, 'UTF8')), 'hex')`;
}

/**
 * Rows that do not follow from their parents' any more: somebody changed them, or put them in another order. A row whose
 * parents are not all there tells nothing.
 */
export function brokenChains(rows: readonly LedgerRow[]): readonly string[] {
  const chains = new Map(rows.map((row) => [row.revision, row.chain]));
  return rows
    .filter((row) => {
      const parents = [...new Set([...row.parents, ...row.dependsOn])].toSorted();
      const below = parents.map((parent) => chains.get(parent) ?? null);
      if (row.chain === null || below.includes(null)) return false;
      const text = `${row.revision}\n${row.checksum ?? ""}\n${below.join(",")}`;
      return row.chain !== createHash("sha256").update(text).digest("hex");
    })
    .map((row) => row.revision);
}

/** The statement that enters a revision. Literals, so that it can be printed. */
export function enterSql(
  options: LedgerOptions,
  revision: Revision,
  state: "running" | "applied",
  progress: Progress,
  noted: Noted = {},
): string {
  const isDone = state === "applied";
  return (
    `INSERT INTO ${ledgerName(options)} (revision, parents, depends_on, message, checksum, chain, state, statements_done, statements_total, done_hash, checkpoint, milliseconds, finished_at, sluice_version)\n` +
    `VALUES (${[
      quoteLiteral(revision.id),
      array(revision.downRevisions),
      array(revision.dependsOn),
      quoteLiteral(revision.message),
      revision.checksum === "" ? "NULL" : quoteLiteral(revision.checksum),
      chainSql(options, revision),
      quoteLiteral(state),
      String(progress.done),
      String(progress.total),
      quoteLiteral(progress.hash),
      noted.checkpoint === undefined || noted.checkpoint === null ? "NULL" : quoteLiteral(noted.checkpoint),
      String(Math.round(noted.milliseconds ?? 0)),
      isDone ? "clock_timestamp()" : "NULL",
      quoteLiteral(VERSION),
    ].join(", ")})`
  );
}

/** What a note may hold beside the progress. */
export interface Noted {
  readonly checkpoint?: string | null;
  /** Spent since the last note. */
  readonly milliseconds?: number;
  /** The state and count that the row must be in: another runner's is not written over. */
  readonly after?: { readonly state: LedgerState; readonly done: number };
}

const ENDED: Readonly<Record<LedgerState, string>> = {
  running: "",
  applied: ", finished_at = clock_timestamp()",
  reverting: "",
  reverted: ", reverted_at = clock_timestamp()",
};

/** The statement that notes how far a revision has come, or that it is done. */
export function progressSql(
  options: LedgerOptions,
  id: string,
  state: LedgerState,
  progress: Progress,
  noted: Noted = {},
): string {
  const { checkpoint = null, milliseconds = 0, after } = noted;
  const spent = milliseconds === 0 ? "" : `, milliseconds = milliseconds + ${Math.round(milliseconds)}`;
  const expected =
    after === undefined ? "" : ` AND state = ${quoteLiteral(after.state)} AND statements_done = ${after.done}`;
  return (
    `UPDATE ${ledgerName(options)} SET state = ${quoteLiteral(state)}, statements_done = ${progress.done}, statements_total = ${progress.total}, ` +
    `done_hash = ${quoteLiteral(progress.hash)}, checkpoint = ${checkpoint === null ? "NULL" : quoteLiteral(checkpoint)}${spent}${ENDED[state]} ` +
    `WHERE revision = ${quoteLiteral(id)} AND live${expected}`
  );
}
