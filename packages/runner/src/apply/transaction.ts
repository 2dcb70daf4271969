/** Transactions of the work: begun with their timeouts, tried again where they had to give way to others' locks. */

import { setTimeout as pause } from "node:timers/promises";
import { codeOf } from "../drivers/connection-error.ts";
import { textOrNull } from "../drivers/parameter.ts";
import { isSluiceError } from "../errors/sluice-error.ts";
import { abortError, assertNotAborted } from "../errors/aborted.ts";
import type { Blocker } from "./events.ts";
import { senderFor, type Sender } from "./sender.ts";
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

type Settings = readonly (readonly [string, number])[];

function settingsOf(session: Session, { lockTimeout, statementTimeout = 0 }: Patience): Settings {
  return [
    ["lock_timeout", lockTimeout],
    ["statement_timeout", statementTimeout],
    ...session.limits.map((name) => [name, 0] as const),
  ];
}

function beginning(session: Session, patience: Patience): string {
  const set = settingsOf(session, patience).map(([name, value]) => `set local ${name} = ${value}`);
  return [session.isCallers ? `savepoint ${SAVEPOINT}` : "begin", ...set].join("; ");
}

/** Gives the process that it has begun in: behind a pooler every transaction may meet another session of the server. */
async function begun(session: Session, patience: Patience): Promise<number> {
  const begin = beginning(session, patience);
  if (!session.isPooled) {
    await session.query(begin);
    return session.pid;
  }
  const [row] = await session.query(`${begin}; select pg_catalog.pg_backend_pid() as pid`);
  return Number(row?.["pid"]);
}

/** How a transaction ends. */
interface Ending {
  readonly commit: string;
  readonly rollback: string;
}

async function endingOf(session: Session, patience: Patience): Promise<Ending> {
  if (!session.isCallers) return { commit: "commit", rollback: "rollback" };
  const back = await givenBack(session, settingsOf(session, patience));
  return { commit: `release ${SAVEPOINT}; ${back}`, rollback: `rollback to ${SAVEPOINT}; release ${SAVEPOINT}` };
}

/** What comes before and after a transaction, of which the commit of the one may begin the other. */
export interface Neighbours {
  /** Whether it has begun already. */
  readonly isBegun: boolean;
  /** How the next one is begun, in the message of the commit; null: it is not. */
  readonly following: Patience | null;
}

const ALONE: Neighbours = { isBegun: false, following: null };

/** Whether a commit may begin the next transaction: the caller's own is none of ours, and a pooler is to have its session back. */
export function mayFollow(session: Session): boolean {
  return !session.isCallers && !session.isPooled;
}

/**
 * One attempt of a transaction: begun, worked in, committed. In the caller's transaction it is a savepoint, and nothing is
 * committed.
 *
 * @param work gives what is left to send in the message of the commit: statements, each ended, or nothing.
 * @returns whether the next one has begun.
 */
export async function inTransaction(
  session: Session,
  patience: Patience,
  work: (sender: Sender) => Promise<string>,
  { isBegun, following }: Neighbours = ALONE,
): Promise<boolean> {
  assertNotAborted(patience.signal);
  session.watch.assertHeld();
  const { commit, rollback } = await endingOf(session, patience);
  // Known to be open before anything is sent that would be kept without it.
  const pid = isBegun ? session.pid : await begun(session, patience);
  const watched = {
    strongLockLimit: null,
    every: lookEvery(patience.lockTimeout),
    onBlocked: patience.onBlocked,
    signal: patience.signal,
  };
  const sender = senderFor(session);
  let isOver = false;
  const end = async (last: string): Promise<void> => {
    await session.query(`${last}${commit}${following === null ? "" : `; ${beginning(session, following)}`}`);
    isOver = following === null;
  };
  return session.watch.during(pid, watched, async () => {
    try {
      const last = await work(sender);
      await sender.send(() => end(last));
      await sender.answered();
      return following !== null;
    } catch (cause) {
      if (!isOver) await session.query(rollback).catch(() => undefined);
      throw cause;
    }
  });
}
