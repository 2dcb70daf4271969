/**
 * Looks, on the connection that holds the lock, whether it still does and who blocks the session that works; and ends its
 * statement where it must not go on.
 * https://www.postgresql.org/docs/current/functions-info.html (pg_blocking_pids)
 */

import { sluiceError } from "../errors/sluice-error.ts";
import type { Connection, Row } from "../ports/connection.ts";
import type { Blocker } from "./events.ts";

/**
 * The session that works: its pid, or, behind a pooler, where nobody knows it before, the comment that its statement begins
 * with.
 */
export type Working = number | { readonly mark: string };

/** Somebody who wants to know while a statement runs. */
export interface Watched {
  /** Milliseconds for which it may wait for a lock that makes traffic queue; then it is ended. Null: as long as it takes. */
  readonly strongLockLimit: number | null;
  /** The same for any lock, where the server was not told. */
  readonly lockLimit?: number;
  /** Milliseconds between two looks. */
  readonly every: number;
  readonly onBlocked: (blockers: readonly Blocker[], milliseconds: number) => void;
  readonly signal?: AbortSignal | undefined;
}

export interface Watch {
  /** Does work of a session while looking who blocks it. */
  during<T>(working: Working, watched: Watched, work: () => Promise<T>): Promise<T>;
  /** Who blocked the work last, since {@link Watch.during} began. */
  blockers(): readonly Blocker[];
  /** Whether the work was ended because it waited for a strong lock too long. */
  hasGivenWay(): boolean;
  /** @throws LOCK_LOST */
  assertHeld(): void;
  stop(): Promise<void>;
}

/** Where there is one session only, nobody can look while it works. */
export const NO_WATCH: Watch = {
  during: (_working, _watched, work) => work(),
  blockers: () => [],
  hasGivenWay: () => false,
  assertHeld: () => undefined,
  stop: () => Promise.resolve(),
};

const IDLE_MILLISECONDS = 1000;

/** Sessions as a JSON list, of a query that gives their pids. */
export function blockersSql(pids: string): string {
  return (
    `select coalesce(json_agg(json_build_object('pid', b.pid, 'user', coalesce(a.usename, ''), 'application', coalesce(a.application_name, ''),` +
    ` 'state', coalesce(a.state, ''), 'query', coalesce(left(a.query, 500), ''),` +
    ` 'seconds', coalesce(extract(epoch from clock_timestamp() - coalesce(a.xact_start, a.query_start, a.backend_start)), 0)))::text, '[]')` +
    ` from (${pids}) as b(pid) left join pg_catalog.pg_stat_activity a on a.pid = b.pid`
  );
}

/** What an open transaction has seen of the sessions it would see for ever. */
const FRESH = "select pg_catalog.pg_stat_clear_snapshot(); ";

/** The pid of the session that works, as SQL. A mark is hex digits. */
function pidSql(working: Working): string {
  if (typeof working === "number") return String(working);
  return `(select min(s.pid) from pg_catalog.pg_stat_activity s where s.state = 'active' and starts_with(s.query, '${working.mark}'))`;
}

/** pg_blocking_pids holds the lock manager up for a moment, so it is asked only where the session waits for a lock. */
function lookSql(held: string, pid: string | null): string {
  const waits =
    pid === null
      ? "null::text as mode, null::float8 as waited, '[]' as blockers"
      : `w.mode, w.waited, case when w.mode is null then '[]' else (${blockersSql(`select distinct unnest(pg_catalog.pg_blocking_pids(${pid}))`)}) end as blockers`;
  const from =
    pid === null
      ? ""
      : ` from (select 1) as one left join lateral (select case when l.locktype = 'relation' then l.mode else l.locktype end as mode,` +
        ` coalesce(extract(epoch from clock_timestamp() - l.waitstart) * 1000, 0)::float8 as waited` +
        ` from pg_catalog.pg_locks l where l.pid = ${pid} and not l.granted limit 1) as w on true`;
  return `${FRESH}select (${held}) as held, ${waits}${from}`;
}

/** Modes that conflict with what INSERT, UPDATE and DELETE take: whoever comes later queues behind them. */
const STRONG: ReadonlySet<unknown> = new Set([
  "ShareLock",
  "ShareRowExclusiveLock",
  "ExclusiveLock",
  "AccessExclusiveLock",
]);

/**
 * Watches until it is stopped.
 *
 * @param keeper the connection that holds the lock.
 * @param held a query that tells whether it does.
 */
export function watchOver(keeper: Connection, held: string, label: string): Watch {
  let current: { readonly working: Working; readonly watched: Watched } | null = null;
  let seen: readonly Blocker[] = [];
  let gaveWay = false;
  let lost: { readonly cause: unknown } | null = null;
  let isStopped = false;

  let queue: Promise<unknown> = Promise.resolve();
  // One query at a time: pg wants no second one while the first runs.
  const asked = (text: string): Promise<readonly Row[]> => {
    const answer = queue.then(() => keeper.query(text));
    queue = answer.catch(() => undefined);
    return answer;
  };
  const end = (working: Working): Promise<unknown> =>
    asked(`${FRESH}select pg_catalog.pg_cancel_backend(${pidSql(working)})`);

  const look = async (): Promise<void> => {
    const target = current;
    const [row] = await asked(lookSql(held, target === null ? null : pidSql(target.working)));
    if (row?.["held"] !== true) throw new Error("the server no longer knows of it");
    if (target === null || target !== current) return;
    const { working, watched } = target;
    // Written by the query above.
    const blockers = JSON.parse(String(row["blockers"])) as readonly Blocker[];
    const waited = Number(row["waited"] ?? 0);
    if (blockers.length > 0) {
      seen = blockers;
      watched.onBlocked(blockers, Math.round(waited));
    }
    const limit = STRONG.has(row["mode"]) ? watched.strongLockLimit : (watched.lockLimit ?? null);
    const isLate = limit !== null && waited > limit;
    if (isLate) gaveWay = true;
    if (isLate || watched.signal?.aborted === true) await end(working);
  };

  let timer: NodeJS.Timeout | undefined;
  let dueAt = Infinity;
  let looking: Promise<void> | null = null;
  const lookLater = (): void => {
    const every = current?.watched.every ?? IDLE_MILLISECONDS;
    const next = performance.now() + every;
    // Sooner is planned already: where one short transaction follows the other, the lock is looked at all the same.
    if (isStopped || lost !== null || looking !== null || next >= dueAt) return;
    clearTimeout(timer);
    dueAt = next;
    timer = setTimeout(() => {
      dueAt = Infinity;
      looking = look()
        .catch((cause: unknown) => {
          lost = { cause };
        })
        .finally(() => {
          looking = null;
          lookLater();
        });
    }, every).unref();
  };
  lookLater();

  return {
    async during(working, watched, work) {
      current = { working, watched };
      seen = [];
      gaveWay = false;
      // The pause of an idle watch is too long for a lock timeout of a few milliseconds.
      lookLater();
      const onAbort = (): void => {
        if (lost === null && current?.working === working) end(working).catch(() => undefined);
      };
      watched.signal?.addEventListener("abort", onAbort);
      try {
        return await work();
      } finally {
        watched.signal?.removeEventListener("abort", onAbort);
        current = null;
      }
    },
    blockers: () => seen,
    hasGivenWay: () => gaveWay,
    assertHeld() {
      if (lost === null) return;
      throw sluiceError("LOCK_LOST", `${label}: the connection that held the lock is gone`, {
        hint: "What was committed stands in the ledger. Run the same command again: it goes on there.",
        cause: lost.cause,
      });
    },
    async stop() {
      isStopped = true;
      clearTimeout(timer);
      await looking;
    },
  };
}
