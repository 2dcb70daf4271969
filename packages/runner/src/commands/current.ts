/** What is applied. */

import { appliedSet } from "../ledger/ledger.ts";
import { headsOf, maximal } from "../revisions/graph.ts";
import type { RunnerContext } from "./context.ts";

export interface CurrentInfo {
  readonly revisions: readonly string[];
  readonly heads: readonly string[];
  readonly isHead: boolean;
}

export async function current(context: RunnerContext): Promise<CurrentInfo> {
  const graph = await context.loadGraph();
  const rows = await context.connected((connection) => context.known(connection, graph));
  const revisions = maximal(graph, appliedSet(rows));
  const heads = headsOf(graph);
  const isHead = heads.length === revisions.length && heads.every((id) => revisions.includes(id));
  return { revisions, heads, isHead };
}
