/** `adopt` and `init --from-database`: begin with a database that is there already. */

import { relative } from "node:path";
import { adopt, baseline } from "@sluice/core";
import { bold, dim, green } from "../colours.ts";
import type { Answer, Project } from "../context.ts";
import { describeDiagnostics, paragraphs, section } from "../describe.ts";

export interface BaselineCommandOptions {
  readonly proof?: boolean;
  readonly scratch?: string;
}

export interface AdoptCommandOptions extends BaselineCommandOptions {
  readonly baseline?: boolean;
  readonly drizzleTable?: string;
}

function shown(path: string): string {
  return bold(relative(process.cwd(), path));
}

/** One revision that makes all that the database has. */
export async function baselineCommand(project: Project, options: BaselineCommandOptions): Promise<Answer> {
  const { revision, path, diagnostics, proof } = await baseline({
    ...project,
    proof: options.proof === false ? false : project.proof,
    scratch: options.scratch ?? project.scratch,
  });
  const tried = proof === null ? "" : ` (made from nothing on ${proof.scratch})`;
  return {
    json: { revisions: [{ revision, path }], stamped: [revision], diagnostics },
    text: paragraphs(
      `${green("wrote")} ${shown(path)}${tried}, and entered it in the ledger as applied`,
      section("Findings", describeDiagnostics(diagnostics)),
    ),
  };
}

export async function adoptCommand(
  folder: string | undefined,
  options: AdoptCommandOptions,
  project: Project,
): Promise<Answer> {
  if (options.baseline === true) return baselineCommand(project, options);
  const [schema = "", table] = (options.drizzleTable ?? "").split(".");
  const { revisions, stamped, diagnostics } = await adopt({
    ...project,
    history: folder ?? [project.migrations].flat()[0] ?? "drizzle",
    ...(table === undefined ? {} : { drizzleLedger: { schema, table } }),
  });
  const applied = new Set(stamped);
  const lines = revisions.map(
    ({ revision, path }) => `  ${shown(path)} ${applied.has(revision) ? green("(applied)") : dim("(pending)")}`,
  );
  return {
    json: { revisions, stamped, diagnostics },
    text: paragraphs(
      `${green("Adopted")} ${revisions.length} migrations of drizzle-kit; its files are as they were.`,
      lines.join("\n"),
      section("Findings", describeDiagnostics(diagnostics)),
    ),
  };
}
