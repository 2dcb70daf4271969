/** Where the graph ends and where it forks. Asks no database. */

import { headsOf, maximal, type RevisionGraph } from "../revisions/graph.ts";
import type { Revision } from "../revisions/revision.ts";
import type { RunnerContext } from "./context.ts";

export interface HeadInfo {
  readonly revision: string;
  readonly message: string;
  readonly branchLabels: readonly string[];
}

export interface BranchPoint extends HeadInfo {
  readonly children: readonly HeadInfo[];
}

export interface HeadsOptions {
  /** Take dependencies for parents: a head that another revision needs is none. */
  readonly resolveDependencies?: boolean;
}

export function infoOf(revision: Revision): HeadInfo {
  return { revision: revision.id, message: revision.message, branchLabels: revision.branchLabels };
}

function infosOf(graph: RevisionGraph, ids: readonly string[]): readonly HeadInfo[] {
  return ids.flatMap((id) => graph.revisions.get(id) ?? []).map(infoOf);
}

export async function heads(
  context: RunnerContext,
  { resolveDependencies = false }: HeadsOptions,
): Promise<readonly HeadInfo[]> {
  const { graph } = await context.load();
  return infosOf(graph, resolveDependencies ? maximal(graph, new Set(graph.order)) : headsOf(graph));
}

export async function branches(context: RunnerContext): Promise<readonly BranchPoint[]> {
  const { graph } = await context.load();
  return graph.order.flatMap((id) => {
    const children = graph.children.get(id) ?? [];
    const revision = graph.revisions.get(id);
    return children.length < 2 || revision === undefined
      ? []
      : [{ ...infoOf(revision), children: infosOf(graph, children) }];
  });
}
