/** The same as applying, as text: SQL that psql can run. Byte-stable: clocks are the server's. */

import { sluiceError } from "../errors/sluice-error.ts";
import { enterSql, ledgerDdl, progressSql, type LedgerOptions } from "../ledger/ledger.ts";
import type { Operation } from "../operations/operation.ts";
import { operationStatements } from "../operations/registry.ts";
import type { Revision } from "../revisions/revision.ts";
import { segmentsOf, workHash, workOf } from "./work.ts";

export interface OfflineRevision {
  readonly revision: Revision;
  readonly operations: readonly Operation[];
  readonly direction: "up" | "down";
}

function heading({ revision, direction }: OfflineRevision): string {
  const below = revision.downRevisions.length === 0 ? "base" : revision.downRevisions.join(", ");
  const message = revision.message.replaceAll(/\s+/g, " ");
  return direction === "up"
    ? `-- Running upgrade ${below} -> ${revision.id}, ${message}`
    : `-- Running downgrade ${revision.id} -> ${below}, ${message}`;
}

function revisionSql(entry: OfflineRevision, ledger: LedgerOptions): string {
  const { revision, operations, direction } = entry;
  const work = workOf(operations, { serverVersion: null });
  const total = work.length;
  const lines: string[] = [heading(entry)];
  const segments = segmentsOf(work);
  const note = (count: number): string => {
    const progress = { done: count, total, hash: workHash(work, count) };
    const isFirst = count === (segments[0]?.work.length ?? 0);
    if (direction === "up" && isFirst)
      return enterSql(ledger, revision, count === total ? "applied" : "running", progress);
    const state =
      direction === "up" ? (count === total ? "applied" : "running") : count === total ? "reverted" : "reverting";
    return progressSql(ledger, revision.id, state, progress);
  };
  if (segments.length === 0) lines.push("BEGIN;", `${note(0)};`, "COMMIT;");
  for (const segment of segments) {
    const texts = segment.work.flatMap((piece) => {
      if (piece.kind === "run") {
        throw sluiceError(
          "NOT_OFFLINE",
          `revision ${revision.id} (${revision.path}) runs code, which SQL can't print`,
          {
            hint: "Run it against the database, or write its work as op.execute.",
            details: { revision: revision.id, path: revision.path },
          },
        );
      }
      if (piece.kind === "statement") return [piece.statement.text];
      return operationStatements(piece.operation, { serverVersion: null }).map((statement) => statement.text);
    });
    const noted = note(segment.start + segment.work.length);
    if (segment.mode === "alone") lines.push(...texts.map((text) => `${text};`), `${noted};`);
    else lines.push("BEGIN;", ...texts.map((text) => `${text};`), `${noted};`, "COMMIT;");
  }
  return lines.join("\n\n");
}

/**
 * The SQL of a path.
 *
 * @param fromNothing whether the ledger must be made first.
 * @throws NOT_OFFLINE where a revision runs code.
 */
export function offlineSql(path: readonly OfflineRevision[], ledger: LedgerOptions, fromNothing: boolean): string {
  const ddl = fromNothing ? ledgerDdl(ledger).map((text) => `${text};`) : [];
  return `${[...ddl, ...path.map((entry) => revisionSql(entry, ledger))].join("\n\n")}\n`;
}
