/** The migration files as a database sees them, and its ledger's rows with them. */

import { enterSql, progressSql } from "../ledger/notes.ts";
import type { LedgerRow } from "../ledger/rows.ts";
import type { LedgerOptions } from "../ledger/table.ts";
import type { Connection } from "../ports/connection.ts";
import { revisionGraph, type RevisionGraph } from "../revisions/graph.ts";
import { seenFrom } from "../revisions/replace.ts";
import type { Revision } from "../revisions/revision.ts";

/** The graph and the rows of one database: each row is of a revision of the graph, or of no file. */
export interface Standing {
  readonly graph: RevisionGraph;
  readonly rows: readonly LedgerRow[];
  /** Squashed revisions that stand for rows whose files are gone; entered before anything is moved. */
  readonly adopted: readonly Revision[];
}

const NOTHING_RUN = { done: 0, total: 0, hash: "" };

function standsFor(revision: Revision, rows: readonly LedgerRow[]): LedgerRow[] {
  const last = rows.findLast((row) => revision.replaces?.includes(row.revision));
  if (last === undefined) return [];
  const { id, downRevisions, dependsOn, checksum, message } = revision;
  const facts = { revision: id, parents: downRevisions, dependsOn, checksum, message, chain: null };
  return [{ ...last, ...facts, done: 0, total: 0, doneHash: null, checkpoint: null }];
}

/** The files as a database with these rows sees them. */
export function standingOf(list: readonly Revision[], rows: readonly LedgerRow[]): Standing {
  const { revisions, adopted } = seenFrom(list, new Map(rows.map((row) => [row.revision, row.state === "applied"])));
  const replaced = new Set(adopted.flatMap(({ replaces = [] }) => replaces));
  const entered = new Set(rows.map((row) => row.revision));
  const own = rows.filter((row) => !replaced.has(row.revision));
  const standing = adopted.filter(({ id }) => !entered.has(id)).flatMap((revision) => standsFor(revision, rows));
  return { graph: revisionGraph(revisions), rows: [...own, ...standing], adopted };
}

/** Puts the squashed revisions into the ledger, in the place of what they replace. */
export async function adopt(
  connection: Connection,
  ledger: LedgerOptions,
  rows: readonly LedgerRow[],
  adopted: readonly Revision[],
): Promise<void> {
  const entered = new Set(rows.map((row) => row.revision));
  const statements = adopted.flatMap((revision) => [
    ...(entered.has(revision.id) ? [] : [enterSql(ledger, revision, "applied", NOTHING_RUN)]),
    ...(revision.replaces ?? [])
      .filter((id) => entered.has(id))
      .map((id) => progressSql(ledger, id, "reverted", NOTHING_RUN)),
  ]);
  if (statements.length > 0) await connection.script(["begin", ...statements, "commit"].join(";\n"));
}
