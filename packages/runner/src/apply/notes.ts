/** What one revision's run writes into the ledger, each time in the transaction of what it notes. */

import { codeOf } from "../drivers/connection-error.ts";
import { sluiceError, type SluiceError } from "../errors/sluice-error.ts";
import { chainOf } from "../ledger/chain.ts";
import { enterSql, progressSql } from "../ledger/notes.ts";
import type { LedgerRow, LedgerState } from "../ledger/rows.ts";
import { DEFAULT_LEDGER_TABLE, ledgerName, type LedgerOptions } from "../ledger/table.ts";
import type { Connection } from "../ports/connection.ts";
import type { Revision } from "../revisions/revision.ts";
import { UNIQUE_VIOLATION } from "../sql/sqlstates.ts";
import { fieldsOf } from "./statement-error.ts";
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
  /**
   * The statement that enters so many pieces as done, for the message of the commit. Null where there is a row already: that
   * it is as this run left it must be seen before.
   */
  entry(count: number): string | null;
  /** What failed: LEDGER_INCONSISTENT where the entry met another's. */
  explained(cause: unknown): unknown;
  /** What was written last is committed. */
  kept(): void;
}

/** States of a revision on its way, and at its end. */
export function statesOf(direction: "up" | "down"): readonly [LedgerState, LedgerState] {
  return direction === "up" ? ["running", "applied"] : ["reverting", "reverted"];
}

interface Place {
  readonly isEntered: boolean;
  readonly state: LedgerState;
  readonly done: number;
  readonly checkpoint: string | null;
}

/** A run's place in the ledger. */
export interface Entered {
  readonly ledger: LedgerOptions;
  /** What the rows are. A revision joins them with its entry: what it is depends on no run. */
  readonly chains: Map<string, string | null>;
}

/** @param row the revision's live row, where it has one. */
export function notesOf(
  { ledger, chains }: Entered,
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

  const explained = (cause: unknown): unknown =>
    codeOf(cause) === UNIQUE_VIOLATION && fieldsOf(cause)["table"] === (ledger.table ?? DEFAULT_LEDGER_TABLE)
      ? changed(cause)
      : cause;

  const entered = (): string => {
    const chain = chainOf(revision, chains);
    chains.set(revision.id, chain);
    return chain;
  };

  const noted = (count: number, checkpoint: string | null): { readonly text: string; readonly next: Place } => {
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
      : enterSql(ledger, revision, isEnd ? "applied" : "running", progress, {
          checkpoint,
          milliseconds,
          chain: entered(),
        });
    return { text, next: { isEntered: true, state, done: count, checkpoint } };
  };

  return {
    get done() {
      return place.state === underway ? place.done : 0;
    },
    get checkpoint() {
      return place.checkpoint;
    },
    async write(connection, count, checkpoint = null, before = "") {
      const { text, next } = noted(count, checkpoint);
      const rows = await connection.query(`${before}${text} RETURNING revision`).catch((cause: unknown) => {
        throw explained(cause);
      });
      if (rows.length !== 1) throw changed();
      written = next;
    },
    entry(count) {
      if (place.isEntered) return null;
      const { text, next } = noted(count, null);
      written = next;
      return text;
    },
    explained,
    kept() {
      place = written;
      since = performance.now();
    },
  };
}
