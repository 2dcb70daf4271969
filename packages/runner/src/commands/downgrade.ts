/** Takes back what is above a target. */

import { appliedSet } from "../ledger/rows.ts";
import { downgradePath } from "../revisions/path.ts";
import { assertClosed, assertNotHalf, assertUnedited, type MoveOptions } from "./checks.ts";
import type { RunnerContext } from "./context.ts";
import { runPath } from "./run-path.ts";

export async function downgrade(
  context: RunnerContext,
  target: string,
  options: MoveOptions,
): Promise<{ readonly revisions: readonly string[] }> {
  return context.lockedOver(async (files, connection) => {
    const { graph, rows } = await files.settled(connection);
    assertNotHalf(rows, "running");
    assertClosed(graph, appliedSet(rows), context.table);
    const path = downgradePath(graph, appliedSet(rows), target);
    const inPath = new Set(path.map((revision) => revision.id));
    assertUnedited(
      graph,
      rows.filter((row) => inPath.has(row.revision)),
      options,
    );
    return { revisions: await runPath(context, connection, path, rows, "down", options) };
  });
}
