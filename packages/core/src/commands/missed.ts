/** What a table is without once an object of it is gone, or is made anew without. */

import type { Operation } from "@sluice/runner";
import type { Catalog } from "../catalog/catalog.ts";
import type { Diagnostic } from "../catalog/diagnostic.ts";
import { kindOf } from "../kinds/index.ts";

/**
 * @param from what the database has, once the renames are done.
 * @param operations what leads from there to the target.
 */
export function missedFindings(
  from: Catalog,
  target: Catalog,
  operations: readonly Operation[],
): readonly Diagnostic[] {
  if (from === target) return [];
  const takenOver = new Set(operations.flatMap((operation) => ("usingIndex" in operation ? operation.usingIndex : [])));
  return [...from.values()].flatMap((object) => {
    const { missed } = kindOf(object).changes;
    const words = missed?.(object as never) ?? null;
    if (words === null) return [];
    const next = target.get(object.id);
    // What a constraint takes over goes on in it.
    if (takenOver.has(object.path.at(-1) ?? "")) return [];
    if (next !== undefined && (missed?.(next as never) ?? null) !== null) return [];
    // With its table goes all that was to be missed.
    if (object.parent !== null && !target.has(object.parent)) return [];
    return [
      {
        code: "DROPPED_ALONG",
        severity: "warning",
        object: object.id,
        message: `${object.id} ${words}`,
        hint: "Give the table another one in the migration, with op.execute.",
      },
    ];
  });
}
