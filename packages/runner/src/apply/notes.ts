/** What one revision's run writes into the ledger, each time in the transaction of what it notes. */

import { codeOf } from "../drivers/connection-error.ts";
import { sluiceError, type SluiceError } from "../errors/sluice-error.ts";
import { enterSql, progressSql } from "../ledger/notes.ts";
import type { LedgerRow, LedgerState } from "../ledger/rows.ts";
import { ledgerName, type LedgerOptions } from "../ledger/table.ts";
import type { Connection } from "../ports/connection.ts";
import type { Revision } from "../revisions/revision.ts";
import { workHash, type Work } from "./work.ts";

export interface Notes {
  /** Pieces done, as the ledger says. */
  readonly done: number;
  /** How far the piece after them has come. */
  readonly checkpoint: string | null;
  /**
   * Writes that so many pieces are done, or, with a checkpoint, that the one after them is under way. `before`: SQL that goes
   * into the same message.
   *
   * @throws LEDGER_INCONSISTENT where the row is not as this run left it.
   */
  write(connection: Connection, count: number, checkpoint?: string | null, before?: string): Promise<void>;
  /** What was written last is committed. */
  kept(): void;
}

/** States of a revision on its way, and at its end. */
export function statesOf(direction: "up" | "down"): readonly [LedgerState, LedgerState] {
  return direction === "up" ? ["running", "applied"] : ["reverting", "reverted"];
}

const UNIQUE_VIOLATION = "23505";

interface Place {
  readonly isEntered: boolean;
  readonly state: LedgerState;
  readonly done: number;
  readonly checkpoint: string | null;
}

/** @param row the revision's live row, where it has one. */
export function notesOf(
  ledger: LedgerOptions,
  revision: Revision,
  direction: "up" | "down",
  row: LedgerRow | null,
  work: readonly Work[],
): Notes {
  const [underway, ended] = statesOf(direction);
  let place: Place = {
    isEntered: row !== null,
    state: row?.state ?? underway,
    done: row?.done ?? 0,
    checkpoint: row?.state === underway ? row.checkpoint : null,
  };
  let written = place;
  let since = performance.now();

  const changed = (cause?: unknown): SluiceError =>
    sluiceError(
      "LEDGER_INCONSISTENT",
      `the row of ${revision.id} in ${ledgerName(ledger)} is not as this run left it: somebody else has changed it`,
      {
        hint: "Nothing of this transaction was kept. Find out who else migrates this database, then run status.",
        details: { revision: revision.id },
        cause,
      },
    );

  return {
    get done() {
      return place.state === underway ? place.done : 0;
    },
    get checkpoint() {
      return place.checkpoint;
    },
    async write(connection, count, checkpoint = null, before = "") {
      const isEnd = count === work.length && checkpoint === null;
      const state = isEnd ? ended : underway;
      const progress = { done: count, total: work.length, hash: workHash(work, count) };
      const milliseconds = direction === "up" ? performance.now() - since : 0;
      const text = place.isEntered
        ? progressSql(ledger, revision.id, state, progress, {
            checkpoint,
            milliseconds,
            after: { state: place.state, done: place.done },
          })
        : enterSql(ledger, revision, isEnd ? "applied" : "running", progress, { checkpoint, milliseconds });
      const rows = await connection.query(`${before}${text} RETURNING revision`).catch((cause: unknown) => {
        throw codeOf(cause) === UNIQUE_VIOLATION ? changed(cause) : cause;
      });
      if (rows.length !== 1) throw changed();
      written = { isEntered: true, state, done: count, checkpoint };
    },
    kept() {
      place = written;
      since = performance.now();
    },
  };
}
