/** Runs one unit of a run: a transaction, a statement that runs alone, or a backfill. */

import { ensureLedger } from "../ledger/table.ts";
import { assertNotAborted } from "../errors/aborted.ts";
import { runAlone } from "./alone.ts";
import { runBackfill } from "./backfill.ts";
import { withOwnSql } from "./own-sql.ts";
import { timeoutOf } from "./pace.ts";
import { runContext } from "./run-context.ts";
import type { ApplyOptions, Running } from "./running.ts";
import type { Session } from "./session.ts";
import { ONE_BY_ONE, type Sender } from "./sender.ts";
import { statementError } from "./statement-error.ts";
import { inTransaction, mayFollow, retried, type Patience } from "./transaction.ts";
import type { Part, Unit } from "./units.ts";
import type { Work } from "./work.ts";

export interface Surroundings {
  /** Told the place of a revision in the run before anything of it runs. */
  readonly begun: (index: number) => void;
  /** Whether the ledger is made in the transaction of the work. */
  readonly makesLedger: boolean;
  /** Whether its transaction has begun with the commit of the unit before it. */
  readonly isBegun: boolean;
  /** What follows it. */
  readonly next: Unit | undefined;
}

function patienceOf(running: Running, options: ApplyOptions): Patience {
  const { revision } = running;
  const { lockTimeout, lockRetry, signal, onEvent } = options;
  return {
    lockTimeout,
    lockRetry,
    signal,
    onRetry: (attempt, milliseconds, blockers) =>
      onEvent({ type: "retry", revision: revision.id, attempt, milliseconds, blockers }),
    onBlocked: (blockers, milliseconds) => onEvent({ type: "blocked", revision: revision.id, milliseconds, blockers }),
  };
}

function textOf(piece: Work): string {
  if (piece.kind === "statement") return piece.statement.text;
  return piece.kind === "run" ? "op.run(…)" : `op.backfill of ${piece.operation.table}`;
}

/** A backfill where nothing may be committed: batch by batch in the transaction that is open. */
async function backfillInside(session: Session, running: Running, piece: Work, options: ApplyOptions): Promise<void> {
  if (piece.kind !== "backfill") return;
  await runBackfill(session, {
    backfill: piece.operation,
    checkpoint: null,
    transact: (batch) => batch(),
    note: () => Promise.resolve(),
    onProgress: (progress) =>
      options.onEvent({ type: "backfill", revision: running.revision.id, table: piece.operation.table, ...progress }),
    maxLag: null,
    onThrottled: () => undefined,
    signal: options.signal,
  });
}

/** Gives the milliseconds since something was asked, or since what was asked before it was done. */
type Laps = (asked: number) => number;

function laps(): Laps {
  let last = 0;
  return (asked) => {
    const now = performance.now();
    const milliseconds = now - Math.max(asked, last);
    last = now;
    return milliseconds;
  };
}

async function doPiece(
  session: Session,
  running: Running,
  piece: Work,
  options: ApplyOptions,
  lap: Laps,
): Promise<void> {
  const asked = performance.now();
  try {
    if (piece.kind === "run") await piece.operation.run(runContext(session, options.project));
    else if (piece.kind === "backfill") await backfillInside(session, running, piece, options);
    else await session.query(piece.statement.text);
  } catch (cause) {
    throw statementError(running.place, textOf(piece), cause, session.watch.blockers());
  }
  if (piece.kind !== "statement") return;
  const milliseconds = lap(asked);
  options.onEvent({ type: "statement", revision: running.revision.id, statement: piece.statement, milliseconds });
}

/** Own SQL could end the transaction, own code looks at what it gets, and a backfill at how far it has come. */
function isGenerated({ work }: Part): boolean {
  return work.every((piece) => piece.kind === "statement" && piece.operation.op !== "execute");
}

interface PartOptions {
  readonly options: ApplyOptions;
  /** As the transaction was begun with, or the part before it left it. */
  readonly firstTimeout: number;
  readonly isLast: boolean;
}

/** Gives what is left to send with the commit. */
async function doPart(
  session: Session,
  sender: Sender,
  running: Running,
  part: Part,
  { firstTimeout, isLast, options }: PartOptions,
): Promise<string> {
  let timeout = firstTimeout;
  const { notes, place } = running;
  const lap = laps();
  const doPieces = async (send: Sender["send"]): Promise<void> => {
    for (const piece of part.work) {
      assertNotAborted(options.signal);
      const wanted = timeoutOf(piece, options.statementTimeout);
      if (wanted !== timeout) await send(() => session.query(`set local statement_timeout = ${wanted}`));
      timeout = wanted;
      await send(() => doPiece(session, running, piece, options, lap));
    }
  };
  if (isGenerated(part)) await doPieces((ask) => sender.send(ask));
  else {
    await sender.answered();
    await withOwnSql(session, place, () => doPieces((ask) => ONE_BY_ONE.send(ask)));
  }
  // A commit may have constraints to check: it takes as long as it takes. In the same message as the note.
  const before = timeout === 0 ? "" : "set local statement_timeout = 0; ";
  const done = part.start + part.work.length;
  const entry = isLast ? notes.entry(done) : null;
  if (entry !== null) return `${before}${entry}; `;
  await sender.send(() => notes.write(session, done, null, before));
  await sender.answered();
  return "";
}

/** Milliseconds that the first statement of a transaction may take. */
function firstTimeoutOf([part]: readonly Part[], { statementTimeout }: ApplyOptions): number {
  const [piece] = part?.work ?? [];
  return piece === undefined ? 0 : timeoutOf(piece, statementTimeout);
}

/** How the transaction of the next unit is begun, where it has one and that may be. */
function followingOf(
  session: Session,
  list: readonly Running[],
  next: Unit | undefined,
  options: ApplyOptions,
): Patience | null {
  if (next?.mode !== "transaction" || !mayFollow(session)) return null;
  const running = list[next.parts[0]?.index ?? -1];
  if (running === undefined) return null;
  return { ...patienceOf(running, options), statementTimeout: firstTimeoutOf(next.parts, options) };
}

async function runTransaction(
  session: Session,
  parts: readonly Part[],
  list: readonly Running[],
  options: ApplyOptions,
  { begun, makesLedger, isBegun, next }: Surroundings,
): Promise<boolean> {
  const pairs = parts.flatMap((part) => {
    const running = list[part.index];
    return running === undefined ? [] : [{ part, running }];
  });
  const [first] = pairs;
  if (first === undefined) return isBegun;
  const patience = patienceOf(first.running, options);
  let { running: current } = first;
  const firstTimeout = firstTimeoutOf(parts, options);
  const work = async (sender: Sender): Promise<string> => {
    if (makesLedger) await ensureLedger(session, options.ledger);
    let last = "";
    for (const [place, { part, running }] of pairs.entries()) {
      current = running;
      begun(part.index);
      const isLast = place === pairs.length - 1;
      last = await doPart(session, sender, running, part, {
        firstTimeout: place === 0 ? firstTimeout : 0,
        isLast,
        options,
      });
    }
    return last;
  };
  const following = followingOf(session, list, next, options);
  let isOpen = isBegun;
  try {
    await retried(session, patience, async () => {
      const neighbours = { isBegun: isOpen, following };
      isOpen = false;
      isOpen = await inTransaction(session, { ...patience, statementTimeout: firstTimeout }, work, neighbours);
    });
  } catch (cause) {
    throw statementError(current.place, "COMMIT", current.notes.explained(cause), session.watch.blockers());
  }
  for (const { running } of pairs) running.notes.kept();
  return isOpen;
}

async function runBackfillUnit(session: Session, part: Part, running: Running, options: ApplyOptions): Promise<void> {
  const [piece] = part.work;
  if (piece?.kind !== "backfill") return;
  const { notes, revision } = running;
  const patience = patienceOf(running, options);
  const transact = async (work: () => Promise<void>): Promise<void> => {
    await retried(session, patience, async () => {
      await inTransaction(session, patience, async () => {
        await work();
        return "";
      });
    });
    notes.kept();
  };
  try {
    await runBackfill(session, {
      backfill: piece.operation,
      checkpoint: notes.done === part.start ? notes.checkpoint : null,
      transact: (batch) =>
        transact(async () => {
          // Rows that a policy hides would be left out without a word; this way it is an error.
          await session.query("set local row_security = off");
          await batch();
        }),
      note: (checkpoint) => notes.write(session, part.start, checkpoint),
      onProgress: (progress) =>
        options.onEvent({ type: "backfill", revision: revision.id, table: piece.operation.table, ...progress }),
      maxLag: options.maxReplicationLag,
      onThrottled: (standby, lag) => options.onEvent({ type: "throttled", revision: revision.id, standby, lag }),
      signal: options.signal,
    });
    await transact(() => notes.write(session, part.start + 1));
  } catch (cause) {
    throw statementError(running.place, textOf(piece), cause, session.watch.blockers());
  }
}

/**
 * Runs it, and notes what it did.
 *
 * @returns whether the transaction of the next unit has begun.
 */
export async function runUnit(
  session: Session,
  unit: Unit,
  list: readonly Running[],
  options: ApplyOptions,
  surroundings: Surroundings,
): Promise<boolean> {
  if (unit.mode === "transaction") return runTransaction(session, unit.parts, list, options, surroundings);
  const { part } = unit;
  const running = list[part.index];
  if (running === undefined) return false;
  surroundings.begun(part.index);
  if (unit.mode === "backfill") await runBackfillUnit(session, part, running, options);
  else await runAloneUnit(session, part, running, options);
  return false;
}

async function runAloneUnit(session: Session, part: Part, running: Running, options: ApplyOptions): Promise<void> {
  const [piece] = part.work;
  if (piece?.kind !== "statement") return;
  const { statement, operation } = piece;
  const start = performance.now();
  await runAlone(session, {
    statement,
    operation,
    notes: running.notes,
    start: part.start,
    patience: patienceOf(running, options),
    concurrentWait: options.concurrentWait,
    wrapped: (cause) => statementError(running.place, statement.text, cause, session.watch.blockers()),
    onSettled: (hadRun) => options.onEvent({ type: "settled", revision: running.revision.id, statement, hadRun }),
  });
  const milliseconds = performance.now() - start;
  options.onEvent({ type: "statement", revision: running.revision.id, statement, milliseconds });
}
