/** What a revision has to do, cut into segments that commit together. Pure. */

import { createHash } from "node:crypto";
import type { Backfill, Run } from "../operations/data-operations.ts";
import type { Operation } from "../operations/operation.ts";
import { planStatements } from "../operations/registry.ts";
import type { SqlContext } from "../operations/to-sql.ts";
import type { Statement, TransactionMode } from "../sql/statement.ts";

/** One piece of work: a statement, or something that is more than one. */
export type Work =
  | { readonly kind: "statement"; readonly statement: Statement; readonly operation: Operation }
  | { readonly kind: "run"; readonly operation: Run }
  | { readonly kind: "backfill"; readonly operation: Backfill };

/** Work that commits together; `alone` outside any transaction. */
export interface Segment {
  readonly mode: "transaction" | "alone" | "backfill";
  readonly work: readonly Work[];
  /** How many pieces of the revision's work come before it. */
  readonly start: number;
}

/** The work of a list of operations, in order. */
export function workOf(operations: readonly Operation[], context: SqlContext): readonly Work[] {
  return planStatements(operations, context).flatMap(({ operation, statements }): readonly Work[] => {
    if (operation.op === "run") return [{ kind: "run", operation }];
    if (operation.op === "backfill") return [{ kind: "backfill", operation }];
    return statements.map((statement) => ({ kind: "statement", statement, operation }));
  });
}

function transactionOf(work: Work): TransactionMode {
  return work.kind === "statement" ? work.statement.transaction : "inside";
}

function modeOf(work: Work): Segment["mode"] {
  if (work.kind === "backfill") return "backfill";
  return transactionOf(work) === "alone" ? "alone" : "transaction";
}

/** Cuts work where PostgreSQL asks for a commit, and where locks must not be held on. */
export function segmentsOf(work: readonly Work[]): readonly Segment[] {
  const segments: { mode: Segment["mode"]; work: Work[]; start: number }[] = [];
  let isOpen = false;
  work.forEach((piece, start) => {
    const mode = modeOf(piece);
    const last = segments.at(-1);
    const transaction = transactionOf(piece);
    if (isOpen && mode === "transaction" && transaction !== "apart" && last !== undefined) last.work.push(piece);
    else segments.push({ mode, work: [piece], start });
    isOpen = mode === "transaction" && transaction !== "commit-after" && transaction !== "apart";
  });
  return segments;
}

function workText(work: Work): string {
  if (work.kind === "statement") return work.statement.text;
  return work.kind === "run" ? `run ${work.operation.run.toString()}` : JSON.stringify(work.operation);
}

/** SHA-256 of the first pieces of work: tells whether a half-applied file still begins as it did. */
export function workHash(work: readonly Work[], count: number): string {
  const hash = createHash("sha256");
  for (const piece of work.slice(0, count)) hash.update(workText(piece)).update("\0");
  return hash.digest("hex");
}
