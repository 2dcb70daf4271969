/** Writes a revision for a person to fill in. Asks no database. */

import { renderRevision } from "../render/render-revision.ts";
import { newRevisionId, parentOf } from "./autogenerate.ts";
import { DEFAULT_FILE_NAME, fileName } from "./file-name.ts";
import { writeRevision } from "./write-revision.ts";

export interface EmptyRevisionOptions {
  readonly migrations: string;
  readonly message: string;
  readonly revisionId?: () => string;
  readonly clock?: () => Date;
  readonly fileName?: string | undefined;
}

/**
 * @returns the source, and how to write it.
 * @throws MULTIPLE_HEADS
 */
export async function emptyRevision(options: EmptyRevisionOptions): Promise<{
  readonly revision: string;
  readonly source: string;
  write(): Promise<{ readonly revision: string; readonly path: string }>;
}> {
  const revision = (options.revisionId ?? newRevisionId)();
  const at = (options.clock ?? ((): Date => new Date()))();
  const source = await renderRevision(
    {
      revision,
      downRevisions: await parentOf(options.migrations),
      branchLabels: [],
      dependsOn: [],
      message: options.message,
      createdAt: at.toISOString(),
      upgrade: [],
      downgrade: [],
      losses: [],
    },
    true,
  );
  const name = fileName(options.fileName ?? DEFAULT_FILE_NAME, at, revision, options.message);
  return {
    revision,
    source,
    write: async () => ({ revision, path: await writeRevision(options.migrations, name, source) }),
  };
}
