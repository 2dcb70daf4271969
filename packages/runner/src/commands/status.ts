/** The ledger held against the files. */

import { brokenChains } from "../ledger/chain.ts";
import { appliedSet } from "../ledger/rows.ts";
import { ordered } from "../revisions/graph.ts";
import { editedOf } from "./checks.ts";
import type { RunnerContext } from "./context.ts";

export interface StatusInfo {
  readonly applied: readonly string[];
  readonly pending: readonly string[];
  /** In the ledger, but no file has them. */
  readonly missing: readonly string[];
  /** Applied, and their file was changed since. */
  readonly edited: readonly string[];
  /** Their row in the ledger does not follow from their parents' rows any more: somebody changed it. */
  readonly altered: readonly string[];
  /** Stopped between their segments. */
  readonly halfApplied: readonly string[];
}

export async function status(context: RunnerContext): Promise<StatusInfo> {
  const files = await context.load();
  const { graph, rows } = await context.connected(files.seen);
  const applied = appliedSet(rows);
  return {
    applied: ordered(graph, applied),
    pending: graph.order.filter((id) => !applied.has(id)),
    missing: rows.map((row) => row.revision).filter((id) => !graph.revisions.has(id)),
    edited: editedOf(graph, rows).filter((id) => graph.revisions.has(id)),
    altered: brokenChains(rows),
    halfApplied: rows.filter((row) => row.state === "running" || row.state === "reverting").map((row) => row.revision),
  };
}
