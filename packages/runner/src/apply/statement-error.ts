/** Wraps what PostgreSQL says against a statement, keeping its fields. */

import { codeOf, isConnectionLoss } from "../drivers/connection-error.ts";
import type { ErrorCode } from "../errors/codes.ts";
import { messageOf } from "../errors/message-of.ts";
import { isSluiceError, sluiceError, type SluiceError } from "../errors/sluice-error.ts";
import { ROWS_IN_THE_WAY } from "../sql/sqlstates.ts";
import { blockerText, type Blocker } from "./events.ts";

/** Fields of a server's error: named by pg and PGlite as the first, by postgres.js as the second. */
const FIELDS = [
  ["severity", "severity"],
  ["detail", "detail"],
  ["hint", "hint"],
  ["position", "position"],
  ["schema", "schema_name"],
  ["table", "table_name"],
  ["column", "column_name"],
  ["constraint", "constraint_name"],
] as const;

/** What the server tells beside its message, whatever the driver. */
export function fieldsOf(cause: unknown): Readonly<Record<string, string>> {
  if (typeof cause !== "object" || cause === null) return {};
  const source = new Map(Object.entries(cause));
  return Object.fromEntries(
    FIELDS.flatMap(([name, other]) => {
      const value: unknown = source.get(name) ?? source.get(other);
      return typeof value === "string" || typeof value === "number" ? [[name, String(value)]] : [];
    }),
  );
}

/** Some more of what PostgreSQL says by SQLSTATE: https://www.postgresql.org/docs/current/errcodes-appendix.html */
const HINTS: Readonly<Record<string, string>> = {
  "42501": "The role of the database URL has no right to do this.",
  "23505": "Rows hold the same values twice; clean them up in a migration before this one.",
  "23502": "Rows hold nulls; fill them in a migration before this one.",
  "23503": "Rows refer to rows that are not there; clean them up in a migration before this one.",
  "23514": "Rows break the check; clean them up in a migration before this one.",
  "25001":
    'PostgreSQL refuses it inside a transaction: give it an op.execute of its own, a single statement, with { transaction: "alone" }.',
  "2D000": 'It ends the transaction that it runs in: give it an op.execute of its own with { transaction: "alone" }.',
  "55P04": "A new enum value can't be used before it is committed: run with one transaction per revision.",
  "57014":
    "Somebody ended it, or it took longer than the statement timeout (statementTimeout; of the role or the server behind a pooler).",
  "53100": "The server's disk is full. Make room, then run the same command again: it goes on where it stopped.",
  "53200": "The server is out of memory.",
  "54000": "The statement is too large for the server: cut it up.",
};

const CODES: Readonly<Record<string, { readonly code: ErrorCode; readonly hint: string }>> = {
  "55P03": {
    code: "BLOCKED",
    hint: "End the sessions that hold the lock, or try again when the traffic is lower (lockTimeout, lockRetry).",
  },
  "25006": {
    code: "READ_ONLY_SERVER",
    hint: "The server only reads (a standby, or default_transaction_read_only). Give the URL of the primary.",
  },
};

const LOST_HINT =
  "What was committed stands in the ledger; the rest was rolled back. Run the same command again once the server is there: it goes on where it stopped.";

/**
 * A coded error: STATEMENT_FAILED, or BLOCKED, READ_ONLY_SERVER, CONNECTION_LOST where it is one of these; ROWS_IN_THE_WAY
 * where a statement of Sluice's own found rows that it was to look for.
 *
 * @param place what was being done, e.g. `revision 4f1c (add_fees_table)`.
 */
export function statementError(
  place: string,
  statement: string,
  cause: unknown,
  blockers: readonly Blocker[] = [],
): SluiceError {
  if (isSluiceError(cause)) return cause;
  const sqlstate = codeOf(cause);
  const { hint, ...fields } = fieldsOf(cause);
  const message = messageOf(cause);
  if (sqlstate === ROWS_IN_THE_WAY) {
    // Its statement is Sluice's own and tells nobody more.
    return sluiceError("ROWS_IN_THE_WAY", `${place}: ${message}`, { hint: hint ?? "", details: { sqlstate }, cause });
  }
  const detail = fields["detail"] === undefined ? "" : ` (${fields["detail"]})`;
  const by = blockers.length === 0 ? "" : `\nblocked by ${blockers.map(blockerText).join("\nblocked by ")}`;
  const isLost = isConnectionLoss(cause);
  const special = isLost ? { code: "CONNECTION_LOST" as const, hint: LOST_HINT } : CODES[sqlstate];
  return sluiceError(
    special?.code ?? "STATEMENT_FAILED",
    `${place}: ${message}${detail}\n${statement}${by}`.trimEnd(),
    {
      hint:
        special?.hint ??
        HINTS[sqlstate] ??
        hint ??
        "Nothing of this transaction was kept. Correct the migration and run it again.",
      details: { sqlstate, statement, ...fields, ...(blockers.length === 0 ? {} : { blockers }) },
      cause,
    },
  );
}
