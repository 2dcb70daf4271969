/** Writes a revision for a person to fill in. Asks no database. */

import { renderRevision } from "../render/render-revision.ts";
import { newRevisionId } from "./autogenerate.ts";
import { revisionFileName } from "./file-name.ts";
import { migrationFiles, placeRevision, type PlacementOptions } from "./place-revision.ts";
import { writeRevision, type WriteOptions } from "./write-revision.ts";

export interface EmptyRevisionOptions extends PlacementOptions, WriteOptions {
  /** The folder of the migration files, or several. */
  readonly migrations: string | readonly string[];
  readonly recursive?: boolean | undefined;
  readonly message: string;
  readonly revisionId?: () => string;
  readonly clock?: () => Date;
  readonly fileName?: string | undefined;
}

/** A revision before it is written. */
export interface RevisionDraft {
  readonly revision: string;
  readonly source: string;
  write(): Promise<{ readonly revision: string; readonly path: string }>;
}

/**
 * @returns the source, and how to write it.
 * @throws MULTIPLE_HEADS, NOT_A_HEAD, REVISION_NOT_FOUND, REVISION_ID_INVALID, DUPLICATE_REVISION, BRANCH_LABEL_CONFLICT; USAGE
 * where several folders are there and none is named.
 * @example await (await emptyRevision({ migrations: "./migrations", message: "fill fees", head: "billing@head" })).write();
 */
export async function emptyRevision(options: EmptyRevisionOptions): Promise<RevisionDraft> {
  const revision = (options.revisionId ?? newRevisionId)();
  const at = (options.clock ?? ((): Date => new Date()))();
  const { folder, ...edges } = placeRevision(await migrationFiles(options), revision, options);
  const isMerge = edges.downRevisions.length > 1;
  const source = await renderRevision(
    {
      revision,
      ...edges,
      message: options.message,
      createdAt: at.toISOString(),
      upgrade: [],
      downgrade: [],
      losses: [],
    },
    !isMerge,
  );
  const name = revisionFileName(options, at, revision);
  return {
    revision,
    source,
    async write() {
      const path = await writeRevision(folder, name, source, options);
      return { revision, path };
    },
  };
}
