/** What is applied. */

import { appliedSet } from "../ledger/rows.ts";
import { headsOf, maximal } from "../revisions/graph.ts";
import type { RunnerContext } from "./context.ts";

export interface CurrentInfo {
  /** What is applied and nothing applied follows. */
  readonly revisions: readonly string[];
  readonly heads: readonly string[];
  /** Every head is applied: on its own, or since another revision needs it. */
  readonly isHead: boolean;
}

export async function current(context: RunnerContext): Promise<CurrentInfo> {
  const files = await context.load();
  const { graph, rows } = await context.connected(files.standing);
  const applied = appliedSet(rows);
  const heads = headsOf(graph);
  return { revisions: maximal(graph, applied), heads, isHead: heads.every((id) => applied.has(id)) };
}
