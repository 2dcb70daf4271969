/** `gen` and `revision`: write a migration. */

import { relative } from "node:path";
import { autogenerate, emptyRevision, type Rename, type PlacementOptions, type RenameCandidate } from "@sluice/core";
import { isSluiceError, sluiceError, type SqlText } from "@sluice/runner";
import { bold, dim, green } from "../colours.ts";
import type { Answer, Project } from "../context.ts";
import { describeDiagnostics, describeHazards, describeOperations, paragraphs, section } from "../describe.ts";
import { renameOf } from "../words/rename.ts";
import { schemaDiff } from "../schema-diff.ts";

export interface GenOptions {
  readonly empty?: boolean;
  readonly dryRun?: boolean;
  readonly revId?: string;
  readonly message?: string;
  readonly head?: readonly string[];
  readonly splice?: boolean;
  readonly branchLabel?: readonly string[];
  readonly dependsOn?: readonly string[];
  readonly versionPath?: string;
  readonly rename?: readonly string[];
  /** False for --no-renames. */
  readonly renames?: boolean;
  readonly allowMassDrop?: boolean;
  /** False for --no-proof. */
  readonly proof?: boolean;
  readonly scratch?: string;
  readonly locks?: "brief" | "plain";
  readonly using?: readonly string[];
  readonly downUsing?: readonly string[];
}

function usingOf(texts: readonly string[] | undefined): Readonly<Record<string, SqlText>> {
  return Object.fromEntries(
    (texts ?? []).map((text) => {
      const end = text.indexOf("=");
      if (end < 1)
        throw sluiceError("USAGE", `--using ${text} is not table.column=expression`, {
          hint: 'Write --using fees.amount="amount::numeric".',
        });
      return [text.slice(0, end), { sql: text.slice(end + 1) }];
    }),
  );
}

function placementOf({ head, splice, branchLabel, dependsOn, versionPath }: GenOptions): PlacementOptions {
  return { head, splice, branchLabel, dependsOn, versionPath };
}

async function empty(message: string, options: GenOptions, project: Project): Promise<Answer> {
  const draft = await emptyRevision({
    migrations: project.migrations,
    recursive: project.recursive,
    message,
    ...placementOf(options),
    fileName: project.fileName,
    postWrite: project.postWrite,
    root: project.root,
    ...(options.revId === undefined ? {} : { revisionId: () => options.revId ?? "" }),
  });
  const written = options.dryRun === true ? null : await draft.write();
  const json = { revision: draft.revision, path: written?.path ?? null, operations: [], hazards: [], diagnostics: [] };
  return { json, text: written === null ? draft.source : wrote(written.path) };
}

function wrote(path: string): string {
  return `${green("wrote")} ${bold(relative(process.cwd(), path))}`;
}

/** Asks a person which candidates are renames; null where there is nobody to ask. */
export type AskRenames = (
  candidates: readonly RenameCandidate[],
) => Promise<{ readonly renames: readonly Rename[] } | null>;

export async function gen(message: string, options: GenOptions, project: Project, ask: AskRenames): Promise<Answer> {
  if (options.empty === true) return empty(message, options, project);
  const settings = {
    ...project,
    ...placementOf(options),
    message,
    noRenames: options.renames === false,
    allowMassDrop: options.allowMassDrop === true,
    proof: options.proof === false ? false : project.proof,
    scratch: options.scratch ?? project.scratch,
    locks: options.locks ?? project.locks,
    using: usingOf(options.using),
    downUsing: usingOf(options.downUsing),
    ...(options.revId === undefined ? {} : { revisionId: () => options.revId ?? "" }),
  };
  const renames = (options.rename ?? []).map(renameOf);
  const result = await autogenerate({ ...settings, renames }).catch(async (cause: unknown) => {
    if (!isSluiceError(cause) || cause.code !== "AMBIGUOUS_RENAME") throw cause;
    // AMBIGUOUS_RENAME's details are its candidates.
    const decided = await ask(cause.details["candidates"] as readonly RenameCandidate[]);
    if (decided === null) throw cause;
    return autogenerate({ ...settings, renames: [...renames, ...decided.renames], noRenames: true });
  });
  const { operations, hazards, diagnostics } = result;
  const findings = section("Findings", describeDiagnostics(diagnostics));
  if (result.isEmpty) {
    const json = { revision: null, path: null, operations, hazards, diagnostics };
    return { json, text: paragraphs(`${green("Nothing to do:")} the database matches its models.`, findings) };
  }
  const written = options.dryRun === true ? null : await result.write();
  const { from, to } = result.schema();
  return {
    json: { revision: result.revision, path: written?.path ?? null, operations, hazards, diagnostics },
    text: paragraphs(
      schemaDiff(from, to),
      section("Operations", describeOperations(operations)),
      section("Hazards", describeHazards(hazards)),
      findings,
      written === null
        ? `${dim("--dry-run: nothing was written. The file would be:")}\n\n${result.source}`
        : `${wrote(written.path)}${result.proof === null ? "" : dim(` (up and down proved on ${result.proof.scratch})`)}`,
    ),
  };
}
