/** A story's files on disk: each makes a table of its own name. */

import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Revision } from "../../packages/runner/src/revisions/revision.ts";
import { revisionOf } from "./story.ts";

export interface Body {
  readonly upgrade: string;
  readonly downgrade: string;
}

/** The text of a migration file. */
export function migrationText(revision: Revision, body?: Body): string {
  const { upgrade, downgrade } = body ?? {
    upgrade: `op.createTable({ name: "t_${revision.id}", columns: [{ name: "id", type: "integer" }] });`,
    downgrade: `op.dropTable({ name: "t_${revision.id}" });`,
  };
  return `/**
 * ${revision.message}
 *
 * Revision ID: ${revision.id}
 * Revises: ${revision.downRevisions.join(", ")}
 * Create Date: 2026-01-01T00:00:00.000Z
 */
import { sql, type Operations } from "@sluice/runner";

export const revision = ${JSON.stringify(revision.id)};
export const downRevision = ${JSON.stringify(revision.downRevisions)};
export const branchLabels = ${JSON.stringify(revision.branchLabels)};
export const dependsOn = ${JSON.stringify(revision.dependsOn)};

export function upgrade(op: Operations): void {
  ${upgrade}
}

export function downgrade(op: Operations): void {
  ${downgrade}
}
`;
}

/** Writes files of a story into a folder, a new one unless one is given. */
export function storyFolder(
  files: readonly string[],
  bodies: Readonly<Record<string, Body>> = {},
  folder: string = mkdtempSync(join(tmpdir(), "sluice-story-")),
): string {
  for (const line of files) {
    const revision = revisionOf(line);
    writeFileSync(join(folder, `${revision.id}.ts`), migrationText(revision, bodies[revision.id]));
  }
  return folder;
}
