/** Stops where the caller's signal says so. */

import { sluiceError, type SluiceError } from "./sluice-error.ts";

/** An ABORTED error. */
export function abortError(cause: unknown): SluiceError {
  return sluiceError("ABORTED", "stopped, as the caller's signal asked for", {
    hint: "Run it again: what was finished stays, the rest is resumed.",
    cause,
  });
}

/** @throws ABORTED where the signal is aborted; its reason is the cause. */
export function assertNotAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw abortError(signal.reason);
}
