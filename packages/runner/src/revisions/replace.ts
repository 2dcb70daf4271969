/**
 * Squashed revisions: one that `replaces` a range. A database sees the range where it has rows of it and its files are there,
 * and the one in its place otherwise. Pure.
 */

import { sluiceError } from "../errors/sluice-error.ts";
import type { Revision } from "./revision.ts";

/** The revisions as one database sees them. */
export interface Seen {
  readonly revisions: readonly Revision[];
  /** Those that stand for rows of what they replace, whose files are gone. */
  readonly adopted: readonly Revision[];
}

function replacesOf(revision: Revision): readonly string[] {
  return revision.replaces ?? [];
}

function assertOnce(squashed: readonly Revision[]): void {
  const taken = new Map<string, Revision>();
  for (const revision of squashed) {
    for (const id of replacesOf(revision)) {
      const other = taken.get(id);
      if (other !== undefined || id === revision.id) {
        throw sluiceError(
          "REVISION_FILE_INVALID",
          `${revision.path}: ${id} is replaced by ${(other ?? revision).id} already`,
          {
            hint: "A revision is replaced by one other.",
            details: { path: revision.path, revision: id },
          },
        );
      }
      taken.set(id, revision);
    }
  }
}

/** The last of a range: what others that name the squashed one follow instead. */
function lastOf(list: readonly Revision[], ids: readonly string[]): readonly string[] {
  const followed = new Set(
    list
      .filter(({ id }) => ids.includes(id))
      .flatMap(({ downRevisions, dependsOn }) => [...downRevisions, ...dependsOn]),
  );
  return ids.filter((id) => !followed.has(id));
}

function isWholeIn(revision: Revision, list: readonly Revision[]): boolean {
  return replacesOf(revision).every((id) => list.some((each) => each.id === id));
}

function assertReachable(revision: Revision, begun: readonly string[], left: readonly string[]): void {
  if (left.length === 0) return;
  throw sluiceError(
    "LEDGER_INCONSISTENT",
    `the database stands inside what ${revision.id} replaces: it has ${begun.join(", ")}, but not ${left.join(", ")}`,
    {
      hint: `Put the files that ${revision.path} replaces back, upgrade, and remove them then.`,
      details: { revision: revision.id, applied: begun, missing: left },
    },
  );
}

/**
 * The revisions that a database with these rows sees.
 *
 * @param rows the ids in its ledger, and whether each is applied whole.
 * @throws LEDGER_INCONSISTENT where it stands inside a range whose files are gone; REVISION_FILE_INVALID.
 */
export function seenFrom(list: readonly Revision[], rows: ReadonlyMap<string, boolean>): Seen {
  const squashed = list.filter((revision) => replacesOf(revision).length > 0);
  if (squashed.length === 0) return { revisions: list, adopted: [] };
  assertOnce(squashed);
  const hidden = new Set<string>();
  const instead = new Map<string, readonly string[]>();
  const adopted: Revision[] = [];
  for (const revision of squashed) {
    const ids = replacesOf(revision);
    const begun = ids.filter((id) => rows.has(id));
    if (begun.length > 0 && !rows.has(revision.id) && isWholeIn(revision, list)) {
      hidden.add(revision.id);
      instead.set(revision.id, lastOf(list, ids));
      continue;
    }
    if (begun.length > 0) {
      const left = ids.filter((id) => rows.get(id) !== true);
      assertReachable(revision, begun, left);
      adopted.push(revision);
    }
    for (const id of ids) {
      hidden.add(id);
      instead.set(id, [revision.id]);
    }
  }
  const renamed = (ids: readonly string[]): readonly string[] => [
    ...new Set(ids.flatMap((id) => instead.get(id) ?? [id])),
  ];
  const revisions = list
    .filter(({ id }) => !hidden.has(id))
    .map((each) => ({ ...each, downRevisions: renamed(each.downRevisions), dependsOn: renamed(each.dependsOn) }));
  return { revisions, adopted };
}
