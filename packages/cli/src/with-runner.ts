/** A runner over the project for the time of one command. */

import { createRunner, type Drift, type Runner, type RunnerEvent } from "@sluice/runner";
import { dim, yellow } from "./colours.ts";
import type { Project } from "./context.ts";
import { tell } from "./output.ts";
import { driftText, progressPrinter } from "./progress.ts";

/** What even a command that only looks should say: what it could not see. */
function notes(event: RunnerEvent): void {
  if (event.type === "note") tell(dim(event.message));
  if (event.type === "drift") tell(yellow(driftText(event.drift)));
}

const SIGNALS = ["SIGINT", "SIGTERM"] as const;

export async function withRunner<T>(
  { database, migrations, recursive, ledger }: Project,
  isTelling: boolean,
  work: (runner: Runner, found: { readonly drift: readonly Drift[] }) => Promise<T>,
): Promise<T> {
  const print = isTelling ? progressPrinter() : notes;
  const drift: Drift[] = [];
  const onEvent = (event: RunnerEvent): void => {
    if (event.type === "drift") drift.push(...event.drift);
    print(event);
  };
  const stop = new AbortController();
  // A second one ends the process as ever.
  const interrupted = (): void => stop.abort();
  for (const signal of SIGNALS) process.once(signal, interrupted);
  const runner = createRunner({ database, migrations, recursive, ledger, onEvent, signal: stop.signal });
  try {
    return await work(runner, { drift });
  } finally {
    for (const signal of SIGNALS) process.off(signal, interrupted);
    await runner.close();
  }
}
