/** `squash`: one revision for a range. */

import { relative } from "node:path";
import { squashRevisions } from "@sluice/core";
import { bold, dim, green } from "../colours.ts";
import type { Answer, Project } from "../context.ts";
import { paragraphs } from "../describe.ts";

export interface SquashOptions {
  readonly message?: string;
  readonly revId?: string;
  readonly dryRun?: boolean;
}

export async function squash(range: string, options: SquashOptions, project: Project): Promise<Answer> {
  const { migrations, recursive, fileName, postWrite, root } = project;
  const { revId, message } = options;
  const draft = await squashRevisions({
    migrations,
    recursive,
    fileName,
    postWrite,
    root,
    range,
    message,
    ...(revId === undefined ? {} : { revisionId: () => revId }),
  });
  const { revision, replaces, source } = draft;
  const written = options.dryRun === true ? null : await draft.write();
  return {
    json: { revision, path: written?.path ?? null, replaces },
    text:
      written === null
        ? source
        : paragraphs(
            `${green("wrote")} ${bold(relative(process.cwd(), written.path))}: it replaces ${replaces.join(", ")}`,
            dim("Keep their files until every database has all of them; then remove them."),
          ),
  };
}
