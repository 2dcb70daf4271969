/** Transactions of the work: begun with their timeouts, tried again where they had to give way to others' locks. */

import { setTimeout as pause } from "node:timers/promises";
import { codeOf } from "../drivers/connection-error.ts";
import { textOrNull } from "../drivers/parameter.ts";
import { isSluiceError } from "../errors/sluice-error.ts";
import { abortError, assertNotAborted } from "../errors/aborted.ts";
import type { Blocker } from "./events.ts";
import type { Session } from "./session.ts";

export interface Patience {
  /** Milliseconds that a statement waits for a lock before its transaction gives way. */
  readonly lockTimeout: number;
  /** Milliseconds for which a transaction that gave way is tried again. */
  readonly lockRetry: number;
  /** Milliseconds that its first statement may take; left out: as long as it takes. */
  readonly statementTimeout?: number;
  readonly signal?: AbortSignal | undefined;
  readonly onRetry: (attempt: number, milliseconds: number, blockers: readonly Blocker[]) => void;
  readonly onBlocked: (blockers: readonly Blocker[], milliseconds: number) => void;
}

/** lock_not_available, deadlock_detected, serialization_failure: the same may well succeed a moment later. */
const PASSING: ReadonlySet<string> = new Set(["55P03", "40P01", "40001"]);

/** The SQLSTATE of a driver's error, or of the one that a coded error wraps. */
export function sqlstateOf(cause: unknown): string {
  return codeOf(isSluiceError(cause) ? cause.cause : cause);
}

const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 10_000;

/**
 * Does work again, after growing and uneven pauses, where it had to give way.
 *
 * @throws what the last attempt threw; ABORTED.
 */
export async function retried(session: Session, patience: Patience, work: () => Promise<void>): Promise<void> {
  const until = Date.now() + patience.lockRetry;
  for (let attempt = 1, delay = FIRST_PAUSE; ; attempt += 1, delay = Math.min(delay * 2, LONGEST_PAUSE)) {
    try {
      await work();
      return;
    } catch (cause) {
      if (patience.signal?.aborted === true) throw abortError(cause);
      const isPassing = PASSING.has(sqlstateOf(cause)) || session.watch.hasGivenWay();
      const milliseconds = Math.round(Math.min(delay, patience.lockRetry / 2) * (0.75 + Math.random() / 2));
      if (!isPassing || Date.now() + milliseconds > until) throw cause;
      patience.onRetry(attempt, milliseconds, session.watch.blockers());
      await pause(milliseconds, undefined, { signal: patience.signal }).catch(() => undefined);
      assertNotAborted(patience.signal);
    }
  }
}

/** How often to look who blocks: several times before the wait is over. */
export function lookEvery(lockTimeout: number): number {
  return Math.max(20, Math.min(250, Math.floor(lockTimeout / 4)));
}

/** What sets the caller's transaction back to its own settings: a savepoint that is released leaves them as they are. */
async function givenBack(session: Session, settings: readonly (readonly [string, number])[]): Promise<string> {
  const names = settings.map(([name]) => name);
  const [row] = await session.query(
    `select ${names.map((name) => `current_setting('${name}') as ${name}`).join(", ")}`,
  );
  return `select ${names.map((name) => `set_config('${name}', '${textOrNull(row?.[name]) ?? "0"}', true)`).join(", ")}`;
}

const SAVEPOINT = "sluice_transaction";

/**
 * One attempt of a transaction: begun, worked in, committed. In the caller's transaction it is a savepoint, and nothing is
 * committed.
 */
export async function inTransaction(session: Session, patience: Patience, work: () => Promise<void>): Promise<void> {
  // What ends statements of the app must not end a migration: PostgreSQL 17 has one more of these.
  const settings: readonly (readonly [string, number])[] = [
    ["lock_timeout", patience.lockTimeout],
    ["statement_timeout", patience.statementTimeout ?? 0],
    ["idle_in_transaction_session_timeout", 0],
    ...(session.serverVersion >= 170_000 ? [["transaction_timeout", 0] as const] : []),
  ];
  const [begin, commit, rollback] = session.isCallers
    ? [`savepoint ${SAVEPOINT}`, `release ${SAVEPOINT}`, `rollback to ${SAVEPOINT}; release ${SAVEPOINT}`]
    : ["begin", "commit", "rollback"];
  assertNotAborted(patience.signal);
  session.watch.assertHeld();
  const back = session.isCallers ? await givenBack(session, settings) : null;
  const set = settings.map(([name, value]) => `set local ${name} = ${value}`);
  const facts = "select pg_catalog.pg_backend_pid() as pid";
  const [row] = await session.query([begin, ...set, facts].join("; "));
  // Behind a pooler every transaction may meet another session of the server.
  const pid = Number(row?.["pid"]);
  const watched = {
    strongLockLimit: null,
    every: lookEvery(patience.lockTimeout),
    onBlocked: patience.onBlocked,
    signal: patience.signal,
  };
  await session.watch.during(pid, watched, async () => {
    try {
      await work();
      await session.query(back === null ? commit : `${commit}; ${back}`);
    } catch (cause) {
      await session.query(rollback).catch(() => undefined);
      throw cause;
    }
  });
}
