/** What commits together, over a whole run: segments by what PostgreSQL allows, or all, or each statement by itself. Pure. */

import { sluiceError } from "../errors/sluice-error.ts";
import { segmentsOf, type Segment, type Work } from "./work.ts";

/**
 * - `revision`: a transaction for each revision, cut where PostgreSQL asks for a commit
 * - `all`: one transaction for the whole run, all or nothing
 * - `none`: every statement commits by itself, with its progress
 */
export type TransactionScope = "revision" | "all" | "none";

/** A revision's pieces that are still to be done. */
export interface Remaining {
  readonly label: string;
  readonly work: readonly Work[];
  readonly done: number;
}

/** Part of a unit: pieces of one revision. `index`: its place in the run. */
export interface Part extends Segment {
  readonly index: number;
}

export type Unit =
  | { readonly mode: "transaction"; readonly parts: readonly Part[] }
  | { readonly mode: "alone" | "backfill"; readonly part: Part };

function single(piece: Work, start: number): Segment {
  const [segment] = segmentsOf([piece]);
  return { mode: segment?.mode ?? "transaction", work: [piece], start };
}

/** A revision's segments after those that are done. One without work is a transaction that only notes it. */
function segmentsAfter({ work, done }: Remaining, scope: TransactionScope): readonly Segment[] {
  const all = scope === "none" ? work.map(single) : segmentsOf(work);
  const left = all.flatMap((segment): readonly Segment[] => {
    const skipped = Math.max(0, done - segment.start);
    if (skipped >= segment.work.length) return [];
    return [{ ...segment, work: segment.work.slice(skipped), start: segment.start + skipped }];
  });
  return left.length > 0 ? left : [{ mode: "transaction", work: [], start: work.length }];
}

function assertTransactional(run: readonly Remaining[], whose: string): void {
  for (const { label, work, done } of run) {
    const alone = work
      .slice(done)
      .find((piece) => piece.kind === "statement" && piece.statement.transaction === "alone");
    if (alone?.kind !== "statement") continue;
    throw sluiceError(
      "NOT_TRANSACTIONAL",
      `${label}: PostgreSQL refuses this inside a transaction, and ${whose} was asked for\n${alone.statement.text}`,
      {
        hint: "Run with one transaction per revision (--transaction revision) on a connection without a transaction of its own.",
        details: { statement: alone.statement.text },
      },
    );
  }
}

/**
 * Cuts a run into units.
 *
 * @param isCallers whether the caller has a transaction open: then nothing can be committed.
 * @throws NOT_TRANSACTIONAL where something can't be in the one transaction that was asked for.
 */
export function unitsOf(run: readonly Remaining[], scope: TransactionScope, isCallers: boolean): readonly Unit[] {
  if (isCallers || scope === "all") {
    assertTransactional(run, isCallers ? "the caller's transaction" : "one transaction for all");
    const parts = run.map(({ work, done }, index): Part => ({
      mode: "transaction",
      work: work.slice(done),
      start: done,
      index,
    }));
    if (!isCallers) return parts.length === 0 ? [] : [{ mode: "transaction", parts }];
    // A savepoint each: what a revision could not do is taken back, the caller decides about the rest.
    return parts.map((part) => ({ mode: "transaction", parts: [part] }));
  }
  return run.flatMap((remaining, index) =>
    segmentsAfter(remaining, scope).map((segment): Unit => {
      const part = { ...segment, index };
      return part.mode === "transaction" ? { mode: "transaction", parts: [part] } : { mode: part.mode, part };
    }),
  );
}
