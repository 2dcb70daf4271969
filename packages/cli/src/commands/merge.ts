/** `merge`: one revision that follows several. */

import { relative } from "node:path";
import { mergeRevisions } from "@sluice/core";
import { bold, dim, green } from "../colours.ts";
import type { Answer, Project } from "../context.ts";
import { paragraphs, section } from "../describe.ts";

export interface MergeOptions {
  readonly message?: string;
  readonly revId?: string;
  readonly branchLabel?: readonly string[];
  readonly versionPath?: string;
  readonly splice?: boolean;
  readonly force?: boolean;
  /** False for --no-proof. */
  readonly proof?: boolean;
  readonly scratch?: string;
  readonly dryRun?: boolean;
}

export async function merge(heads: readonly string[], options: MergeOptions, project: Project): Promise<Answer> {
  const { database, migrations, recursive, ledger, fileName, postWrite, root } = project;
  const { message, branchLabel, versionPath, splice, force, proof, revId } = options;
  const draft = await mergeRevisions({
    database,
    migrations,
    recursive,
    ledger,
    fileName,
    postWrite,
    root,
    message,
    branchLabel,
    versionPath,
    splice,
    force,
    proof,
    scratch: options.scratch ?? project.scratch,
    ...(heads.length === 0 ? {} : { heads }),
    ...(revId === undefined ? {} : { revisionId: () => revId }),
  });
  const { revision, downRevisions, conflicts, opaque, orders } = draft;
  const written = options.dryRun === true ? null : await draft.write();
  const place = written === null ? null : relative(process.cwd(), written.path);
  return {
    json: { revision, path: written?.path ?? null, downRevision: downRevisions, conflicts, opaque, orders },
    text: paragraphs(
      section("Conflicts, gone past by --force", conflicts.map((conflict) => `  ${conflict.message}`).join("\n")),
      opaque.length === 0 ? "" : dim(`SQL or code of their own, which names tell nothing about: ${opaque.join(", ")}`),
      orders === null ? "" : `${green("Both orders give one schema")} on ${orders.scratch}.`,
      place === null ? draft.source : `${green("wrote")} ${bold(place)}: ${downRevisions.join(" and ")} are one again`,
    ),
  };
}
