/** What every use case works with: the folder, the database, the ledger, and who is told. */

import type { ApplyOptions } from "../apply/apply.ts";
import type { RunnerEvent } from "../apply/events.ts";
import { withLock } from "../apply/lock.ts";
import { databaseFrom, type DatabaseInput } from "../drivers/database-from.ts";
import { ledgerName, readLedger, type LedgerOptions, type LedgerRow } from "../ledger/ledger.ts";
import type { Connection, Database } from "../ports/connection.ts";
import { revisionGraph, type RevisionGraph } from "../revisions/graph.ts";
import { loadRevisions } from "../revisions/load.ts";
import { assertKnown } from "./checks.ts";

export interface RunnerOptions {
  readonly database: DatabaseInput;
  /** The folder of the migration files, or several. */
  readonly migrations: string | readonly string[];
  /** Look for migration files in the folders' folders too. Default: no. */
  readonly recursive?: boolean | undefined;
  readonly ledger?: LedgerOptions;
  /** Milliseconds that a statement waits for a lock before its transaction gives way. Default: 3000. */
  readonly lockTimeout?: number;
  /** Milliseconds for which a transaction that gave way is tried again. Default: 30000. */
  readonly lockRetry?: number;
  /** Milliseconds to wait for another runner. Default: 60000. */
  readonly lockWait?: number;
  /** Told what happens. Never called after the promise of a call is settled. */
  readonly onEvent?: (event: RunnerEvent) => void;
  readonly signal?: AbortSignal;
}

export interface RunnerContext {
  readonly database: Database;
  readonly ledger: LedgerOptions;
  /** The ledger's name as SQL. */
  readonly table: string;
  readonly signal: AbortSignal | undefined;
  readonly onEvent: (event: RunnerEvent) => void;
  /** Reads the folder anew: a file that was edited since is seen. */
  loadGraph(): Promise<RevisionGraph>;
  /** Does work on a session of its own. */
  connected<T>(work: (connection: Connection) => Promise<T>): Promise<T>;
  /** The same while no other runner works on this database and ledger. */
  locked<T>(work: (connection: Connection) => Promise<T>): Promise<T>;
  /** The ledger's live rows. @throws UNKNOWN_APPLIED_REVISION */
  known(connection: Connection, graph: RevisionGraph): Promise<readonly LedgerRow[]>;
  applyOptions(connection: Connection): Promise<ApplyOptions>;
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

  return {
    database,
    ledger,
    table,
    signal,
    onEvent,
    connected,
    loadGraph: async () => revisionGraph(await loadRevisions(options.migrations, { recursive: options.recursive })),
    locked: (work) =>
      withLock(
        database,
        table,
        {
          wait: options.lockWait ?? 60_000,
          signal,
          onWaiting: () => onEvent({ type: "waiting", database: database.label }),
        },
        () => connected(work),
      ),
    async known(connection, graph) {
      const rows = await readLedger(connection, ledger);
      assertKnown(graph, rows, table);
      return rows;
    },
    async applyOptions(connection) {
      const [row] = await connection.query("select current_setting('server_version_num')::int as version");
      return {
        ledger,
        lockTimeout: options.lockTimeout ?? 3000,
        lockRetry: options.lockRetry ?? 30_000,
        serverVersion: Number(row?.["version"]),
        onEvent,
        signal,
      };
    },
  };
}
