/**
 * One runner at a time for a database and ledger: a session advisory lock on a connection of its own, taken by polling, since
 * a session that waits inside a statement holds a snapshot that CREATE INDEX CONCURRENTLY waits for in turn.
 * https://www.postgresql.org/docs/current/explicit-locking.html#ADVISORY-LOCKS
 */

import { createHash } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { assertNotAborted } from "../errors/aborted.ts";
import { sluiceError } from "../errors/sluice-error.ts";
import type { Connection, Database } from "../ports/connection.ts";

function keyOf(ledger: string): string {
  const hash = createHash("sha256").update(`sluice:${ledger}`).digest();
  return `${hash.readInt32BE(0)}, ${hash.readInt32BE(4)}`;
}

export interface LockOptions {
  /** Milliseconds to wait for another runner. */
  readonly wait: number;
  readonly signal?: AbortSignal | undefined;
  readonly onWaiting?: () => void;
}

/**
 * Runs `work` while holding the lock.
 *
 * @throws LOCK_TIMEOUT where another runner holds it for longer than `wait`, ABORTED.
 */
export async function withLock<T>(
  database: Database,
  ledger: string,
  options: LockOptions,
  work: () => Promise<T>,
): Promise<T> {
  const connection: Connection = await database.connect();
  const key = keyOf(ledger);
  try {
    const until = Date.now() + options.wait;
    for (let delay = 50; ; delay = Math.min(delay * 1.5, 1000)) {
      const [row] = await connection.query(`select pg_try_advisory_lock(${key}) as locked`);
      if (row?.["locked"] === true) break;
      if (Date.now() + delay > until) {
        throw sluiceError(
          "LOCK_TIMEOUT",
          `another runner works on ${database.label} for longer than ${options.wait} ms`,
          {
            hint: "Wait for it to end, or raise the time to wait for it (lockWait).",
          },
        );
      }
      options.onWaiting?.();
      // Cut short by the signal, whose reason the check below tells.
      await pause(
        delay * (0.75 + Math.random() / 2),
        undefined,
        options.signal === undefined ? {} : { signal: options.signal },
      ).catch(() => undefined);
      assertNotAborted(options.signal);
    }
    try {
      return await work();
    } finally {
      await connection.query(`select pg_advisory_unlock(${key})`).catch(() => undefined);
    }
  } finally {
    await connection.release();
  }
}
