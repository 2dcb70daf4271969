/** Runs a path of revisions, one after the other. */

import { applyRevision } from "../apply/apply.ts";
import { assertNotAborted } from "../errors/aborted.ts";
import { ensureLedger, type LedgerRow } from "../ledger/ledger.ts";
import type { Connection } from "../ports/connection.ts";
import { loadMigration } from "../revisions/migration.ts";
import type { Revision } from "../revisions/revision.ts";
import type { RunnerContext } from "./context.ts";

/** @returns the ids, in the order in which they were finished. */
export async function runPath(
  context: RunnerContext,
  connection: Connection,
  path: readonly Revision[],
  rows: readonly LedgerRow[],
  direction: "up" | "down",
): Promise<readonly string[]> {
  const { ledger, onEvent, signal } = context;
  // Every file is loaded and recorded before a statement is sent: a bad one changes nothing.
  const migrations = await Promise.all(path.map(loadMigration));
  if (path.length === 0) return [];
  await ensureLedger(connection, ledger);
  const settings = await context.applyOptions(connection);
  const finished: string[] = [];
  for (const migration of migrations) {
    assertNotAborted(signal);
    const { revision } = migration;
    const start = performance.now();
    onEvent({ type: "revision-start", revision: revision.id, message: revision.message, direction });
    const operations = direction === "up" ? migration.upgrade : migration.downgrade;
    const row = rows.find((each) => each.revision === revision.id) ?? null;
    await applyRevision(connection, { revision, operations, direction, row }, settings);
    finished.push(revision.id);
    onEvent({ type: "revision-end", revision: revision.id, direction, milliseconds: performance.now() - start });
  }
  return finished;
}
