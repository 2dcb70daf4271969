/** What the runner tells while it works. It never prints. */

import type { Statement } from "../sql/statement.ts";

export type RunnerEvent =
  /** Something that a person may want to know; nothing depends on it. */
  | { readonly type: "note"; readonly message: string }
  | { readonly type: "waiting"; readonly database: string }
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
  | {
      readonly type: "retry";
      readonly revision: string;
      readonly attempt: number;
      readonly milliseconds: number;
      readonly blockers: readonly Blocker[];
    }
  | { readonly type: "backfill"; readonly revision: string; readonly table: string; readonly rows: number }
  | { readonly type: "resumed"; readonly revision: string; readonly done: number; readonly total: number }
  | {
      readonly type: "revision-end";
      readonly revision: string;
      readonly direction: "up" | "down";
      readonly milliseconds: number;
    };

/** A session that holds a lock somebody waits for. */
export interface Blocker {
  readonly pid: number;
  readonly query: string;
  readonly seconds: number;
}
