/** A backfill's progress: a bar at a terminal, a line every few seconds elsewhere. */

import type { RunnerEvent } from "@sluice/runner";
import { SingleBar } from "cli-progress";
import { dim } from "./colours.ts";
import { tell } from "./output.ts";

type Backfill = Extract<RunnerEvent, { readonly type: "backfill" }>;

export interface BackfillBar {
  show(event: Backfill): void;
  /** Says why nothing happens for a while. */
  wait(reason: string): void;
  end(): void;
}

const LINE_EVERY = 5000;

function left({ secondsLeft }: Backfill): string {
  if (secondsLeft === null) return "?";
  const minutes = Math.floor(secondsLeft / 60);
  return minutes === 0 ? `${secondsLeft} s` : `${minutes} min ${secondsLeft % 60} s`;
}

/** @param isTerminal whether a bar can be drawn. */
export function backfillBar(isTerminal = process.stderr.isTTY): BackfillBar {
  let bar: SingleBar | null = null;
  let toldAt = 0;
  const line = (text: string): void => {
    if (Date.now() - toldAt < LINE_EVERY) return;
    toldAt = Date.now();
    tell(dim(text));
  };
  return {
    show(event) {
      const words = { table: event.table, speed: event.rowsPerSecond, left: left(event), note: "" };
      if (!isTerminal) {
        const { table, rows, total, rowsPerSecond } = event;
        return line(`  ${table}: ${rows} of about ${total} rows, ${rowsPerSecond}/s, ${left(event)} left`);
      }
      if (bar === null) {
        bar = new SingleBar({
          format: "  {table} {bar} {percentage} % | {value}/{total} rows | {speed}/s | {left} left {note}",
          stream: process.stderr,
          hideCursor: true,
          clearOnComplete: false,
        });
        bar.start(event.total, event.rows, words);
      }
      bar.setTotal(event.total);
      bar.update(event.rows, words);
    },
    wait(reason) {
      if (bar === null) line(`  waiting: ${reason}`);
      else bar.update({ note: `(waiting: ${reason})` });
    },
    end() {
      bar?.stop();
      bar = null;
    },
  };
}
