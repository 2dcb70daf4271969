/** The runner: what an app, the command line and a start-up script call. It prints nothing and keeps no global state. */

import type { MoveOptions } from "./commands/checks.ts";
import { runnerContext, type RunnerOptions } from "./commands/context.ts";
import { current, type CurrentInfo } from "./commands/current.ts";
import { downgrade } from "./commands/downgrade.ts";
import { ensureVersion, ensureVersionSql } from "./commands/ensure-version.ts";
import { branches, heads, type BranchPoint, type HeadInfo, type HeadsOptions } from "./commands/heads.ts";
import { history, show, type HistoryEntry, type HistoryOptions } from "./commands/history.ts";
import { plan, type PlannedRevision, type PlanOptions } from "./commands/plan.ts";
import { redo } from "./commands/redo.ts";
import { rangeSql, type SqlOptions } from "./commands/sql.ts";
import { stamp, stampSql, type StampOptions } from "./commands/stamp.ts";
import { status, type StatusInfo } from "./commands/status.ts";
import { traced } from "./commands/traced.ts";
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
  /** The SQL of an upgrade (`from:to`, or targets from base) or, with `down`, of a downgrade (`from:to`). Asks no database. */
  sql(range: string | readonly string[], options?: SqlOptions): Promise<string>;
  /** The SQL of a stamp: `from:to`, or targets from an empty ledger. Asks no database. */
  stampSql(targets: string | readonly string[]): Promise<string>;
  /**
   * Takes revisions back and applies them again: the last N (`-N`; default `-1`), or one with all that follows it. Their files
   * may have been edited since.
   */
  redo(target?: string, options?: MoveOptions): Promise<Moved>;
  /** What an upgrade (or, with `down`, a downgrade) would run. Changes nothing. */
  plan(targets?: string | readonly string[], options?: PlanOptions): Promise<readonly PlannedRevision[]>;
  current(): Promise<CurrentInfo>;
  /**
   * Newest first; a range is `from:to`, both ends included. Where no end speaks of what is applied and the database can't be
   * reached, `applied` is null.
   */
  history(range?: string, options?: HistoryOptions): Promise<readonly HistoryEntry[]>;
  heads(options?: HeadsOptions): Promise<readonly HeadInfo[]>;
  /** Revisions that several follow, with those that do. */
  branches(): Promise<readonly BranchPoint[]>;
  /** The revisions that a target names: several for `heads` and `current`. @throws REVISION_NOT_FOUND */
  show(target: string): Promise<readonly HistoryEntry[]>;
  status(): Promise<StatusInfo>;
  /** Makes the ledger and nothing else; safe to run where it is there. */
  ensureVersion(): Promise<void>;
  /** The same as SQL. Asks no database. */
  ensureVersionSql(): string;
  /** Where the database is, for people: no password in it. */
  readonly label: string;
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
    upgrade: (target = "head", moveOptions = {}) =>
      traced(context, "upgrade", (each) => upgrade(each, target, moveOptions)),
    downgrade: (target, moveOptions = {}) =>
      traced(context, "downgrade", (each) => downgrade(each, target, moveOptions)),
    stamp: (targets, stampOptions = {}) => stamp(context, targets, stampOptions),
    sql: (range, sqlOptions = {}) => rangeSql(context, range, sqlOptions),
    current: () => current(context),
    history: (range, historyOptions = {}) => history(context, range, historyOptions),
    stampSql: (targets) => stampSql(context, targets),
    redo: (target = "-1", moveOptions = {}) => redo(context, target, moveOptions),
    plan: (targets = "head", planOptions = {}) => plan(context, targets, planOptions),
    heads: (headsOptions = {}) => heads(context, headsOptions),
    branches: () => branches(context),
    show: (target) => show(context, target),
    status: () => status(context),
    ensureVersion: () => ensureVersion(context),
    ensureVersionSql: () => ensureVersionSql(context),
    label: context.database.label,
    close: () => context.database.close(),
  };
}
