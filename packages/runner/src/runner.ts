/** The runner: what an app, the command line and a start-up script call. It prints nothing and keeps no global state. */

import { applyRevision, type ApplyOptions } from "./apply/apply.ts";
import type { RunnerEvent } from "./apply/events.ts";
import { withLock } from "./apply/lock.ts";
import { offlineSql } from "./apply/offline.ts";
import { databaseFrom, type DatabaseInput } from "./drivers/database-from.ts";
import { sluiceError } from "./errors/sluice-error.ts";
import {
  appliedSet,
  ensureLedger,
  enterSql,
  ledgerName,
  progressSql,
  readLedger,
  type LedgerOptions,
  type LedgerRow,
} from "./ledger/ledger.ts";
import type { Connection } from "./ports/connection.ts";
import { headsOf, maximal, ordered, revisionGraph, type RevisionGraph } from "./revisions/graph.ts";
import { historyRange } from "./revisions/history.ts";
import { loadRevisions } from "./revisions/load.ts";
import { loadMigration } from "./revisions/migration.ts";
import { downgradePath, stampedSet, upgradePath } from "./revisions/path.ts";
import { findRevision, resolveAbsolute } from "./revisions/resolve.ts";
import type { Revision } from "./revisions/revision.ts";
import { parseRange, parseTarget } from "./revisions/target.ts";

export interface RunnerOptions {
  readonly database: DatabaseInput;
  /** The folder of the migration files. */
  readonly migrations: string;
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

export interface UpgradeOptions {
  /** Go on where applied files were edited since. Default: refuse. */
  readonly allowEdited?: boolean;
}

export interface HeadInfo {
  readonly revision: string;
  readonly message: string;
  readonly branchLabels: readonly string[];
}

export interface HistoryEntry extends HeadInfo {
  readonly downRevision: readonly string[];
  readonly dependsOn: readonly string[];
  readonly createdAt: string | null;
  readonly path: string;
  /** Null where the database was not asked. */
  readonly applied: boolean;
  readonly isHead: boolean;
  readonly isCurrent: boolean;
}

export interface CurrentInfo {
  readonly revisions: readonly string[];
  readonly heads: readonly string[];
  readonly isHead: boolean;
}

export interface StatusInfo {
  readonly applied: readonly string[];
  readonly pending: readonly string[];
  /** In the ledger, but no file has them. */
  readonly missing: readonly string[];
  /** Applied, and their file was changed since. */
  readonly edited: readonly string[];
  /** Stopped between their segments. */
  readonly halfApplied: readonly string[];
}

export interface Runner {
  /** Applies what is missing up to the target(s). Gives the ids in the order they were applied. */
  upgrade(
    target?: string | readonly string[],
    options?: UpgradeOptions,
  ): Promise<{ readonly revisions: readonly string[] }>;
  /** Takes back what is above the target. Gives the ids in the order they were taken back. */
  downgrade(target: string, options?: UpgradeOptions): Promise<{ readonly revisions: readonly string[] }>;
  /** Enters revisions in the ledger without running them. `purge` empties it first, unknown rows included. */
  stamp(
    targets: string | readonly string[],
    options?: { readonly purge?: boolean },
  ): Promise<{ readonly revisions: readonly string[] }>;
  /** The SQL of an upgrade (`from:to` or a target from base) or, with `down`, of a downgrade (`from:to`). Asks no database. */
  sql(range: string, options?: { readonly down?: boolean }): Promise<string>;
  current(): Promise<CurrentInfo>;
  /** Newest first; a range is `from:to`, both ends included. */
  history(range?: string): Promise<readonly HistoryEntry[]>;
  heads(): Promise<readonly HeadInfo[]>;
  /** Revisions that several follow, with those that do. */
  branches(): Promise<readonly (HeadInfo & { readonly children: readonly HeadInfo[] })[]>;
  show(target: string): Promise<HistoryEntry>;
  status(): Promise<StatusInfo>;
  /** Closes what the runner opened. */
  close(): Promise<void>;
}

function infoOf(revision: Revision): HeadInfo {
  return { revision: revision.id, message: revision.message, branchLabels: revision.branchLabels };
}

function headInfos(graph: RevisionGraph, ids: readonly string[]): readonly HeadInfo[] {
  return ids.flatMap((id) => graph.revisions.get(id) ?? []).map(infoOf);
}

function assertKnown(graph: RevisionGraph, rows: readonly LedgerRow[], table: string): void {
  const unknown = rows.filter((row) => !graph.revisions.has(row.revision));
  if (unknown.length === 0) return;
  const names = unknown.map((row) => `${row.revision} (${row.message})`).join(", ");
  throw sluiceError(
    "UNKNOWN_APPLIED_REVISION",
    `the ledger ${table} says that ${names} is applied, but no file has it`,
    {
      hint: "Check out the branch that holds the file, or, where it is gone for good, stamp the database with --purge.",
      details: { revisions: unknown.map((row) => row.revision) },
    },
  );
}

function assertClosed(graph: RevisionGraph, applied: ReadonlySet<string>, table: string): void {
  for (const id of applied) {
    const missing = (graph.parents.get(id) ?? []).filter((parent) => !applied.has(parent));
    if (missing.length > 0) {
      throw sluiceError(
        "LEDGER_INCONSISTENT",
        `the ledger ${table} says that ${id} is applied, but not ${missing.join(", ")}, which it needs`,
        {
          hint: `Find out what the database really holds, then stamp it: stamp ${id} enters all that it needs.`,
          details: { revision: id, missing },
        },
      );
    }
  }
}

function editedOf(graph: RevisionGraph, rows: readonly LedgerRow[]): readonly string[] {
  return rows
    .filter(
      (row) =>
        row.state !== "running" &&
        row.checksum !== null &&
        graph.revisions.get(row.revision)?.checksum !== row.checksum,
    )
    .map((row) => row.revision);
}

function assertUnedited(graph: RevisionGraph, rows: readonly LedgerRow[], options: UpgradeOptions): void {
  const edited = editedOf(graph, rows).filter((id) => graph.revisions.has(id));
  if (edited.length === 0 || options.allowEdited === true) return;
  const paths = edited.map((id) => graph.revisions.get(id)?.path ?? id);
  throw sluiceError("EDITED_REVISION", `changed after being applied: ${paths.join(", ")}`, {
    hint: "Put the file back and write a new revision for the change; or go on with --allow-edited.",
    details: { revisions: edited },
  });
}

/**
 * Makes a runner. Nothing is opened before its first call.
 *
 * @throws UNSUPPORTED_DATABASE
 * @example
 * const runner = createRunner({ database: process.env.DATABASE_URL, migrations: "./migrations" });
 * await runner.upgrade();
 * await runner.close();
 */
export function createRunner(options: RunnerOptions): Runner {
  const database = databaseFrom(options.database);
  const ledger = options.ledger ?? {};
  const table = ledgerName(ledger);
  const onEvent = options.onEvent ?? ((): void => undefined);
  const { signal } = options;

  const loadGraph = async (): Promise<RevisionGraph> => revisionGraph(await loadRevisions(options.migrations));

  const connected = async <T>(work: (connection: Connection) => Promise<T>): Promise<T> => {
    const connection = await database.connect();
    try {
      return await work(connection);
    } finally {
      await connection.release();
    }
  };

  const locked = <T>(work: (connection: Connection) => Promise<T>): Promise<T> =>
    withLock(
      database,
      table,
      {
        wait: options.lockWait ?? 60_000,
        signal,
        onWaiting: () => onEvent({ type: "waiting", database: database.label }),
      },
      () => connected(work),
    );

  const applyOptions = async (connection: Connection): Promise<ApplyOptions> => {
    const [row] = await connection.query("select current_setting('server_version_num')::int as version");
    return {
      ledger,
      lockTimeout: options.lockTimeout ?? 3000,
      lockRetry: options.lockRetry ?? 30_000,
      serverVersion: Number(row?.["version"]),
      onEvent,
      signal,
    };
  };

  const assertNotHalf = (rows: readonly LedgerRow[], state: "running" | "reverting"): void => {
    const half = rows.filter((row) => row.state === state);
    if (half.length === 0) return;
    const names = half.map((row) => `${row.revision} (${row.done} of ${row.total})`).join(", ");
    throw sluiceError("HALF_APPLIED", `${names} stopped half-way ${state === "running" ? "up" : "down"}`, {
      hint: state === "running" ? "Finish it with upgrade first." : "Finish it with downgrade first.",
      details: { revisions: half.map((row) => row.revision) },
    });
  };

  const runPath = async (
    connection: Connection,
    path: readonly Revision[],
    rows: readonly LedgerRow[],
    direction: "up" | "down",
  ): Promise<readonly string[]> => {
    // Every file is loaded and recorded before a statement is sent: a bad one changes nothing.
    const migrations = await Promise.all(path.map(loadMigration));
    if (path.length === 0) return [];
    await ensureLedger(connection, ledger);
    const settings = await applyOptions(connection);
    const finished: string[] = [];
    for (const migration of migrations) {
      signal?.throwIfAborted();
      const { revision } = migration;
      const start = performance.now();
      onEvent({ type: "revision-start", revision: revision.id, message: revision.message, direction });
      const operations = direction === "up" ? migration.upgrade : migration.downgrade;
      const row = rows.find((each) => each.revision === revision.id) ?? null;
      await applyRevision(connection, { revision, operations, direction, row }, settings);
      finished.push(revision.id);
      onEvent({ type: "revision-end", revision: revision.id, direction, milliseconds: performance.now() - start });
    }
    return finished;
  };

  const historyOf = (
    graph: RevisionGraph,
    ids: readonly string[],
    applied: ReadonlySet<string>,
  ): readonly HistoryEntry[] => {
    const heads = new Set(headsOf(graph));
    const current = new Set(maximal(graph, applied));
    return ids
      .flatMap((id) => graph.revisions.get(id) ?? [])
      .map((revision) => ({
        ...infoOf(revision),
        downRevision: revision.downRevisions,
        dependsOn: revision.dependsOn,
        createdAt: revision.createdAt,
        path: revision.path,
        applied: applied.has(revision.id),
        isHead: heads.has(revision.id),
        isCurrent: current.has(revision.id),
      }));
  };

  const known = async (connection: Connection, graph: RevisionGraph): Promise<readonly LedgerRow[]> => {
    const rows = await readLedger(connection, ledger);
    assertKnown(graph, rows, table);
    return rows;
  };

  return {
    async upgrade(target = "head", upgradeOptions = {}) {
      const graph = await loadGraph();
      const targets = graph.order.length === 0 && target === "head" ? [] : [target].flat();
      return locked(async (connection) => {
        const rows = await known(connection, graph);
        assertNotHalf(rows, "reverting");
        const applied = appliedSet(rows);
        assertClosed(graph, applied, table);
        assertUnedited(graph, rows, upgradeOptions);
        const path = upgradePath(graph, applied, targets);
        return { revisions: await runPath(connection, path, rows, "up") };
      });
    },

    async downgrade(target, downgradeOptions = {}) {
      const graph = await loadGraph();
      return locked(async (connection) => {
        const rows = await known(connection, graph);
        assertNotHalf(rows, "running");
        assertClosed(graph, appliedSet(rows), table);
        const path = downgradePath(graph, appliedSet(rows), target);
        const inPath = new Set(path.map((revision) => revision.id));
        assertUnedited(
          graph,
          rows.filter((row) => inPath.has(row.revision)),
          downgradeOptions,
        );
        return { revisions: await runPath(connection, path, rows, "down") };
      });
    },

    async stamp(targets, { purge = false } = {}) {
      const graph = await loadGraph();
      return locked(async (connection) => {
        const rows = purge ? [] : await known(connection, graph);
        const applied = appliedSet(rows);
        const wanted = stampedSet(graph, applied, [targets].flat());
        await ensureLedger(connection, ledger);
        await connection.query("begin");
        try {
          if (purge)
            await connection.query(
              `update ${table} set state = 'reverted', reverted_at = clock_timestamp() where live`,
            );
          const none = { done: 0, total: 0, hash: "" };
          for (const row of rows) {
            if (!wanted.has(row.revision) || row.state !== "applied") {
              await connection.query(
                progressSql(ledger, row.revision, wanted.has(row.revision) ? "applied" : "reverted", none),
              );
            }
          }
          const entered = new Set(rows.map((row) => row.revision));
          for (const id of ordered(graph, wanted)) {
            const revision = graph.revisions.get(id);
            if (revision !== undefined && !entered.has(id))
              await connection.query(enterSql(ledger, revision, "applied", none));
          }
          await connection.query("commit");
        } catch (cause) {
          await connection.query("rollback").catch(() => undefined);
          throw cause;
        }
        return { revisions: maximal(graph, wanted) };
      });
    },

    async sql(range, { down = false } = {}) {
      const graph = await loadGraph();
      const { from, to } = range.includes(":") ? parseRange(range) : { from: null, to: parseTarget(range) };
      if (down && (from === null || to === null)) {
        throw sluiceError("INVALID_TARGET", "SQL of a downgrade needs both ends, since no database is asked", {
          hint: "Write from:to, for example head:base.",
        });
      }
      const nothing: ReadonlySet<string> = new Set();
      const start = from === null ? nothing : stampedSet(graph, nothing, [from.text]);
      const path = down
        ? downgradePath(graph, start, to?.text ?? "base")
        : upgradePath(graph, start, [to?.text ?? "head"]);
      const migrations = await Promise.all(path.map(loadMigration));
      const entries = migrations.map(({ revision, upgrade, downgrade }) => ({
        revision,
        operations: down ? downgrade : upgrade,
        direction: down ? ("down" as const) : ("up" as const),
      }));
      return offlineSql(entries, ledger, !down && start.size === 0);
    },

    async current() {
      const graph = await loadGraph();
      const rows = await connected((connection) => known(connection, graph));
      const revisions = maximal(graph, appliedSet(rows));
      const heads = headsOf(graph);
      const isHead = heads.length === revisions.length && heads.every((id) => revisions.includes(id));
      return { revisions, heads, isHead };
    },

    async history(range) {
      const graph = await loadGraph();
      const rows = await connected((connection) => known(connection, graph));
      const applied = appliedSet(rows);
      const ids = range === undefined ? [...graph.order].reverse() : historyRange(graph, applied, range);
      return historyOf(graph, ids, applied);
    },

    async heads() {
      const graph = await loadGraph();
      return headInfos(graph, headsOf(graph));
    },

    async branches() {
      const graph = await loadGraph();
      return graph.order.flatMap((id) => {
        const children = graph.children.get(id) ?? [];
        const revision = graph.revisions.get(id);
        return children.length < 2 || revision === undefined
          ? []
          : [{ ...infoOf(revision), children: headInfos(graph, children) }];
      });
    },

    async show(target) {
      const graph = await loadGraph();
      const isSymbolic = /^(head|heads|base|current|.*@.*|.*[+-]\d+)$/.test(target);
      if (!isSymbolic) {
        const [entry] = historyOf(graph, [findRevision(graph, target)], new Set());
        if (entry !== undefined && target !== "current") {
          const rows = await connected((connection) => readLedger(connection, ledger)).catch(() => []);
          return historyOf(graph, [entry.revision], appliedSet(rows))[0] ?? entry;
        }
      }
      const rows = await connected((connection) => known(connection, graph));
      const found = resolveAbsolute(graph, appliedSet(rows), parseTarget(target)).find((id) => id !== null);
      const [entry] = historyOf(graph, found === undefined || found === null ? [] : [found], appliedSet(rows));
      if (entry === undefined) {
        throw sluiceError("REVISION_NOT_FOUND", `${target} names no revision`, { hint: "history lists them." });
      }
      return entry;
    },

    async status() {
      const graph = await loadGraph();
      const rows = await connected((connection) => readLedger(connection, ledger));
      const applied = appliedSet(rows);
      return {
        applied: ordered(graph, applied),
        pending: graph.order.filter((id) => !applied.has(id)),
        missing: rows.map((row) => row.revision).filter((id) => !graph.revisions.has(id)),
        edited: editedOf(graph, rows).filter((id) => graph.revisions.has(id)),
        halfApplied: rows
          .filter((row) => row.state === "running" || row.state === "reverting")
          .map((row) => row.revision),
      };
    },

    close: () => database.close(),
  };
}
