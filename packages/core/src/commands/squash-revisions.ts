/** Writes one revision that does what a range of them does, and replaces them. Their files stay until nobody needs them. */

import { dirname } from "node:path";
import {
  historyRange,
  loadMigration,
  sluiceError,
  type Migration,
  type Operation,
  type Revision,
  type RevisionGraph,
  type SluiceError,
} from "@sluice/runner";
import { renderRevision } from "../render/render-revision.ts";
import { newRevisionId } from "./autogenerate.ts";
import type { EmptyRevisionOptions, RevisionDraft } from "./empty-revision.ts";
import { revisionFileName } from "./file-name.ts";
import { migrationFiles } from "./place-revision.ts";
import { writeRevision } from "./write-revision.ts";

export interface SquashOptions extends Pick<
  EmptyRevisionOptions,
  "migrations" | "recursive" | "root" | "revisionId" | "clock" | "fileName" | "postWrite"
> {
  /** `from:to`, both ends included. */
  readonly range: string;
  /** Default: `squash from … to …`. */
  readonly message?: string | undefined;
}

export interface SquashDraft extends RevisionDraft {
  /** What it replaces, oldest first. */
  readonly replaces: readonly string[];
}

function impossible(message: string, hint: string, revisions: readonly string[]): SluiceError {
  return sluiceError("SQUASH_IMPOSSIBLE", message, { hint, details: { revisions } });
}

function assertLeaves(graph: RevisionGraph, members: readonly Revision[]): void {
  const ids = new Set(members.map(({ id }) => id));
  const last = members.at(-1);
  for (const { id } of members) {
    const outside = (graph.followers.get(id) ?? []).filter((follower) => !ids.has(follower));
    if (id !== last?.id && outside.length > 0) {
      throw impossible(
        `${outside.join(", ")} leans on ${id}, which is inside the range`,
        "Squash up to it, or from it on.",
        outside,
      );
    }
  }
}

function assertWritten(members: readonly Migration[]): void {
  const squashed = members
    .filter(({ revision }) => (revision.replaces ?? []).length > 0)
    .map(({ revision }) => revision.id);
  if (squashed.length > 0) {
    throw impossible(`${squashed.join(", ")} is squashed itself`, "Squash what comes after it.", squashed);
  }
  const runs = (list: readonly Operation[]): boolean => list.some(({ op }) => op === "run");
  const coded = members
    .filter(({ upgrade, downgrade }) => runs(upgrade) || runs(downgrade))
    .map(({ revision }) => revision.id);
  if (coded.length > 0) {
    throw impossible(`${coded.join(", ")} runs code, which is written nowhere else`, "Squash around it.", coded);
  }
}

/** Where one of them has no way back, there is none past all of them. */
function downgradeOf(members: readonly Migration[]): readonly Operation[] {
  const all = members.toReversed().flatMap(({ downgrade }) => downgrade);
  const stop = all.find(({ op }) => op === "irreversible");
  return stop === undefined ? all : [stop];
}

function outsideOf(
  members: readonly Revision[],
  key: "downRevisions" | "dependsOn",
  graph: RevisionGraph,
): readonly string[] {
  const ids = new Set(members.map(({ id }) => id));
  const named = members.flatMap((member) => member[key]);
  return [...new Set(named)].filter((name) => !ids.has(graph.labels.get(name) ?? name));
}

/**
 * One revision in the place of a range. A database that has none of the range runs it; one that stands inside goes on by the
 * files of the range, which must stay for that; where they are gone, one that has all of the range has it.
 *
 * @throws SQUASH_IMPOSSIBLE where others lean on the inside of the range, or a revision runs code; INVALID_TARGET.
 * @example await (await squashRevisions({ migrations: "./migrations", range: "base:4f1c" })).write();
 */
export async function squashRevisions(options: SquashOptions): Promise<SquashDraft> {
  const { graph, folders } = await migrationFiles(options);
  const replaces = historyRange(graph, new Set(), options.range).toReversed();
  const members = replaces.flatMap((id) => graph.revisions.get(id) ?? []);
  const last = members.at(-1);
  if (last === undefined || members.length < 2) {
    throw impossible(
      `${options.range} is ${members.length} revisions`,
      "Name a range of at least two: from:to.",
      replaces,
    );
  }
  assertLeaves(graph, members);
  const migrations = await Promise.all(members.map(loadMigration));
  assertWritten(migrations);
  const revision = (options.revisionId ?? newRevisionId)();
  const at = (options.clock ?? ((): Date => new Date()))();
  const message = options.message ?? `squash ${members[0]?.id ?? ""} to ${last.id}`;
  const source = await renderRevision({
    revision,
    downRevisions: outsideOf(members, "downRevisions", graph),
    branchLabels: members.flatMap(({ branchLabels }) => branchLabels),
    dependsOn: outsideOf(members, "dependsOn", graph),
    replaces,
    message,
    createdAt: at.toISOString(),
    upgrade: migrations.flatMap(({ upgrade }) => upgrade),
    downgrade: downgradeOf(migrations),
    losses: [],
  });
  const folder = folders.find((each) => each === dirname(last.path)) ?? folders[0] ?? dirname(last.path);
  const name = revisionFileName({ ...options, message }, at, revision);
  return {
    revision,
    replaces,
    source,
    write: async () => ({ revision, path: await writeRevision(folder, name, source, options) }),
  };
}
