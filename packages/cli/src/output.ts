/** The only place that writes to the terminal: results to standard output, everything else to standard error. */

import { isError, isSluiceError, messageOf } from "@sluice/runner";
import type { Answer, GlobalOptions } from "./context.ts";
import { bold, dim, red } from "./colours.ts";

export function print(text: string): void {
  process.stdout.write(text.endsWith("\n") || text === "" ? text : `${text}\n`);
}

/** Progress and errors, which no pipe should take for a result. */
export function tell(text: string): void {
  process.stderr.write(`${text}\n`);
}

export function answer({ json, text, isYes = true }: Answer, options: GlobalOptions): void {
  print(options.json === true ? JSON.stringify(json, null, 2) : text);
  if (!isYes) process.exitCode = 1;
}

/** Codes whose meaning is "no", not "it could not be done". */
const NO: ReadonlySet<string> = new Set([
  "NOT_AT_HEAD",
  "AMBIGUOUS_RENAME",
  "MASS_DROP",
  "EDITED_REVISION",
  "IRREVERSIBLE_REVISION",
  "DRIFT",
  "CAST_REQUIRED",
  "UNMANAGED_DEPENDENT",
  "PROOF_FAILED",
  "REVISION_APPLIED",
  "MERGE_CONFLICT",
  "ORDER_MATTERS",
  "SQUASH_IMPOSSIBLE",
]);

interface Failure {
  readonly code: string;
  readonly message: string;
  readonly hint: string | null;
  readonly details: unknown;
}

function failureOf(cause: unknown): Failure {
  if (isSluiceError(cause))
    return { code: cause.code, message: cause.message, hint: cause.hint, details: cause.details };
  const message = messageOf(cause);
  return {
    code: "INTERNAL",
    message,
    hint: "This is a fault of Sluice: run it again with SLUICE_DEBUG=1 and report what it prints.",
    details: {},
  };
}

/** Says what failed, and sets the exit code. */
export function fail(cause: unknown, isJson: boolean): void {
  const failure = failureOf(cause);
  process.exitCode = NO.has(failure.code) ? 1 : 2;
  if (isJson) {
    print(JSON.stringify({ error: failure }, null, 2));
  } else {
    tell(`${red(bold(failure.code))} ${failure.message}`);
    if (failure.hint !== null) tell(dim(failure.hint));
  }
  if (process.env["SLUICE_DEBUG"] !== undefined && isError(cause)) tell(cause.stack ?? "");
}
