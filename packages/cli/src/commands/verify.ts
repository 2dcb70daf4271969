/** `verify`: what a merge request is asked before it goes in. */

import { verify as verifyMigrations, type Verification } from "@sluice/core";
import { bold, dim, green, red } from "../colours.ts";
import type { Answer, Project } from "../context.ts";
import { describeDiagnostics, describeOperations, paragraphs, section } from "../describe.ts";
import { tell } from "../output.ts";

export interface VerifyOptions {
  readonly from?: string;
  readonly scratch?: string;
  readonly offline?: boolean;
}

function mark(holds: boolean, yes: string, no: string): string {
  return holds ? `${green("✓")} ${yes}` : `${red("✗")} ${no}`;
}

function proofLine({ proved, irreversible, failure, scratch }: Verification["proof"]): string {
  return mark(
    failure === null,
    `${proved.length} revisions up, down and up again on ${scratch}${irreversible.length === 0 ? "" : `, ${irreversible.length} only up, since they have no way back`}`,
    `the ${failure?.direction ?? ""} of ${bold(failure?.revision ?? "")} does not hold`,
  );
}

export async function verify(options: VerifyOptions, project: Project): Promise<Answer> {
  const { database, ...settings } = project;
  const result = await verifyMigrations({
    ...settings,
    ...(options.offline === true ? {} : { database }),
    scratch: options.scratch ?? project.scratch,
    from: options.from,
    onRevision: (revision, isIrreversible) => tell(dim(`${isIrreversible ? "↑    " : "↑ ↓ ↑"} ${revision}`)),
  });
  const { isVerified, heads, proof, models } = result;
  const lines = [
    mark(heads.length < 2, "one head", `${heads.length} heads: ${heads.join(", ")}`),
    proofLine(proof),
    ...(models === null
      ? []
      : [mark(models.match, "the models match", "the models differ from what the revisions make")]),
  ];
  const text = paragraphs(
    lines.join("\n"),
    proof.failure?.difference ?? "",
    section("What leads to the models", describeOperations(models?.operations ?? [])),
    section("Findings", describeDiagnostics([...proof.diagnostics, ...(models?.diagnostics ?? [])])),
  );
  return { json: result, text, isYes: isVerified };
}
