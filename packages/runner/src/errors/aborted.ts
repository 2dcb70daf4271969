/** Stops where the caller's signal says so. */

import { sluiceError } from "./sluice-error.ts";

/** @throws ABORTED where the signal is aborted; its reason is the cause. */
export function assertNotAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted !== true) return;
  throw sluiceError("ABORTED", "stopped, as the caller's signal asked for", {
    hint: "Run it again: what was finished stays, the rest is resumed.",
    cause: signal.reason,
  });
}
