/** The ledger as a table in the target database: its name, its columns, and how it is made. */

import { codeOf } from "../drivers/connection-error.ts";
import { messageOf } from "../errors/message-of.ts";
import { sluiceError, type SluiceError } from "../errors/sluice-error.ts";
import type { Connection } from "../ports/connection.ts";
import { qualifiedName } from "../sql/identifier.ts";
import { quoteLiteral } from "../sql/literal.ts";
import { UNIQUE_VIOLATION } from "../sql/sqlstates.ts";

export interface LedgerOptions {
  /** Default: the first schema of the search path. Created where it is missing. */
  readonly schema?: string;
  /** Default: `sluice_revisions`. */
  readonly table?: string;
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

export const HAS_NO_RIGHT = "42501";

/** That the role may not do something with the ledger. */
export function denied(name: string, doing: string, cause: unknown): SluiceError {
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

/** @throws LEDGER_INCONSISTENT where the table is something else. */
export function assertLedger(columns: ReadonlySet<string>, options: LedgerOptions): void {
  if (["revision", "state", "live"].every((column) => columns.has(column))) return;
  throw sluiceError("LEDGER_INCONSISTENT", `${ledgerName(options)} is a table, but no ledger of Sluice's`, {
    hint: "Name another table: ledger: { schema, table }.",
  });
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
    if (![UNIQUE_VIOLATION, "42P07", "42P06"].includes(code)) throw cause;
  }
}
