/** Where a new revision goes: what it follows, which branch it begins, and in which folder its file stands. */

import { dirname, isAbsolute, join, relative, resolve } from "node:path";
import {
  findRevision,
  headsOf,
  loadRevisions,
  parseTarget,
  resolveAbsolute,
  revisionGraph,
  seenFrom,
  sluiceError,
  type Revision,
  type RevisionGraph,
} from "@sluice/runner";

export interface PlacementOptions {
  /** What it follows: an id, a label, `label@head`, `heads` for a merge, `base` for a new root. Default: the only head. */
  readonly head?: string | readonly string[] | undefined;
  /** Let it follow a revision that others follow already: a new branch. */
  readonly splice?: boolean | undefined;
  readonly branchLabel?: string | readonly string[] | undefined;
  /** Revisions of other branches that must be applied before it: ids, beginnings of ids, or labels. */
  readonly dependsOn?: readonly string[] | undefined;
  /** The folder of its file, where there are several. Default: that of the revision it follows. */
  readonly versionPath?: string | undefined;
}

export interface Placement {
  readonly downRevisions: readonly string[];
  readonly branchLabels: readonly string[];
  readonly dependsOn: readonly string[];
  readonly folder: string;
}

/** What is known of a project's files. */
export interface MigrationFiles {
  readonly graph: RevisionGraph;
  /** Absolute. */
  readonly folders: readonly string[];
}

interface MigrationsOptions {
  readonly migrations: string | readonly string[];
  readonly recursive?: boolean | undefined;
  readonly root?: string | undefined;
}

/** The folders of a project's migration files, absolute. */
export function migrationFolders({ migrations, root = resolve("") }: MigrationsOptions): readonly string[] {
  return [migrations].flat().map((folder) => (isAbsolute(folder) ? folder : join(root, folder)));
}

/** Reads the migration files of a project. @throws what reading them throws. */
export async function migrationFiles(options: MigrationsOptions): Promise<MigrationFiles> {
  const folders = migrationFolders(options);
  const list = await loadRevisions(folders, { recursive: options.recursive });
  // What is written next follows what squashed revisions stand for, as an empty database sees it.
  return { graph: revisionGraph(seenFrom(list, new Map()).revisions), folders };
}

const NOTHING: ReadonlySet<string> = new Set();

function parentsOf(graph: RevisionGraph, { head, splice }: PlacementOptions): readonly string[] {
  const heads = headsOf(graph);
  if (head === undefined) {
    if (heads.length > 1) {
      throw sluiceError("MULTIPLE_HEADS", `there are ${heads.length} heads: ${heads.join(", ")}`, {
        hint: "Merge them first, or say with --head which one the revision follows.",
        details: { heads },
      });
    }
    return heads;
  }
  const parents = [head].flat().flatMap((text) => resolveAbsolute(graph, NOTHING, parseTarget(text)));
  const ids = parents.filter((id) => id !== null);
  const twice = ids.find((id, position) => ids.indexOf(id) !== position);
  if (twice !== undefined) {
    throw sluiceError("USAGE", `${twice} is named twice as what the revision follows`, { hint: "Name it once." });
  }
  const inner = ids.find((id) => !heads.includes(id));
  if (inner !== undefined && splice !== true) {
    throw sluiceError(
      "NOT_A_HEAD",
      `${inner} is not a head: ${(graph.children.get(inner) ?? []).join(", ")} follows it`,
      {
        hint: "Say --splice to begin a new branch there.",
        details: { revision: inner },
      },
    );
  }
  return ids;
}

/** Ids are written in full; a label stays one, and goes on meaning what it means. */
function dependenciesOf(graph: RevisionGraph, named: readonly string[]): readonly string[] {
  return named.map((name) => (graph.labels.has(name) ? name : findRevision(graph, name)));
}

function folderOf({ graph, folders }: MigrationFiles, parents: readonly string[], options: PlacementOptions): string {
  const [first] = folders;
  if (options.versionPath !== undefined) {
    const wanted = resolve(options.versionPath);
    const found = folders.find((folder) => resolve(folder) === wanted);
    if (found !== undefined) return found;
    throw sluiceError("USAGE", `--version-path ${options.versionPath} is none of the folders of migrations`, {
      hint: `There are ${folders.join(", ")}.`,
      details: { folders },
    });
  }
  if (folders.length < 2 && first !== undefined) return first;
  const inherited = parents.flatMap((id) => graph.revisions.get(id)?.path ?? []).map((path) => dirname(resolve(path)));
  const found = folders.find((folder) =>
    inherited.some((path) => !relative(folder, path).startsWith("..") && !isAbsolute(relative(folder, path))),
  );
  if (found !== undefined) return found;
  throw sluiceError("USAGE", "there are several folders of migrations, and nothing tells which one the file goes to", {
    hint: `Say --version-path with one of ${folders.join(", ")}.`,
    details: { folders },
  });
}

/**
 * Where a new revision goes.
 *
 * @throws MULTIPLE_HEADS, NOT_A_HEAD, REVISION_NOT_FOUND, USAGE; and, before anything is written, what a graph with the new
 * revision in it would throw: REVISION_ID_INVALID, DUPLICATE_REVISION, BRANCH_LABEL_CONFLICT.
 */
export function placeRevision(files: MigrationFiles, revision: string, options: PlacementOptions): Placement {
  const { graph } = files;
  const downRevisions = parentsOf(graph, options);
  const placement: Placement = {
    downRevisions,
    branchLabels: options.branchLabel === undefined ? [] : [options.branchLabel].flat(),
    dependsOn: dependenciesOf(graph, options.dependsOn ?? []),
    folder: folderOf(files, downRevisions, options),
  };
  const { folder: path, ...edges } = placement;
  const draft: Revision = { id: revision, ...edges, message: "", createdAt: null, path, checksum: "" };
  revisionGraph([...graph.revisions.values(), draft]);
  return placement;
}
