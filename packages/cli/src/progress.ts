/** What the runner tells, as lines for people. */

import type { RunnerEvent } from "@sluice/runner";
import { bold, dim, green, yellow } from "./colours.ts";
import { tell } from "./output.ts";

/** Prints the events of a run to standard error. */
export function progress(event: RunnerEvent): void {
  switch (event.type) {
    case "note":
      return tell(dim(event.message));
    case "waiting":
      return tell(dim("waiting for another runner …"));
    case "revision-start":
      return tell(`${event.direction === "up" ? green("↑") : yellow("↓")} ${bold(event.revision)} ${event.message}`);
    case "retry":
      return tell(yellow(`  gave way to a lock; trying again in ${event.milliseconds} ms (${event.attempt})`));
    case "resumed":
      return tell(dim(`  going on after ${event.done} of ${event.total} statements`));
    case "backfill":
      return tell(dim(`  ${event.table}: ${event.rows} rows`));
    case "statement":
      return tell(
        dim(
          `  ${event.statement.text.split("\n")[0]?.replace(/ \($/, "") ?? ""} (${Math.round(event.milliseconds)} ms)`,
        ),
      );
    case "revision-end":
      return;
  }
}
