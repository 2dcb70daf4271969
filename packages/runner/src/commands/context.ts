/** What every use case works with: the folder, the database, the ledger, and who is told. */

import { dirname, resolve } from "node:path";
import type { RunnerEvent } from "../apply/events.ts";
import { withLock, type LockOptions } from "../apply/lock.ts";
import type { ApplyOptions } from "../apply/running.ts";
import type { Session } from "../apply/session.ts";
import type { TransactionScope } from "../apply/units.ts";
import { databaseFrom, type DatabaseInput } from "../drivers/database-from.ts";
import type { DriftMode } from "../drift/watch.ts";
import { readLedger } from "../ledger/rows.ts";
import { ledgerName, type LedgerOptions } from "../ledger/table.ts";
import type { Connection, Database } from "../ports/connection.ts";
import type { RevisionGraph } from "../revisions/graph.ts";
import { loadRevisions } from "../revisions/load.ts";
import { adopt, standingOf, type Standing } from "./files.ts";
import { assertKnown } from "./checks.ts";

export interface RunnerOptions {
  readonly database: DatabaseInput;
  /** The folder of the migration files, or several. */
  readonly migrations: string | readonly string[];
  /** Look for migration files in the folders' folders too. Default: no. */
  readonly recursive?: boolean | undefined;
  readonly ledger?: LedgerOptions;
  /** What commits together: each revision, the whole run, or each statement by itself. Default: `revision`. */
  readonly transaction?: TransactionScope;
  /** What becomes of things that were changed by hand since the last run. Default: they are told. */
  readonly drift?: DriftMode;
  /** Milliseconds that a statement waits for a lock before its transaction gives way. Default: 3000. */
  readonly lockTimeout?: number;
  /** Milliseconds for which a transaction that gave way is tried again. Default: 30000. */
  readonly lockRetry?: number;
  /** Milliseconds to wait for another runner. Default: 60000. */
  readonly lockWait?: number;
  /** Milliseconds that a concurrent index build waits for each transaction older than it. Default: 600000. */
  readonly concurrentWait?: number;
  /** Milliseconds that a statement may take which changes the catalog alone; 0: no limit. Default: 60000. */
  readonly statementTimeout?: number;
  /** Milliseconds that a standby may be behind before backfills wait for it; null: never. Default: 10000. */
  readonly maxReplicationLag?: number | null;
  /** Told what happens. Never called after the promise of a call is settled. */
  readonly onEvent?: (event: RunnerEvent) => void;
  readonly signal?: AbortSignal;
}

/** The migration files, and how a database stands in them. */
export interface Files {
  /** As a database without rows sees them. */
  readonly graph: RevisionGraph;
  /** As a database with its rows sees them; rows that no file has are among them. */
  readonly seen: (connection: Connection) => Promise<Standing>;
  /** The same, every row known. @throws UNKNOWN_APPLIED_REVISION */
  readonly standing: (connection: Connection) => Promise<Standing>;
  /** The same before a move: what squashed revisions replace gives way to them in the ledger. */
  readonly settled: (connection: Connection) => Promise<Standing>;
}

export interface RunnerContext {
  readonly database: Database;
  readonly ledger: LedgerOptions;
  /** The ledger's name as SQL. */
  readonly table: string;
  readonly signal: AbortSignal | undefined;
  readonly onEvent: (event: RunnerEvent) => void;
  /** Reads the folders anew: a file that was edited since is seen. */
  load(): Promise<Files>;
  /** Does work on a session of its own. */
  connected<T>(work: (connection: Connection) => Promise<T>): Promise<T>;
  /** The same while no other runner works on this database and ledger. */
  locked<T>(work: (session: Session) => Promise<T>): Promise<T>;
  /** The same over the files, which are loaded while it connects: they are whole before the lock is taken. */
  lockedOver<T>(work: (files: Files, session: Session) => Promise<T>): Promise<T>;
  readonly applyOptions: ApplyOptions;
  readonly drift: DriftMode;
}

/** @throws UNSUPPORTED_DATABASE */
export function runnerContext(options: RunnerOptions): RunnerContext {
  const database = databaseFrom(options.database);
  const ledger = options.ledger ?? {};
  const table = ledgerName(ledger);
  const onEvent = options.onEvent ?? ((): void => undefined);
  const { signal } = options;

  const connected: RunnerContext["connected"] = async (work) => {
    const connection = await database.connect();
    try {
      return await work(connection);
    } finally {
      await connection.release();
    }
  };

  const load = async (): Promise<Files> => {
    const list = await loadRevisions(options.migrations, { recursive: options.recursive });
    const { graph } = standingOf(list, []);
    // Where nothing replaces anything, every database sees the same files.
    const isSquashed = list.some(({ replaces = [] }) => replaces.length > 0);
    const seen = async (connection: Connection): Promise<Standing> =>
      isSquashed
        ? standingOf(list, await readLedger(connection, ledger))
        : { graph, rows: await readLedger(connection, ledger), adopted: [] };
    const standing = async (connection: Connection): Promise<Standing> => {
      const found = await seen(connection);
      assertKnown(found.graph, found.rows, table);
      return found;
    };
    return {
      graph,
      seen,
      standing,
      async settled(connection) {
        const found = await standing(connection);
        if (found.adopted.length > 0) {
          await adopt(connection, ledger, await readLedger(connection, ledger), found.adopted);
        }
        return found;
      },
    };
  };

  const lockOptions: LockOptions = {
    wait: options.lockWait ?? 60_000,
    signal,
    onWaiting: (blockers) => onEvent({ type: "waiting", database: database.label, blockers }),
    onPooled: () => onEvent({ type: "pooled", database: database.label }),
    onNotice: (notice) => onEvent({ type: "notice", notice }),
  };

  return {
    database,
    ledger,
    table,
    signal,
    onEvent,
    connected,
    load,
    locked: (work) => withLock(database, ledger, lockOptions, work),
    lockedOver(work) {
      const loading = load();
      // It is looked at once the lock's turn has come.
      loading.catch(() => undefined);
      const after = { ...lockOptions, after: loading };
      return withLock(database, ledger, after, async (session) => work(await loading, session));
    },
    drift: options.drift ?? "tell",
    applyOptions: {
      ledger,
      transaction: options.transaction ?? "revision",
      lockTimeout: options.lockTimeout ?? 3000,
      lockRetry: options.lockRetry ?? 30_000,
      concurrentWait: options.concurrentWait ?? 600_000,
      statementTimeout: options.statementTimeout ?? 60_000,
      maxReplicationLag: options.maxReplicationLag === undefined ? 10_000 : options.maxReplicationLag,
      project: dirname(resolve([options.migrations].flat()[0] ?? ".")),
      onEvent,
      signal,
    },
  };
}
