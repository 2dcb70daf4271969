/** The revisions with what the ledger says of them. */

import { sluiceError } from "../errors/sluice-error.ts";
import { appliedSet, readLedger } from "../ledger/ledger.ts";
import { headsOf, maximal, type RevisionGraph } from "../revisions/graph.ts";
import { historyRange } from "../revisions/history.ts";
import { findRevision, resolveAbsolute } from "../revisions/resolve.ts";
import { parseTarget } from "../revisions/target.ts";
import type { RunnerContext } from "./context.ts";
import { infoOf, type HeadInfo } from "./heads.ts";

export interface HistoryEntry extends HeadInfo {
  readonly downRevision: readonly string[];
  readonly dependsOn: readonly string[];
  readonly createdAt: string | null;
  readonly path: string;
  readonly applied: boolean;
  readonly isHead: boolean;
  readonly isCurrent: boolean;
}

function entriesOf(
  graph: RevisionGraph,
  ids: readonly string[],
  applied: ReadonlySet<string>,
): readonly HistoryEntry[] {
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
}

export async function history(context: RunnerContext, range: string | undefined): Promise<readonly HistoryEntry[]> {
  const graph = await context.loadGraph();
  const rows = await context.connected((connection) => context.known(connection, graph));
  const applied = appliedSet(rows);
  const ids = range === undefined ? graph.order.toReversed() : historyRange(graph, applied, range);
  return entriesOf(graph, ids, applied);
}

export async function show(context: RunnerContext, target: string): Promise<HistoryEntry> {
  const graph = await context.loadGraph();
  const isSymbolic = /^(head|heads|base|current|.*@.*|.*[+-]\d+)$/.test(target);
  if (!isSymbolic) {
    const [entry] = entriesOf(graph, [findRevision(graph, target)], new Set());
    if (entry !== undefined && target !== "current") {
      const rows = await context.connected((connection) => readLedger(connection, context.ledger)).catch(() => []);
      return entriesOf(graph, [entry.revision], appliedSet(rows))[0] ?? entry;
    }
  }
  const rows = await context.connected((connection) => context.known(connection, graph));
  const found = resolveAbsolute(graph, appliedSet(rows), parseTarget(target)).find((id) => id !== null);
  const [entry] = entriesOf(graph, found === undefined || found === null ? [] : [found], appliedSet(rows));
  if (entry === undefined) {
    throw sluiceError("REVISION_NOT_FOUND", `${target} names no revision`, { hint: "history lists them." });
  }
  return entry;
}
