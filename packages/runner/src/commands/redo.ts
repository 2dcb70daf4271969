/** Takes revisions back and applies them again: what a person does while writing one. */

import { appliedSet } from "../ledger/rows.ts";
import { redonePath } from "../revisions/path.ts";
import { assertClosed, assertNotHalf, type MoveOptions, assertUnedited } from "./checks.ts";
import type { RunnerContext } from "./context.ts";
import { runPath } from "./run-path.ts";

export async function redo(
  context: RunnerContext,
  target: string,
  options: MoveOptions,
): Promise<{ readonly revisions: readonly string[] }> {
  return context.lockedOver(async (files, connection) => {
    const { graph, rows } = await files.settled(connection);
    assertNotHalf(rows, "running");
    assertNotHalf(rows, "reverting");
    const applied = appliedSet(rows);
    assertClosed(graph, applied, context.table);
    const down = redonePath(graph, applied, target);
    const inPath = new Set(down.map(({ id }) => id));
    // What is being written is edited between its runs; what stays applied below it is not.
    assertUnedited(
      graph,
      rows.filter((row) => !inPath.has(row.revision)),
      options,
    );
    const looking = options.drift === undefined ? {} : { drift: options.drift };
    await runPath(context, connection, down, rows, "down", looking);
    const { rows: after } = await files.standing(connection);
    return { revisions: await runPath(context, connection, down.toReversed(), after, "up", looking) };
  });
}
