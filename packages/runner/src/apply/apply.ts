/** Runs revisions in one direction: unit by unit, each committed with its progress in the ledger. */

import { isSluiceError, sluiceError, type SluiceError } from "../errors/sluice-error.ts";
import { chainsOf } from "../ledger/chain.ts";
import type { LedgerRow } from "../ledger/rows.ts";
import { ensureLedger } from "../ledger/table.ts";
import { abortError, assertNotAborted } from "../errors/aborted.ts";
import { runUnit } from "./run-unit.ts";
import { runningOf, type Application, type ApplyOptions, type Running } from "./running.ts";
import type { Session } from "./session.ts";
import { statementError } from "./statement-error.ts";
import { unitsOf, type Unit } from "./units.ts";

/** The same error, with what the run has done and what it has not. */
function withProgress(cause: SluiceError, finished: readonly string[], left: readonly Running[]): SluiceError {
  const [current] = left;
  const undone = left.map(({ revision, notes, work }) =>
    notes.done > 0 ? `${revision.id} (${notes.done} of its ${work.length} statements are done)` : revision.id,
  );
  const words = [
    `Done: ${finished.length === 0 ? "nothing" : finished.join(", ")}.`,
    ...(undone.length === 0 ? [] : [`Not done: ${undone.join(", ")}.`]),
  ].join(" ");
  return sluiceError(cause.code, `${cause.message}\n${words}`, {
    ...(cause.hint === null ? {} : { hint: cause.hint }),
    details: {
      ...(current === undefined ? {} : { revision: current.revision.id, statementsDone: current.notes.done }),
      done: [...finished],
      notDone: left.map(({ revision }) => revision.id),
      ...cause.details,
    },
    ...(cause.cause === undefined ? {} : { cause: cause.cause }),
  });
}

function partsOf(unit: Unit): readonly { readonly index: number }[] {
  return unit.mode === "transaction" ? unit.parts : [unit.part];
}

/** Tells where each revision begins and ends. */
function announcer(
  list: readonly Running[],
  units: readonly Unit[],
  options: ApplyOptions,
): { begun(index: number): void; ended(unit: Unit, place: number): readonly string[] } {
  const starts = new Map<number, number>();
  const lastUnit = new Map(units.flatMap((unit, place) => partsOf(unit).map(({ index }) => [index, place] as const)));
  return {
    begun(index: number): void {
      const running = list[index];
      if (starts.has(index) || running === undefined) return;
      starts.set(index, performance.now());
      const { revision, direction, notes, work } = running;
      options.onEvent({ type: "revision-start", revision: revision.id, message: revision.message, direction });
      if (notes.done > 0 || notes.checkpoint !== null)
        options.onEvent({ type: "resumed", revision: revision.id, done: notes.done, total: work.length });
    },
    /** Gives the ids of the revisions that end with a unit. */
    ended(unit: Unit, place: number): readonly string[] {
      return partsOf(unit).flatMap(({ index }) => {
        const running = list[index];
        if (running === undefined || lastUnit.get(index) !== place) return [];
        const { revision, direction } = running;
        const milliseconds = performance.now() - (starts.get(index) ?? performance.now());
        options.onEvent({ type: "revision-end", revision: revision.id, direction, milliseconds });
        return [revision.id];
      });
    },
  };
}

/**
 * Applies or reverts revisions, in the order given.
 *
 * @param rows the ledger's live rows.
 * @returns the ids, in the order in which they were finished.
 * @throws STATEMENT_FAILED with what PostgreSQL said, BLOCKED, CONNECTION_LOST, LOCK_LOST, ABORTED …, each with what was done
 * and what was not; what was committed stands in the ledger, and the next run goes on there. EDITED_REVISION where a
 * half-applied file no longer begins with what has run. NOT_TRANSACTIONAL, READ_ONLY_SERVER before anything is run.
 */
export async function applyPath(
  session: Session,
  applications: readonly Application[],
  rows: readonly LedgerRow[],
  options: ApplyOptions,
): Promise<readonly string[]> {
  if (applications.length === 0) return [];
  if (session.isReadOnly) {
    throw sluiceError(
      "READ_ONLY_SERVER",
      "the server only reads: it is a standby, or default_transaction_read_only is on",
      {
        hint: "Give the URL of the primary.",
        details: { notDone: applications.map(({ revision }) => revision.id) },
      },
    );
  }
  const entered = { ledger: options.ledger, chains: new Map(chainsOf(rows)) };
  const list = applications.map((application) => runningOf(session, application, entered));
  const remaining = list.map(({ place, work, notes }) => ({ label: place, work, done: notes.done }));
  const units = unitsOf(remaining, options.transaction, session.isCallers);
  const finished: string[] = [];
  const announce = announcer(list, units, options);
  const isAll = options.transaction === "all" && !session.isCallers;
  let isOpen = false;
  try {
    // All or nothing: the ledger too.
    if (!isAll) await ensureLedger(session, options.ledger);
    for (const [place, unit] of units.entries()) {
      assertNotAborted(options.signal);
      session.watch.assertHeld();
      const surroundings = {
        begun: (index: number) => announce.begun(index),
        makesLedger: isAll,
        isBegun: isOpen,
        next: units[place + 1],
      };
      isOpen = false;
      isOpen = await runUnit(session, unit, list, options, surroundings);
      finished.push(...announce.ended(unit, place));
    }
    return finished;
  } catch (cause) {
    // Nothing was done in it.
    if (isOpen) await session.query("rollback").catch(() => undefined);
    const error = isSluiceError(cause)
      ? cause
      : options.signal?.aborted === true
        ? abortError(cause)
        : statementError("the ledger", "", cause);
    throw withProgress(
      error,
      finished,
      list.filter(({ revision }) => !finished.includes(revision.id)),
    );
  }
}
