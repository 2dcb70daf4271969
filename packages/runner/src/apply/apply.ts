/** Runs one revision in one direction: its segments, each committed with its progress in the ledger. */

import { setTimeout as pause } from "node:timers/promises";
import { codeOf } from "../drivers/connection-error.ts";
import { assertNotAborted } from "../errors/aborted.ts";
import { sluiceError } from "../errors/sluice-error.ts";
import { enterSql, progressSql, type LedgerOptions, type LedgerRow, type LedgerState } from "../ledger/ledger.ts";
import type { RunSql } from "../operations/data-operations.ts";
import type { Operation } from "../operations/operation.ts";
import type { Connection } from "../ports/connection.ts";
import type { Revision } from "../revisions/revision.ts";
import { runBackfill } from "./backfill.ts";
import type { RunnerEvent } from "./events.ts";
import { isDone } from "./settle.ts";
import { statementError } from "./statement-error.ts";
import { segmentsOf, workHash, workOf, type Segment, type Work } from "./work.ts";

export interface ApplyOptions {
  readonly ledger: LedgerOptions;
  /** Milliseconds that a statement waits for a lock before it gives way. */
  readonly lockTimeout: number;
  /** Milliseconds for which a transaction that gave way is tried again. */
  readonly lockRetry: number;
  readonly serverVersion: number | null;
  readonly onEvent: (event: RunnerEvent) => void;
  readonly signal?: AbortSignal | undefined;
}

export interface Application {
  readonly revision: Revision;
  readonly operations: readonly Operation[];
  readonly direction: "up" | "down";
  /** Its live row, where it has one. */
  readonly row: LedgerRow | null;
}

const LOCK_NOT_AVAILABLE = "55P03";

function runSql(connection: Connection): RunSql {
  return (strings, ...parameters) =>
    connection.query(
      strings.map((part, position) => (position === 0 ? part : `$${position}${part}`)).join(""),
      parameters,
    );
}

/** States of a revision on its way, and at its end. */
function statesOf(direction: "up" | "down"): readonly [LedgerState, LedgerState] {
  return direction === "up" ? ["running", "applied"] : ["reverting", "reverted"];
}

function resumedFrom(application: Application, work: readonly Work[]): number {
  const { row, revision, direction } = application;
  const [underway] = statesOf(direction);
  if (row === null || row.state !== underway) return 0;
  if (row.doneHash !== workHash(work, row.done)) {
    throw sluiceError(
      "EDITED_REVISION",
      `${revision.path} was changed after ${row.done} of its ${row.total} statements had run`,
      {
        hint: "Put back what has run, and change only what comes after it.",
        details: { revision: revision.id, done: row.done, total: row.total },
      },
    );
  }
  return row.done;
}

async function doWork(
  connection: Connection,
  place: string,
  work: Work,
  application: Application,
  options: ApplyOptions,
): Promise<void> {
  const start = performance.now();
  if (work.kind === "run") {
    try {
      await work.operation.run({ sql: runSql(connection), connection });
    } catch (cause) {
      throw statementError(place, "op.run(…)", cause);
    }
    return;
  }
  if (work.kind !== "statement") return;
  try {
    await connection.query(work.statement.text);
  } catch (cause) {
    throw statementError(place, work.statement.text, cause);
  }
  options.onEvent({
    type: "statement",
    revision: application.revision.id,
    statement: work.statement,
    milliseconds: performance.now() - start,
  });
}

/** Runs a transaction again, after growing pauses, where it had to give way to a lock. */
async function retried(options: ApplyOptions, revision: string, transaction: () => Promise<void>): Promise<void> {
  const until = Date.now() + options.lockRetry;
  for (let attempt = 1, delay = 500; ; attempt += 1, delay *= 2) {
    try {
      return await transaction();
    } catch (cause) {
      const state = typeof cause === "object" && cause !== null && "cause" in cause ? codeOf(cause.cause) : "";
      const milliseconds = Math.round(delay * (0.75 + Math.random() / 2));
      if (state !== LOCK_NOT_AVAILABLE || Date.now() + milliseconds > until) throw cause;
      options.onEvent({ type: "retry", revision, attempt, milliseconds, blockers: [] });
      await pause(milliseconds, undefined, options.signal === undefined ? {} : { signal: options.signal });
    }
  }
}

/**
 * Applies or reverts one revision.
 *
 * @throws STATEMENT_FAILED with what PostgreSQL said; what was committed before stands in the ledger, and the next run goes on
 * there. EDITED_REVISION where a half-applied file no longer begins with what has run.
 */
export async function applyRevision(
  connection: Connection,
  application: Application,
  options: ApplyOptions,
): Promise<void> {
  const { revision, direction, row } = application;
  const { ledger } = options;
  const work = workOf(application.operations, { serverVersion: options.serverVersion });
  const place = `revision ${revision.id} (${revision.message})`;
  const [underway, ended] = statesOf(direction);
  const done = resumedFrom(application, work);
  let isEntered = row !== null;
  const note = (count: number, checkpoint: string | null = null): string => {
    const state = count === work.length && checkpoint === null ? ended : underway;
    const progress = { done: count, total: work.length, hash: workHash(work, count) };
    if (!isEntered) return enterSql(ledger, revision, state === "applied" ? "applied" : "running", progress);
    return progressSql(ledger, revision.id, state, progress, checkpoint);
  };
  if (done > 0) options.onEvent({ type: "resumed", revision: revision.id, done, total: work.length });

  const inTransaction = (segment: Segment | null, count: number): Promise<void> =>
    retried(options, revision.id, async () => {
      await connection.query("begin");
      try {
        await connection.query(`set local lock_timeout = ${options.lockTimeout}`);
        for (const piece of segment?.work ?? []) {
          assertNotAborted(options.signal);
          await doWork(connection, place, piece, application, options);
        }
        await connection.query(note(count));
        await connection.query("commit").catch((cause: unknown) => {
          throw statementError(place, "COMMIT", cause);
        });
      } catch (cause) {
        await connection.query("rollback").catch(() => undefined);
        throw statementError(place, "", cause);
      }
    });

  const segments = segmentsOf(work).filter((segment) => segment.start + segment.work.length > done);
  if (segments.length === 0) await inTransaction(null, work.length);
  for (const segment of segments) {
    assertNotAborted(options.signal);
    const count = segment.start + segment.work.length;
    const [piece] = segment.work;
    if (segment.mode === "transaction" || piece === undefined) {
      await inTransaction(segment, count);
    } else {
      // What runs outside a transaction is entered before it starts, so that a crash can't hide it.
      if (!isEntered) await connection.query(note(segment.start));
      isEntered = true;
      if (piece.kind === "backfill") {
        const from = row?.state === underway && row.done === segment.start ? row.checkpoint : null;
        await runBackfill(
          connection,
          piece.operation,
          from,
          (checkpoint) => note(segment.start, checkpoint),
          (rows) => options.onEvent({ type: "backfill", revision: revision.id, table: piece.operation.table, rows }),
          options.signal,
        ).catch(async (cause: unknown) => {
          await connection.query("rollback").catch(() => undefined);
          throw statementError(place, `op.backfill of ${piece.operation.table}`, cause);
        });
      } else if (piece.kind === "statement" && !(await isDone(connection, piece.operation))) {
        await doWork(connection, place, piece, application, options);
      }
      await connection.query(note(count));
    }
    isEntered = true;
  }
}
