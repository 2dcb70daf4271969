/** A plan as text: SQL that could be read by psql, with what it means for traffic in comments. */

import type { PlannedRevision, PlannedSegment, PlannedStatement } from "@sluice/runner";
import { bold, cyan, dim, green, yellow } from "./colours.ts";

function locksOf({ locks }: PlannedStatement): string {
  if (locks === null) return "-- locks: what it says itself";
  return locks.length === 0 ? "" : `-- locks: ${locks.map(({ mode, on }) => `${mode} on ${on}`).join(", ")}`;
}

function statementText(statement: PlannedStatement): string {
  const sql = {
    statement: `${statement.sql};`,
    code: "-- op.run(…): code that is called here",
    backfill: `-- in batches: ${statement.sql};`,
  }[statement.kind];
  return [
    ...statement.hazards.map(({ code, message }) => yellow(`-- ${code} ${message}`)),
    ...(locksOf(statement) === "" ? [] : [dim(locksOf(statement))]),
    sql,
  ].join("\n");
}

function segmentText({ mode, statements }: PlannedSegment): string {
  const body = statements.map(statementText).join("\n");
  return mode === "transaction" ? [cyan("BEGIN;"), body, cyan("COMMIT;")].join("\n") : body;
}

function revisionText({ revision, message, direction, done, segments }: PlannedRevision): string {
  const sign = direction === "up" ? green("↑") : yellow("↓");
  const begun = done === 0 ? "" : dim(` (${done} statements have run)`);
  const heading = `${sign} ${bold(revision)} ${message}${begun}`;
  return segments.length === 0
    ? `${heading}\n${dim("-- nothing but its row in the ledger")}`
    : [heading, ...segments.map(segmentText)].join("\n");
}

export function describePlan(revisions: readonly PlannedRevision[]): string {
  return revisions.length === 0 ? green("Nothing to run.") : revisions.map(revisionText).join("\n\n");
}
