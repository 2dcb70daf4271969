/** Puts a branch's revisions after another head, so that the history is one line again. Rewrites what they follow. */

import { randomBytes } from "node:crypto";
import { readFile, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import {
  ancestors,
  createRunner,
  findRevision,
  headsOf,
  loadMigration,
  ordered,
  parseTarget,
  resolveAbsolute,
  revisionGraph,
  sluiceError,
  withParents,
  type DatabaseInput,
  type LedgerOptions,
  type RevisionGraph,
} from "@sluice/runner";
import { mergeConflicts, type MergeConflict } from "../merge/conflicts.ts";
import { migrationFiles } from "./place-revision.ts";

export interface RebaseOptions {
  readonly migrations: string | readonly string[];
  readonly recursive?: boolean | undefined;
  readonly root?: string | undefined;
  /** The branch that moves: its head, a label, `label@head`. */
  readonly branch: string;
  /** What it is put after. Default: the only other head. */
  readonly onto?: string | undefined;
  /** Asked whether what moves is applied. */
  readonly database: DatabaseInput;
  readonly ledger?: LedgerOptions | undefined;
}

export interface RebasedFile {
  readonly revision: string;
  readonly path: string;
  readonly from: readonly string[];
  readonly to: readonly string[];
}

export interface RebaseDraft {
  readonly onto: string;
  /** What moves, oldest first. */
  readonly revisions: readonly string[];
  /** The files that say something else now: those that stood at the fork. */
  readonly files: readonly RebasedFile[];
  /** Where the branch meets what it is put after: it may have to be changed by hand. */
  readonly conflicts: readonly MergeConflict[];
  write(): Promise<void>;
}

function oneOf(graph: RevisionGraph, text: string): string {
  const [found, ...more] = resolveAbsolute(graph, new Set(), parseTarget(text)).filter((id) => id !== null);
  if (found !== undefined && more.length === 0) return found;
  throw sluiceError(
    "AMBIGUOUS_REVISION",
    `${text} names ${found === undefined ? "no revision" : "several revisions"}`,
    {
      hint: "Name one head by its id or as label@head.",
    },
  );
}

/** A label alone means all of its branch here: nobody moves the first revision away from the rest. */
function headOf(graph: RevisionGraph, text: string): string {
  return graph.labels.has(text) ? oneOf(graph, `${findRevision(graph, text)}@head`) : oneOf(graph, text);
}

function otherHead(graph: RevisionGraph, branch: string): string {
  const heads = headsOf(graph).filter((id) => !ancestors(graph, [branch]).has(id) && id !== branch);
  const [only, ...more] = heads;
  if (only !== undefined && more.length === 0) return only;
  throw sluiceError(
    "MULTIPLE_HEADS",
    `there are ${heads.length} other heads${heads.length > 0 ? `: ${heads.join(", ")}` : ""}`,
    {
      hint: "Say with --onto what the branch is to be put after.",
      details: { heads },
    },
  );
}

async function assertNotApplied(options: RebaseOptions, ids: readonly string[]): Promise<void> {
  const { database, migrations, recursive, ledger } = options;
  const runner = createRunner({ database, migrations, recursive, ...(ledger === undefined ? {} : { ledger }) });
  try {
    const { applied, halfApplied } = await runner.status();
    const there = ids.filter((id) => applied.includes(id) || halfApplied.includes(id));
    if (there.length === 0) return;
    throw sluiceError(
      "REVISION_APPLIED",
      `${there.join(", ")} ${there.length === 1 ? "is" : "are"} applied to ${runner.label}`,
      {
        hint: "Take the branch back with downgrade first, or merge instead: other databases may have it as well.",
        details: { revisions: there },
      },
    );
  } finally {
    await runner.close();
  }
}

/** Written beside and renamed, so that no reader ever sees half a file. */
async function rewritten({ path, to }: RebasedFile): Promise<void> {
  const text = withParents(await readFile(path, "utf8"), path, to);
  const draft = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString("hex")}.draft`);
  try {
    await writeFile(draft, text, { flag: "wx" });
    await rename(draft, path);
  } finally {
    await rm(draft, { force: true });
  }
}

/**
 * Plans a rebase. Nothing is written before `write()`.
 *
 * @throws REVISION_APPLIED where a revision that would move is applied; REVISION_NOT_FOUND, MULTIPLE_HEADS, AMBIGUOUS_REVISION;
 * USAGE where the branch stands there already.
 * @example await (await rebaseRevisions({ migrations: "./migrations", branch: "mine", database })).write();
 */
export async function rebaseRevisions(options: RebaseOptions): Promise<RebaseDraft> {
  const { graph, folders } = await migrationFiles(options);
  const branch = headOf(graph, options.branch);
  const onto = options.onto === undefined ? otherHead(graph, branch) : oneOf(graph, options.onto);
  const shared = ancestors(graph, [onto]);
  const revisions = ordered(graph, new Set([...ancestors(graph, [branch])].filter((id) => !shared.has(id))));
  const files = revisions.flatMap((id): readonly RebasedFile[] => {
    const revision = graph.revisions.get(id);
    if (revision === undefined) return [];
    const { downRevisions: from, path } = revision;
    const isRoot = from.length === 0;
    const to = isRoot ? [onto] : [...new Set(from.map((parent) => (shared.has(parent) ? onto : parent)))];
    return to.join() === from.join() ? [] : [{ revision: id, path, from, to }];
  });
  if (files.length === 0) {
    throw sluiceError("USAGE", `${branch} stands after ${onto} already`, { hint: "heads lists what nothing follows." });
  }
  await assertNotApplied({ ...options, migrations: folders }, revisions);
  // A circle or anything else that the new parents would make is refused before a file is touched.
  const moved = new Map(files.map(({ revision, to }) => [revision, to]));
  revisionGraph(
    [...graph.revisions.values()].map((each) => ({ ...each, downRevisions: moved.get(each.id) ?? each.downRevisions })),
  );
  const migrations = (ids: Iterable<string>): Promise<Awaited<ReturnType<typeof loadMigration>>[]> =>
    Promise.all([...ids].flatMap((id) => graph.revisions.get(id) ?? []).map(loadMigration));
  const passed = [...shared].filter(
    (id) =>
      !ancestors(
        graph,
        files.flatMap(({ from }) => from),
      ).has(id),
  );
  const conflicts = mergeConflicts(await migrations(ordered(graph, new Set(passed))), await migrations(revisions));
  return {
    onto,
    revisions,
    files,
    conflicts,
    async write() {
      for (const file of files) await rewritten(file);
    },
  };
}
