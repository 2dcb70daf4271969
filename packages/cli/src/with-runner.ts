/** A runner over the project for the time of one command. */

import { createRunner, type Runner, type RunnerEvent } from "@sluice/runner";
import { dim } from "./colours.ts";
import type { Project } from "./context.ts";
import { tell } from "./output.ts";
import { progressPrinter } from "./progress.ts";

/** What even a command that only looks should say: what it could not see. */
function notes(event: RunnerEvent): void {
  if (event.type === "note") tell(dim(event.message));
}

export async function withRunner<T>(
  { database, migrations, recursive, ledger }: Project,
  isTelling: boolean,
  work: (runner: Runner) => Promise<T>,
): Promise<T> {
  const onEvent = isTelling ? progressPrinter() : notes;
  const runner = createRunner({ database, migrations, recursive, ledger, onEvent });
  try {
    return await work(runner);
  } finally {
    await runner.close();
  }
}
