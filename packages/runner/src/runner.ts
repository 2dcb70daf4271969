/** The runner: what an app, the command line and a start-up script call. It prints nothing and keeps no global state. */

import type { MoveOptions } from "./commands/checks.ts";
import { runnerContext, type RunnerOptions } from "./commands/context.ts";
import { current, type CurrentInfo } from "./commands/current.ts";
import { downgrade } from "./commands/downgrade.ts";
import { branches, heads, type BranchPoint, type HeadInfo } from "./commands/heads.ts";
import { history, show, type HistoryEntry } from "./commands/history.ts";
import { rangeSql, type SqlOptions } from "./commands/sql.ts";
import { stamp, type StampOptions } from "./commands/stamp.ts";
import { status, type StatusInfo } from "./commands/status.ts";
import { upgrade } from "./commands/upgrade.ts";

/** What a move did: the ids, in the order in which it did them. */
export interface Moved {
  readonly revisions: readonly string[];
}

export interface Runner {
  /** Applies what is missing up to the target(s). Gives the ids in the order they were applied. */
  upgrade(target?: string | readonly string[], options?: MoveOptions): Promise<Moved>;
  /** Takes back what is above the target. Gives the ids in the order they were taken back. */
  downgrade(target: string, options?: MoveOptions): Promise<Moved>;
  /** Enters revisions in the ledger without running them. `purge` empties it first, unknown rows included. */
  stamp(targets: string | readonly string[], options?: StampOptions): Promise<Moved>;
  /** The SQL of an upgrade (`from:to` or a target from base) or, with `down`, of a downgrade (`from:to`). Asks no database. */
  sql(range: string, options?: SqlOptions): Promise<string>;
  current(): Promise<CurrentInfo>;
  /** Newest first; a range is `from:to`, both ends included. */
  history(range?: string): Promise<readonly HistoryEntry[]>;
  heads(): Promise<readonly HeadInfo[]>;
  /** Revisions that several follow, with those that do. */
  branches(): Promise<readonly BranchPoint[]>;
  show(target: string): Promise<HistoryEntry>;
  status(): Promise<StatusInfo>;
  /** Closes what the runner opened. */
  close(): Promise<void>;
}

/**
 * Makes a runner. Nothing is opened before its first call.
 *
 * @throws UNSUPPORTED_DATABASE
 * @example
 * const runner = createRunner({ database: process.env.DATABASE_URL, migrations: "./migrations" });
 * await runner.upgrade();
 * await runner.close();
 */
export function createRunner(options: RunnerOptions): Runner {
  const context = runnerContext(options);
  return {
    upgrade: (target = "head", moveOptions = {}) => upgrade(context, target, moveOptions),
    downgrade: (target, moveOptions = {}) => downgrade(context, target, moveOptions),
    stamp: (targets, stampOptions = {}) => stamp(context, targets, stampOptions),
    sql: (range, sqlOptions = {}) => rangeSql(context, range, sqlOptions),
    current: () => current(context),
    history: (range) => history(context, range),
    heads: () => heads(context),
    branches: () => branches(context),
    show: (target) => show(context, target),
    status: () => status(context),
    close: () => context.database.close(),
  };
}
