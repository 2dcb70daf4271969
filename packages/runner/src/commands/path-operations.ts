/** What the files of a path ask for, in one direction. */

import { sluiceError } from "../errors/sluice-error.ts";
import type { Operation } from "../operations/operation.ts";
import { loadMigration } from "../revisions/migration.ts";
import { revisionText, type Revision } from "../revisions/revision.ts";

export interface PathPart {
  readonly revision: Revision;
  readonly operations: readonly Operation[];
}

function irreversibleParts(
  parts: readonly PathPart[],
): readonly { readonly revision: Revision; readonly why: string }[] {
  return parts.flatMap(({ revision, operations }) => {
    const found = operations.find((operation) => operation.op === "irreversible");
    return found === undefined ? [] : [{ revision, why: found.reason }];
  });
}

/** @throws IRREVERSIBLE_REVISION where a file of the path says that there is no way past it. */
function assertPassable(parts: readonly PathPart[], direction: "up" | "down"): void {
  const stops = irreversibleParts(parts);
  const [first] = stops;
  if (first === undefined) return;
  const { id, path } = first.revision;
  const more =
    stops.length === 1 ? "" : ` (nor ${stops.length === 2 ? "has" : "have"} ${stops.length - 1} more below it)`;
  const what =
    direction === "down"
      ? `${revisionText(first.revision)} has no way back${more}: ${first.why}`
      : `${revisionText(first.revision)} can't be applied: ${first.why}`;
  throw sluiceError("IRREVERSIBLE_REVISION", what, {
    hint:
      direction === "down"
        ? `Nothing was taken back. ${parts[0]?.revision.id === id ? "Write a revision that goes forward instead" : `The farthest way back is downgrade ${id}`}.`
        : `op.irreversible is for a downgrade: correct ${path}.`,
    details: { revisions: stops.map(({ revision }) => revision.id), path },
  });
}

/**
 * Loads every file of a path, before anything of it is run.
 *
 * @throws REVISION_FILE_INVALID, INVALID_OPERATION, IRREVERSIBLE_REVISION
 */
export async function pathOperations(
  path: readonly Revision[],
  direction: "up" | "down",
): Promise<readonly PathPart[]> {
  const migrations = await Promise.all(path.map(loadMigration));
  const parts = migrations.map(({ revision, upgrade, downgrade }) => ({
    revision,
    operations: direction === "up" ? upgrade : downgrade,
  }));
  assertPassable(parts, direction);
  return parts;
}
