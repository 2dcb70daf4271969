/** Every error code there is; docs/errors.md tells what each means and what to do. */

export const ERROR_CODES = [
  // names and texts
  "INVALID_IDENTIFIER",
  "INVALID_LITERAL",
  "INVALID_SQL",
  "INVALID_OPERATION",
  // database
  "CONNECTION_FAILED",
  "AUTHENTICATION_FAILED",
  "UNSUPPORTED_DATABASE",
  "UNSUPPORTED_SERVER",
  "INSUFFICIENT_PRIVILEGE",
  "STATEMENT_FAILED",
  // revision files and graph
  "REVISION_FILE_INVALID",
  "REVISION_ID_INVALID",
  "DUPLICATE_REVISION",
  "MISSING_PARENT",
  "REVISION_CYCLE",
  "REVISION_NOT_FOUND",
  "AMBIGUOUS_REVISION",
  "MULTIPLE_HEADS",
  "INVALID_TARGET",
  "RELATIVE_TARGET",
  "BRANCH_LABEL_CONFLICT",
  // ledger
  "UNKNOWN_APPLIED_REVISION",
  "LEDGER_INVALID",
  "LOCK_TIMEOUT",
  "NOT_OFFLINE",
  "INTERNAL",
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];
