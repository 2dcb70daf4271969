/** The revisions with what the ledger says of them. */

import { isSluiceError, sluiceError } from "../errors/sluice-error.ts";
import { appliedSet } from "../ledger/rows.ts";
import { headsOf, maximal, type RevisionGraph } from "../revisions/graph.ts";
import { historyRange } from "../revisions/history.ts";
import { resolveAbsolute } from "../revisions/resolve.ts";
import { parseRange, parseTarget, type Target } from "../revisions/target.ts";
import type { RunnerContext } from "./context.ts";
import type { HeadInfo } from "./heads.ts";

export interface HistoryEntry extends HeadInfo {
  readonly downRevision: readonly string[];
  readonly dependsOn: readonly string[];
  readonly createdAt: string | null;
  readonly path: string;
  /** Null where the database could not be asked. */
  readonly applied: boolean | null;
  readonly isHead: boolean;
  readonly isCurrent: boolean;
  /** Several revisions follow it. */
  readonly isBranchPoint: boolean;
}

function entriesOf(
  graph: RevisionGraph,
  ids: readonly string[],
  applied: ReadonlySet<string> | null,
): readonly HistoryEntry[] {
  const heads = new Set(headsOf(graph));
  const current = new Set(maximal(graph, applied ?? new Set()));
  return ids
    .flatMap((id) => graph.revisions.get(id) ?? [])
    .map((revision) => ({
      revision: revision.id,
      message: revision.message,
      branchLabels: revision.branchLabels,
      downRevision: revision.downRevisions,
      dependsOn: revision.dependsOn,
      createdAt: revision.createdAt,
      path: revision.path,
      applied: applied?.has(revision.id) ?? null,
      isHead: heads.has(revision.id),
      isCurrent: current.has(revision.id),
      isBranchPoint: (graph.children.get(revision.id) ?? []).length > 1,
    }));
}

/** The graph and what is applied of it; null where the answer does without a database that can't be reached. */
interface Seen {
  readonly graph: RevisionGraph;
  readonly applied: ReadonlySet<string> | null;
}

async function seenBy(context: RunnerContext, isAsked: boolean): Promise<Seen> {
  const files = await context.load();
  try {
    const { graph, rows } = await context.connected(isAsked ? files.standing : files.seen);
    return { graph, applied: appliedSet(rows) };
  } catch (cause) {
    const isUnreachable = isSluiceError(cause) && ["CONNECTION_FAILED", "AUTHENTICATION_FAILED"].includes(cause.code);
    if (isAsked || !isUnreachable) throw cause;
    context.onEvent({ type: "note", message: `what is applied is not known: ${cause.message}` });
    return { graph: files.graph, applied: null };
  }
}

/** Whether a target means something only over what is applied. */
function isOverApplied(target: Target | null): boolean {
  return target !== null && (target.symbol === "current" || target.symbol === null);
}

export interface HistoryOptions {
  /** Fail where the database can't be asked what is applied. */
  readonly indicateCurrent?: boolean;
}

export async function history(
  context: RunnerContext,
  range: string | undefined,
  { indicateCurrent = false }: HistoryOptions,
): Promise<readonly HistoryEntry[]> {
  const { from, to } = parseRange(range ?? ":");
  const isAsked =
    indicateCurrent || [from, to].some((end) => end?.symbol === "current") || (isOverApplied(from) && to === null);
  const { graph, applied } = await seenBy(context, isAsked);
  const ids = range === undefined ? graph.order.toReversed() : historyRange(graph, applied ?? new Set(), range);
  return entriesOf(graph, ids, applied);
}

/** @throws REVISION_NOT_FOUND where the target names no revision: `base`, or `current` of an empty database. */
export async function show(context: RunnerContext, text: string): Promise<readonly HistoryEntry[]> {
  const target = parseTarget(text);
  const { graph, applied } = await seenBy(context, isOverApplied(target));
  const found = resolveAbsolute(graph, applied ?? new Set(), target).filter((id) => id !== null);
  if (found.length === 0) {
    const message = target.symbol === "current" ? "nothing is applied" : `${text} names no revision`;
    throw sluiceError("REVISION_NOT_FOUND", message, { hint: "history lists the revisions." });
  }
  return entriesOf(graph, found, applied);
}
