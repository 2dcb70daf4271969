/** `rebase`: a branch's revisions after another head. */

import { relative } from "node:path";
import { rebaseRevisions } from "@sluice/core";
import { bold, dim, green, yellow } from "../colours.ts";
import type { Answer, Project } from "../context.ts";
import { paragraphs, section } from "../describe.ts";

export interface RebaseOptions {
  readonly onto?: string;
  readonly dryRun?: boolean;
}

export async function rebase(branch: string, { onto, dryRun }: RebaseOptions, project: Project): Promise<Answer> {
  const { database, migrations, recursive, ledger } = project;
  const draft = await rebaseRevisions({ database, migrations, recursive, ledger, branch, onto });
  if (dryRun !== true) await draft.write();
  const { revisions, files, conflicts } = draft;
  const lines = files.map(
    ({ path, from, to }) =>
      `  ${bold(relative(process.cwd(), path))} ${dim(`${from.join(", ") || "base"} →`)} ${to.join(", ")}`,
  );
  return {
    json: { onto: draft.onto, revisions, files, conflicts },
    text: paragraphs(
      `${dryRun === true ? dim("--dry-run: nothing was written.") : green("Rebased")} ${revisions.join(", ")} after ${draft.onto}.`,
      section("Files", lines.join("\n")),
      section("Look at", conflicts.map(({ message }) => `  ${yellow(message)}`).join("\n")),
    ),
  };
}
