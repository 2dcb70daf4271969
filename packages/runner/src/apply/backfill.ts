/** Fills a table a batch at a time by primary key, each batch committed with its checkpoint. */

import { setTimeout as pause } from "node:timers/promises";
import { sluiceError } from "../errors/sluice-error.ts";
import type { Backfill } from "../operations/data-operations.ts";
import { qualifiedName } from "../sql/identifier.ts";
import { quoteLiteral } from "../sql/literal.ts";
import { assertNotAborted } from "../errors/aborted.ts";
import { batchSql, type KeyColumn } from "./backfill-sql.ts";
import type { Session } from "./session.ts";

/** Where a backfill stands; kept in the ledger as JSON. */
interface Checkpoint {
  /** The last key as a JSON list of texts; null at the start of a pass. */
  readonly key: string | null;
  readonly rows: number;
  readonly total: number;
  /** Whether every row written in this pass fell out of `where`: then another pass finds only what came meanwhile. */
  readonly narrows: boolean;
  /** Rows written in this pass. */
  readonly passRows: number;
}

export interface BackfillProgress {
  readonly rows: number;
  readonly total: number;
  readonly rowsPerSecond: number;
  readonly secondsLeft: number | null;
}

export interface BackfillRun {
  readonly backfill: Backfill;
  /** Where an earlier run of it stopped. */
  readonly checkpoint: string | null;
  /** Runs a batch in a transaction, again where it has to give way. */
  readonly transact: (batch: () => Promise<void>) => Promise<void>;
  /** Notes the checkpoint, in the batch's transaction. */
  readonly note: (checkpoint: string) => Promise<void>;
  readonly onProgress: (progress: BackfillProgress) => void;
  /** Milliseconds that a standby may be behind; null: nobody is waited for. */
  readonly maxLag: number | null;
  readonly onThrottled: (standby: string, milliseconds: number) => void;
  readonly signal?: AbortSignal | undefined;
}

async function primaryKeyOf(session: Session, backfill: Backfill): Promise<readonly KeyColumn[]> {
  const table = qualifiedName(backfill.table, backfill.schema);
  // A key's index may include further columns, which are no part of the key.
  const rows = await session.query(
    `select a.attname as name, pg_catalog.format_type(a.atttypid, a.atttypmod) as type, t.typcategory = 'D' as is_date
     from pg_catalog.pg_index i cross join lateral unnest(i.indkey) with ordinality as k(attnum, position)
     join pg_catalog.pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.attnum
     join pg_catalog.pg_type t on t.oid = a.atttypid
     where i.indrelid = ${quoteLiteral(table)}::regclass and i.indisprimary and k.position <= i.indnkeyatts order by k.position`,
  );
  if (rows.length === 0) {
    throw sluiceError("INVALID_OPERATION", `op.backfill: ${table} has no primary key to go along`, {
      hint: "Use op.execute for one UPDATE, or add a primary key first.",
    });
  }
  return rows.map((row) => ({ name: String(row["name"]), type: String(row["type"]), isDate: row["is_date"] === true }));
}

/** What the planner expects, without counting. */
async function estimate(session: Session, backfill: Backfill): Promise<number> {
  const where = backfill.where === undefined ? "" : ` WHERE ${backfill.where.sql}`;
  const [row] = await session.query(
    `EXPLAIN (FORMAT JSON) SELECT FROM ${qualifiedName(backfill.table, backfill.schema)}${where}`,
  );
  const plan: unknown = Object.values(row ?? {})[0];
  const text = typeof plan === "string" ? plan : JSON.stringify(plan);
  return Number(/"Plan Rows":\s*(\d+)/.exec(text)?.[1] ?? 0);
}

/** https://www.postgresql.org/docs/current/monitoring-stats.html#MONITORING-PG-STAT-REPLICATION-VIEW */
async function lagOf(session: Session): Promise<{ readonly standby: string; readonly milliseconds: number } | null> {
  const [row] = await session.query(
    `select application_name as standby, (extract(epoch from replay_lag) * 1000)::float8 as lag
     from pg_catalog.pg_stat_replication where replay_lag is not null order by replay_lag desc limit 1`,
  );
  return row === undefined ? null : { standby: String(row["standby"]), milliseconds: Math.round(Number(row["lag"])) };
}

const LAG_EVERY = 1000;

/** Waits while a standby is further behind than allowed; asks once a second at most. */
function throttle(session: Session, run: BackfillRun): () => Promise<void> {
  let asked = 0;
  return async () => {
    if (run.maxLag === null || Date.now() - asked < LAG_EVERY) return;
    for (;;) {
      assertNotAborted(run.signal);
      session.watch.assertHeld();
      asked = Date.now();
      const lag = await lagOf(session);
      if (lag === null || lag.milliseconds <= run.maxLag) return;
      run.onThrottled(lag.standby, lag.milliseconds);
      await pause(LAG_EVERY, undefined, { signal: run.signal }).catch(() => undefined);
    }
  };
}

function progressSince(start: number, before: number, { rows, total }: Checkpoint): BackfillProgress {
  const seconds = (performance.now() - start) / 1000;
  const rowsPerSecond = seconds === 0 ? 0 : (rows - before) / seconds;
  const left = Math.max(0, total - rows);
  return {
    rows,
    total: Math.max(total, rows),
    rowsPerSecond: Math.round(rowsPerSecond),
    secondsLeft: rowsPerSecond === 0 ? null : Math.round(left / rowsPerSecond),
  };
}

/**
 * Runs a backfill from its checkpoint on.
 *
 * @throws INVALID_OPERATION where the table has no primary key; ABORTED; what PostgreSQL says.
 */
export async function runBackfill(session: Session, run: BackfillRun): Promise<void> {
  const { backfill, signal } = run;
  const text = batchSql(backfill, await primaryKeyOf(session, backfill));
  const throttled = throttle(session, run);
  const start = performance.now();
  let at: Checkpoint =
    run.checkpoint === null
      ? { key: null, rows: 0, total: await estimate(session, backfill), narrows: true, passRows: 0 }
      : // Written below.
        (JSON.parse(run.checkpoint) as Checkpoint);
  const before = at.rows;
  for (;;) {
    assertNotAborted(signal);
    let next: Checkpoint | null = null;
    await run.transact(async () => {
      const [batch] = await session.query(text, [at.key]);
      const written = Number(batch?.["written"] ?? 0);
      const key = batch?.["key"];
      const narrows = at.narrows && Number(batch?.["still"] ?? 0) === 0;
      if (typeof key === "string") {
        next = { key, rows: at.rows + written, total: at.total, narrows, passRows: at.passRows + written };
      } else if (backfill.where !== undefined && at.narrows && at.passRows > 0) {
        next = { ...at, key: null, passRows: 0 };
      } else {
        next = null;
        return;
      }
      await run.note(JSON.stringify(next));
    });
    if (next === null) return;
    at = next;
    run.onProgress(progressSince(start, before, at));
    if ((backfill.pause ?? 0) > 0) await pause(backfill.pause, undefined, { signal }).catch(() => undefined);
    await throttled();
  }
}
