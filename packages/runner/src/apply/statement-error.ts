/** Wraps what PostgreSQL says against a statement, keeping its fields. */

import { messageOf } from "../errors/message-of.ts";
import { codeOf } from "../drivers/connection-error.ts";
import { ROWS_IN_THE_WAY } from "../sql/sqlstates.ts";
import { isSluiceError, sluiceError, type SluiceError } from "../errors/sluice-error.ts";

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

function fieldsOf(cause: unknown): Readonly<Record<string, string>> {
  if (typeof cause !== "object" || cause === null) return {};
  const source = new Map(Object.entries(cause));
  return Object.fromEntries(
    FIELDS.flatMap(([name, other]) => {
      const value: unknown = source.get(name) ?? source.get(other);
      return typeof value === "string" || typeof value === "number" ? [[name, String(value)]] : [];
    }),
  );
}

const HINTS: Readonly<Record<string, string>> = {
  "55P03": "Another session holds a lock on it. Try again when the traffic is lower, or raise lockTimeout.",
  "42501": "The role of the database URL has no right to do this.",
  "23505": "Rows hold the same values twice; clean them up in a migration before this one.",
  "23502": "Rows hold nulls; fill them in a migration before this one.",
  "23503": "Rows refer to rows that are not there; clean them up in a migration before this one.",
  "23514": "Rows break the check; clean them up in a migration before this one.",
  "25006": "The server only reads (a standby, or default_transaction_read_only). Give the URL of the primary.",
  "53100": "The server's disk is full.",
};

/**
 * A STATEMENT_FAILED error, or ROWS_IN_THE_WAY where a statement of Sluice's own found rows that it was to look for.
 *
 * @param place what was being done, e.g. `revision 4f1c (add_fees_table)`.
 */
export function statementError(place: string, statement: string, cause: unknown): SluiceError {
  if (isSluiceError(cause)) return cause;
  const sqlstate = codeOf(cause);
  const { hint, ...fields } = fieldsOf(cause);
  const message = messageOf(cause);
  if (sqlstate === ROWS_IN_THE_WAY) {
    // Its statement is Sluice's own and tells nobody more.
    return sluiceError("ROWS_IN_THE_WAY", `${place}: ${message}`, { hint: hint ?? "", details: { sqlstate }, cause });
  }
  const detail = fields["detail"] === undefined ? "" : ` (${fields["detail"]})`;
  return sluiceError("STATEMENT_FAILED", `${place}: ${message}${detail}\n${statement}`, {
    hint: hint ?? HINTS[sqlstate] ?? "Nothing of this transaction was kept. Correct the migration and run it again.",
    details: { sqlstate, statement, ...fields },
    cause,
  });
}
