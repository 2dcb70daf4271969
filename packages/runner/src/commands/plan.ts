/** What a move would run, with its transactions, locks and hazards, and what was changed by hand. Changes nothing and waits for nobody. */

import { isInTransaction, sessionOver } from "../apply/session.ts";
import { segmentsOf, workOf, type Segment, type Work } from "../apply/work.ts";
import { answerDrift, lookBefore } from "../drift/watch.ts";
import { appliedSet, type LedgerRow } from "../ledger/rows.ts";
import { backfillSql } from "../operations/data-operations.ts";
import { operationLocks, statementLocks } from "../operations/locks.ts";
import { downgradePath, upgradePath } from "../revisions/path.ts";
import type { Lock } from "../sql/lock.ts";
import type { Hazard } from "../sql/statement.ts";
import { assertClosed } from "./checks.ts";
import type { RunnerContext } from "./context.ts";
import { pathOperations } from "./path-operations.ts";

export interface PlannedStatement {
  /** `code` is a function that `op.run` calls; a `backfill` runs its statement a batch at a time. */
  readonly kind: "statement" | "code" | "backfill";
  readonly sql: string;
  /** On what is there before the run; null where only the SQL or the code itself knows. */
  readonly locks: readonly Lock[] | null;
  readonly hazards: readonly Hazard[];
}

/** What commits together; `alone`: outside any transaction. */
export interface PlannedSegment {
  readonly mode: Segment["mode"];
  readonly statements: readonly PlannedStatement[];
}

export interface PlannedRevision {
  readonly revision: string;
  readonly message: string;
  readonly path: string;
  readonly direction: "up" | "down";
  /** Statements that have run already, where a run stopped half-way. */
  readonly done: number;
  readonly segments: readonly PlannedSegment[];
}

export interface PlanOptions {
  /** Plan a downgrade. */
  readonly down?: boolean;
}

function statementOf(work: Work, created: ReadonlySet<string>): PlannedStatement {
  const taken =
    work.kind === "statement" ? statementLocks(work.operation, work.statement) : operationLocks(work.operation);
  const locks = taken?.filter(({ on }) => !created.has(on)) ?? null;
  if (work.kind === "statement") {
    return { kind: "statement", sql: work.statement.text, locks, hazards: work.statement.hazards };
  }
  if (work.kind === "run") return { kind: "code", sql: "", locks, hazards: [] };
  return { kind: "backfill", sql: backfillSql(work.operation), locks, hazards: [] };
}

/** Nobody waits for a lock on what the same run has made. */
function createdBy(work: readonly Work[]): ReadonlySet<string> {
  return new Set(
    work.flatMap(({ operation }) =>
      operation.op === "createTable"
        ? [operation.schema === undefined ? operation.name : `${operation.schema}.${operation.name}`]
        : [],
    ),
  );
}

function doneOf(row: LedgerRow | undefined, direction: "up" | "down"): number {
  return row?.state === (direction === "up" ? "running" : "reverting") ? row.done : 0;
}

export async function plan(
  context: RunnerContext,
  targets: string | readonly string[],
  { down = false }: PlanOptions,
): Promise<readonly PlannedRevision[]> {
  const files = await context.load();
  const wanted = [targets].flat();
  const direction = down ? "down" : "up";
  const { rows, serverVersion, parts } = await context.connected(async (connection) => {
    const session = await sessionOver(connection, false, await isInTransaction(connection));
    const standing = await files.standing(connection);
    const { graph } = standing;
    const applied = appliedSet(standing.rows);
    assertClosed(graph, applied, context.table);
    const path = down
      ? downgradePath(graph, applied, wanted[0] ?? "-1")
      : upgradePath(graph, applied, graph.order.length === 0 ? [] : wanted);
    const loaded = await pathOperations(path, direction);
    const operations = loaded.flatMap((each) => each.operations);
    const looking = { mode: loaded.length === 0 ? "ignore" : "tell", onEvent: context.onEvent } as const;
    const found = await lookBefore(session, context.ledger, standing.rows, operations, looking);
    answerDrift(found?.drift ?? [], "tell", context.onEvent);
    return { rows: standing.rows, serverVersion: session.serverVersion, parts: loaded };
  });
  const byRevision = new Map(rows.map((row) => [row.revision, row]));
  const created = new Set<string>();
  return parts.map(({ revision, operations }) => {
    const work = workOf(operations, { serverVersion });
    const done = doneOf(byRevision.get(revision.id), direction);
    for (const name of createdBy(work)) created.add(name);
    return {
      revision: revision.id,
      message: revision.message,
      path: revision.path,
      direction,
      done,
      segments: segmentsOf(work)
        .filter((segment) => segment.start + segment.work.length > done)
        .map((segment) => ({
          mode: segment.mode,
          statements: segment.work.map((piece) => statementOf(piece, created)),
        })),
    };
  });
}
