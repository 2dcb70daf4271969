/** Migration files as text, for tests that write them as a person would. */

import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface Written {
  readonly id: string;
  readonly down?: string | readonly string[] | null;
  readonly upgrade?: string;
  readonly downgrade?: string;
}

/** The text of a migration file. */
export function migrationText({ id, down = null, upgrade = "", downgrade = "" }: Written): string {
  return `/**
 * make ${id}
 *
 * Revision ID: ${id}
 * Revises: ${[down ?? ""].flat().join(", ")}
 * Create Date: 2026-01-01T00:00:00.000Z
 */
import { sql, type Operations } from "@sluice/runner";

export const revision = ${JSON.stringify(id)};
export const downRevision = ${JSON.stringify(down)};
export const branchLabels = null;
export const dependsOn = null;

export function upgrade(op: Operations): void {
  ${upgrade}
}

export function downgrade(op: Operations): void {
  ${downgrade}
}
`;
}

/** A folder that holds the given files. */
export function folderOf(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), "sluice-files-"));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

/** A folder of the given migrations, in this order. */
export function migrationsOf(...written: readonly Written[]): string {
  return folderOf(
    Object.fromEntries(written.map((each, position) => [`${position + 1}_${each.id}.ts`, migrationText(each)])),
  );
}
