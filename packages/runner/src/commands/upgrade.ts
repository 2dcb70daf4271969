/** Applies what is missing up to a target. */

import { appliedSet } from "../ledger/rows.ts";
import type { RevisionGraph } from "../revisions/graph.ts";
import { upgradePath } from "../revisions/path.ts";
import { assertClosed, assertNotHalf, assertUnedited, type MoveOptions } from "./checks.ts";
import type { RunnerContext } from "./context.ts";
import { runPath } from "./run-path.ts";

/** A label alone is the revision that bears it, where many expect the end of its branch. */
function noteLabels(context: RunnerContext, graph: RevisionGraph, targets: readonly string[]): void {
  for (const target of targets) {
    const bearer = graph.labels.get(target);
    if (bearer === undefined || !graph.children.has(bearer)) continue;
    context.onEvent({
      type: "note",
      message: `${target} is the revision ${bearer}, which bears the label; ${target}@head is the end of its branch`,
    });
  }
}

export async function upgrade(
  context: RunnerContext,
  target: string | readonly string[],
  options: MoveOptions,
): Promise<{ readonly revisions: readonly string[] }> {
  return context.lockedOver(async (files, connection) => {
    const targets = files.graph.order.length === 0 && target === "head" ? [] : [target].flat();
    noteLabels(context, files.graph, targets);
    const { graph, rows } = await files.settled(connection);
    assertNotHalf(rows, "reverting");
    const applied = appliedSet(rows);
    assertClosed(graph, applied, context.table);
    assertUnedited(graph, rows, options);
    const path = upgradePath(graph, applied, targets);
    return { revisions: await runPath(context, connection, path, rows, "up", options) };
  });
}
