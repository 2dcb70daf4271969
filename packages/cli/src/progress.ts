/** What the runner tells, as lines for people. */

import { blockerText, type Blocker, type Drift, type RunnerEvent } from "@sluice/runner";
import { bold, dim, green, yellow } from "./colours.ts";
import { backfillBar } from "./backfill-bar.ts";
import { tell } from "./output.ts";

function seconds(milliseconds: number): string {
  return milliseconds < 1000 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1000).toFixed(1)} s`;
}

function lines(blockers: readonly Blocker[], heading: string): string {
  return [heading, ...blockers.map((blocker) => `    ${blockerText(blocker)}`)].join("\n");
}

/** What was changed by hand, a line each. */
export function driftText(drift: readonly Drift[]): string {
  return drift.map(({ message }) => `DRIFT ${message}`).join("\n");
}

/** Prints the events of one run to standard error. */
export function progressPrinter(): (event: RunnerEvent) => void {
  // The runner looks several times a second; a person is told of the same sessions once in a while.
  let toldOf = "";
  let toldAt = 0;
  const isNews = (what: string): boolean => {
    if (what === toldOf && Date.now() - toldAt < 5000) return false;
    toldOf = what;
    toldAt = Date.now();
    return true;
  };
  const bar = backfillBar();
  return (event) => {
    if (event.type !== "backfill" && event.type !== "throttled") bar.end();
    switch (event.type) {
      case "note":
        return tell(dim(event.message));
      case "drift":
        return tell(yellow(driftText(event.drift)));
      case "waiting":
        if (isNews("waiting")) tell(dim(lines(event.blockers, "waiting for another runner …")));
        return;
      case "pooled":
        return tell(dim("behind a pooler in transaction mode: the lock is kept by an open transaction"));
      case "revision-start":
        return tell(`${event.direction === "up" ? green("↑") : yellow("↓")} ${bold(event.revision)} ${event.message}`);
      case "blocked":
        if (isNews(event.blockers.map(({ pid }) => pid).join()))
          tell(yellow(lines(event.blockers, `  has waited ${seconds(event.milliseconds)} for the locks of`)));
        return;
      case "retry":
        return tell(
          yellow(
            lines(
              event.blockers,
              `  gave way to a lock; trying again in ${seconds(event.milliseconds)} (${event.attempt})`,
            ),
          ),
        );
      case "resumed":
        return tell(dim(`  going on after ${event.done} of ${event.total} statements`));
      case "settled":
        return tell(
          dim(`  was under way when a runner died: ${event.hadRun ? "it had taken effect" : "it is run again"}`),
        );
      case "backfill":
        return bar.show(event);
      case "throttled":
        return bar.wait(`${event.standby} is ${seconds(event.lag)} behind`);
      case "notice":
        return tell(dim(`  ${event.notice.severity.toLowerCase()}: ${event.notice.message}`));
      case "statement":
        return tell(
          dim(`  ${event.statement.text.split("\n")[0]?.replace(/ \($/, "") ?? ""} (${seconds(event.milliseconds)})`),
        );
      case "revision-end":
        return;
    }
  };
}
