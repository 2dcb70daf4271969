/** What the runner tells while it works. It never prints. */

import type { Drift } from "../drift/difference.ts";
import type { Notice } from "../ports/connection.ts";
import type { Statement } from "../sql/statement.ts";

export type RunnerEvent =
  /** Something that a person may want to know; nothing depends on it. */
  | { readonly type: "note"; readonly message: string }
  /** What somebody changed by hand since the last run, told before anything is run. */
  | { readonly type: "drift"; readonly drift: readonly Drift[] }
  /** Another runner works on this database, or what a runner that died has left running on the server. */
  | { readonly type: "waiting"; readonly database: string; readonly blockers: readonly Blocker[] }
  /** Between here and the server stands a pooler that gives each transaction another session. */
  | { readonly type: "pooled"; readonly database: string }
  | {
      readonly type: "revision-start";
      readonly revision: string;
      readonly message: string;
      readonly direction: "up" | "down";
    }
  | {
      readonly type: "statement";
      readonly revision: string;
      readonly statement: Statement;
      readonly milliseconds: number;
    }
  /** A statement waits for others' locks, for so long by now. */
  | {
      readonly type: "blocked";
      readonly revision: string;
      readonly milliseconds: number;
      readonly blockers: readonly Blocker[];
    }
  /** A transaction gave way and is tried again after `milliseconds`. */
  | {
      readonly type: "retry";
      readonly revision: string;
      readonly attempt: number;
      readonly milliseconds: number;
      readonly blockers: readonly Blocker[];
    }
  | {
      readonly type: "backfill";
      readonly revision: string;
      readonly table: string;
      /** Written so far, by earlier runs of the same backfill too. */
      readonly rows: number;
      /** Estimated by the planner. */
      readonly total: number;
      readonly rowsPerSecond: number;
      /** Null where nothing tells. */
      readonly secondsLeft: number | null;
    }
  /** A backfill waits for a standby that is behind. */
  | { readonly type: "throttled"; readonly revision: string; readonly standby: string; readonly lag: number }
  | { readonly type: "resumed"; readonly revision: string; readonly done: number; readonly total: number }
  /** A statement that was under way when a runner died: had it taken effect, or is it run again? */
  | { readonly type: "settled"; readonly revision: string; readonly statement: Statement; readonly hadRun: boolean }
  | { readonly type: "notice"; readonly notice: Notice }
  | {
      readonly type: "revision-end";
      readonly revision: string;
      readonly direction: "up" | "down";
      readonly milliseconds: number;
    };

/** A session that holds a lock somebody waits for. What the role may not see is empty. */
export interface Blocker {
  /** 0: a prepared transaction. */
  readonly pid: number;
  readonly user: string;
  readonly application: string;
  readonly state: string;
  readonly query: string;
  /** Age of its transaction. */
  readonly seconds: number;
}

/** `pid 4711 (app, reporting, idle in transaction for 93 s): select …` */
export function blockerText(blocker: Blocker): string {
  const { pid, user, application, state, query, seconds } = blocker;
  if (pid === 0) return "a prepared transaction (pg_prepared_xacts names it)";
  const facts = [user, application, state === "" ? "" : `${state} for ${Math.round(seconds)} s`];
  const known = facts.filter((fact) => fact !== "").join(", ");
  return `pid ${pid}${known === "" ? "" : ` (${known})`}${query === "" ? "" : `: ${query.replaceAll(/\s+/g, " ")}`}`;
}
