/**
 * One runner at a time for a database and ledger: a session advisory lock on a connection of its own, taken by polling, since
 * a session that waits inside a statement holds a snapshot that CREATE INDEX CONCURRENTLY waits for in turn.
 * https://www.postgresql.org/docs/current/explicit-locking.html#ADVISORY-LOCKS
 */

import { createHash } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { textOrNull } from "../drivers/parameter.ts";
import { sluiceError } from "../errors/sluice-error.ts";
import { ledgerName, type LedgerOptions } from "../ledger/table.ts";
import type { Connection, ConnectOptions, Database, Notice } from "../ports/connection.ts";
import { quoteLiteral } from "../sql/literal.ts";
import { assertNotAborted } from "../errors/aborted.ts";
import { blockerText, type Blocker } from "./events.ts";
import { isInTransaction, meetsPooler, sessionOver, type Session } from "./session.ts";
import { blockersSql, watchOver } from "./watch.ts";

export interface LockOptions {
  /** Milliseconds to wait for another runner. */
  readonly wait: number;
  readonly signal?: AbortSignal | undefined;
  readonly onWaiting?: (blockers: readonly Blocker[]) => void;
  readonly onPooled?: () => void;
  readonly onNotice?: (notice: Notice) => void;
  /** What must have gone well before the lock is taken; sessions are opened meanwhile. */
  readonly after?: Promise<unknown>;
}

/** An advisory lock of two numbers. */
interface Key {
  readonly first: number;
  readonly second: number;
}

function keyOf(name: string): Key {
  const hash = createHash("sha256").update(name).digest();
  // Without the sign, so that pg_locks shows the same numbers.
  return { first: hash.readUInt32BE(0) >>> 1, second: hash.readUInt32BE(4) >>> 1 };
}

/** The ledger's place, whether the schema is written out or not. */
async function placeOf(connection: Connection, ledger: LedgerOptions): Promise<string> {
  const name = quoteLiteral(ledgerName(ledger));
  const [row] = await connection.query(
    `select coalesce((select relnamespace::regnamespace::text from pg_catalog.pg_class where oid = to_regclass(${name})), ` +
      `${ledger.schema === undefined ? "current_schema()::text" : quoteLiteral(ledger.schema)}, '') as schema`,
  );
  return JSON.stringify([String(row?.["schema"]), ledger.table ?? ""]);
}

function holders({ first, second }: Key): string {
  return (
    `select l.pid from pg_catalog.pg_locks l where l.locktype = 'advisory' and l.classid = ${first} and l.objid = ${second} ` +
    `and l.objsubid = 2 and l.granted and l.database = (select oid from pg_catalog.pg_database where datname = current_database())`
  );
}

function heldSql(key: Key): string {
  return `exists (${holders(key)} and l.pid = pg_catalog.pg_backend_pid())`;
}

interface Taking {
  /** Gives true where the lock was taken. */
  readonly attempt: () => Promise<boolean>;
  readonly key: Key;
  readonly whose: string;
}

/** Tries again and again until the lock is there. */
async function take(connection: Connection, label: string, options: LockOptions, taking: Taking): Promise<void> {
  const until = Date.now() + options.wait;
  for (let delay = 50; ; delay = Math.min(delay * 1.5, 1000)) {
    assertNotAborted(options.signal);
    if (await taking.attempt()) return;
    const [row] = await connection.query(blockersSql(holders(taking.key)));
    // Written by blockersSql.
    const blockers = JSON.parse(textOrNull(row?.["coalesce"]) ?? "[]") as readonly Blocker[];
    if (Date.now() + delay > until) {
      throw sluiceError("LOCK_TIMEOUT", `${taking.whose} works on ${label} for longer than ${options.wait} ms`, {
        hint: "Wait for it to end, or raise the time to wait for it (lockWait).",
        details: { blockers, sessions: blockers.map(blockerText) },
      });
    }
    options.onWaiting?.(blockers);
    await pause(delay * (0.75 + Math.random() / 2), undefined, { signal: options.signal }).catch(() => undefined);
  }
}

async function tryLock(connection: Connection, { first, second }: Key, isForTransaction: boolean): Promise<boolean> {
  const words = isForTransaction ? "pg_try_advisory_xact_lock" : "pg_try_advisory_lock";
  const [row] = await connection.query(`select pg_catalog.${words}(${first}, ${second}) as locked`);
  return row?.["locked"] === true;
}

function unlock(connection: Connection, { first, second }: Key): Promise<unknown> {
  return connection.query(`select pg_catalog.pg_advisory_unlock(${first}, ${second})`).catch(() => undefined);
}

function noticesTo({ onNotice }: LockOptions): ConnectOptions {
  return onNotice === undefined ? {} : { onNotice };
}

/** Who waits for a session that several runners of this process share: its lock would let them all in. */
const queues = new WeakMap<object, Promise<unknown>>();

/** A database with one session: the lock is on the session that works. */
async function withOwnSession<T>(
  database: Database,
  session: object,
  ledger: LedgerOptions,
  options: LockOptions,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  const run = async (): Promise<T> => {
    await options.after;
    const connection = await database.connect(noticesTo(options));
    try {
      const isCallers = await isInTransaction(connection);
      const key = keyOf(`sluice:${await placeOf(connection, ledger)}`);
      await take(connection, database.label, options, {
        key,
        whose: "another runner",
        attempt: () => tryLock(connection, key, isCallers),
      });
      try {
        return await work(await sessionOver(connection, false, isCallers));
      } finally {
        // A lock of the caller's transaction goes with it.
        if (!isCallers) await unlock(connection, key);
      }
    } finally {
      await connection.release();
    }
  };
  const before = queues.get(session) ?? Promise.resolve();
  const mine = before.then(run, run);
  queues.set(
    session,
    mine.catch(() => undefined),
  );
  return mine;
}

/** Takes the lock inside a transaction that stays open: behind a pooler nothing else keeps a session of the server. */
async function takeInTransaction(keeper: Connection, key: Key): Promise<boolean> {
  await keeper.query(
    "begin; set local idle_in_transaction_session_timeout = 0; set local statement_timeout = 0; " +
      // PostgreSQL 17 and later have it.
      "select pg_catalog.set_config(name, '0', true) from pg_catalog.pg_settings where name = 'transaction_timeout'",
  );
  if (await tryLock(keeper, key, true)) return true;
  await keeper.query("rollback");
  return false;
}

/** Sessions of their own: one keeps the lock and looks, the other works. */
async function withKeeper<T>(
  database: Database,
  [keeper, worker]: readonly [Connection, Connection],
  ledger: LedgerOptions,
  options: LockOptions,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  const pooled = await meetsPooler(keeper, worker);
  if (pooled) options.onPooled?.();
  const place = await placeOf(keeper, ledger);
  const key = keyOf(`sluice:${place}`);
  const workKey = keyOf(`sluice work:${place}`);
  await take(keeper, database.label, options, {
    key,
    whose: "another runner",
    attempt: () => (pooled ? takeInTransaction(keeper, key) : tryLock(keeper, key, false)),
  });
  try {
    // The server goes on with a statement whose client was killed. Until it has ended, this lock is that session's.
    if (!pooled) {
      await take(keeper, database.label, options, {
        key: workKey,
        whose: "a statement of a runner that died",
        attempt: () => tryLock(worker, workKey, false),
      });
    }
    const watch = watchOver(keeper, heldSql(key), database.label);
    try {
      return await work({ ...(await sessionOver(worker, pooled, false)), watch });
    } finally {
      await watch.stop();
      if (!pooled) await unlock(worker, workKey);
    }
  } finally {
    if (pooled) await keeper.query("rollback").catch(() => undefined);
    else await unlock(keeper, key);
  }
}

/**
 * Runs `work` on a session, while holding the lock.
 *
 * @throws LOCK_TIMEOUT where another runner holds it for longer than `wait`; ABORTED; what `after` throws.
 */
export async function withLock<T>(
  database: Database,
  ledger: LedgerOptions,
  options: LockOptions,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  if (database.session !== undefined) return withOwnSession(database, database.session, ledger, options, work);
  const opening = [database.connect(), database.connect(noticesTo(options))] as const;
  const opened = Promise.allSettled(opening);
  try {
    await options.after;
    return await withKeeper(database, await Promise.all(opening), ledger, options, work);
  } finally {
    const sessions = (await opened).flatMap((session) => (session.status === "fulfilled" ? [session.value] : []));
    await Promise.all(sessions.map((session) => session.release()));
  }
}
