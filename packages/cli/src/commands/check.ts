/** `check`: does the database match its models? */

import { check } from "@sluice/core";
import { bold, green, yellow } from "../colours.ts";
import type { Answer, Project } from "../context.ts";
import { describeDiagnostics, describeOperations, paragraphs, section } from "../describe.ts";

export async function checkCommand(project: Project): Promise<Answer> {
  const { inSync, operations, pending, hazards, diagnostics } = await check(project);
  const verdict = inSync
    ? `${green("In sync:")} the database matches its models.`
    : operations.length === 0
      ? yellow("Revisions are pending.")
      : yellow("The database differs from its models.");
  const text = paragraphs(
    verdict,
    section("Pending revisions", pending.map((id) => `  ${bold(id)}`).join("\n")),
    section("What would be done", describeOperations(operations)),
    section("Findings", describeDiagnostics(diagnostics)),
  );
  return {
    json: { inSync, operations, pending, hazards, diagnostics },
    text,
    isYes: inSync,
  };
}
