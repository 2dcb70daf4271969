/** A revision on its way in one direction, and what a run is told. */

import { sluiceError } from "../errors/sluice-error.ts";
import type { LedgerRow } from "../ledger/rows.ts";
import type { LedgerOptions } from "../ledger/table.ts";
import type { Operation } from "../operations/operation.ts";
import { revisionText, type Revision } from "../revisions/revision.ts";
import type { RunnerEvent } from "./events.ts";
import { notesOf, statesOf, type Entered, type Notes } from "./notes.ts";
import type { Session } from "./session.ts";
import type { TransactionScope } from "./units.ts";
import { workHash, workOf, type Work } from "./work.ts";

export interface ApplyOptions {
  readonly ledger: LedgerOptions;
  /** What commits together. */
  readonly transaction: TransactionScope;
  /** Milliseconds that a statement waits for a lock before it gives way. */
  readonly lockTimeout: number;
  /** Milliseconds for which a transaction that gave way is tried again. */
  readonly lockRetry: number;
  /** Milliseconds that a concurrent build waits for each transaction that is older than it. */
  readonly concurrentWait: number;
  /** Milliseconds that a change of the catalog alone may take; 0: no limit. */
  readonly statementTimeout: number;
  /** Milliseconds that a standby may be behind before backfills wait; null: nobody is waited for. */
  readonly maxReplicationLag: number | null;
  /** Where the project's packages are looked for. */
  readonly project: string;
  readonly onEvent: (event: RunnerEvent) => void;
  readonly signal?: AbortSignal | undefined;
}

export interface Application {
  readonly revision: Revision;
  readonly operations: readonly Operation[];
  readonly direction: "up" | "down";
  /** Its live row, where it has one. */
  readonly row: LedgerRow | null;
}

export interface Running extends Application {
  readonly work: readonly Work[];
  readonly notes: Notes;
  /** For messages. */
  readonly place: string;
}

/** @throws EDITED_REVISION where a half-applied file no longer begins with what has run. */
export function runningOf(session: Session, application: Application, entered: Entered): Running {
  const { revision, direction, operations, row } = application;
  const work = workOf(operations, { serverVersion: session.serverVersion });
  const notes = notesOf(entered, revision, direction, row, work);
  const [underway] = statesOf(direction);
  if (row?.state === underway && row.doneHash !== workHash(work, row.done)) {
    throw sluiceError(
      "EDITED_REVISION",
      `${revision.path} was changed after ${row.done} of its ${row.total} statements had run`,
      {
        hint: "Put back what has run, and change only what comes after it.",
        details: { revision: revision.id, done: row.done, total: row.total },
      },
    );
  }
  return { ...application, work, notes, place: revisionText(revision) };
}
