/** Runs a statement that PostgreSQL refuses inside a transaction, so that a runner that dies in it leaves no doubt behind. */

import { randomBytes } from "node:crypto";
import { codeOf } from "../drivers/connection-error.ts";
import { isSluiceError } from "../errors/sluice-error.ts";
import type { Operation } from "../operations/operation.ts";
import type { Statement } from "../sql/statement.ts";
import { assertNotAborted } from "../errors/aborted.ts";
import type { Notes } from "./notes.ts";
import type { Session } from "./session.ts";
import { dropLeftovers, hasRun, invalidIndexes, saysHadRun } from "./settle.ts";
import { inTransaction, lookEvery, retried, type Patience } from "./transaction.ts";

export interface Alone {
  readonly statement: Statement;
  readonly operation: Operation;
  readonly notes: Notes;
  /** Pieces of its revision that come before it. */
  readonly start: number;
  readonly patience: Patience;
  /** Milliseconds that it waits for transactions of others where nobody queues behind it. */
  readonly concurrentWait: number;
  readonly wrapped: (cause: unknown) => unknown;
  readonly onSettled: (hadRun: boolean) => void;
}

/** What the ledger keeps while it runs: the invalid indexes that were there before, which are not its own. */
interface Underway {
  readonly invalid: readonly number[];
}

function underwayOf(checkpoint: string | null): Underway | null {
  // Written below.
  return checkpoint === null ? null : (JSON.parse(checkpoint) as Underway);
}

/** active_sql_transaction, and invalid_transaction_termination: a procedure that commits. */
const NEEDS_NONE: ReadonlySet<string> = new Set(["25001", "2D000"]);

/**
 * In a transaction with its note, there is no doubt to begin with. PostgreSQL says, before it does anything, where it can't be.
 *
 * @returns whether it has run.
 */
async function ranInside(session: Session, alone: Alone): Promise<boolean> {
  const { statement, notes, start, patience } = alone;
  try {
    await retried(session, patience, async () => {
      await inTransaction(session, patience, async () => {
        await session.query(statement.text);
        await notes.write(session, start + 1);
        return "";
      });
    });
  } catch (cause) {
    if (NEEDS_NONE.has(codeOf(cause))) return false;
    throw isSluiceError(cause) ? cause : alone.wrapped(cause);
  }
  notes.kept();
  return true;
}

const SETTINGS = ["lock_timeout", "statement_timeout"] as const;

/** Runs it with timeouts of its own, which the session gets back afterwards: it may be the app's. */
async function send(
  session: Session,
  text: string,
  { patience, concurrentWait }: Pick<Alone, "patience" | "concurrentWait">,
): Promise<void> {
  const before = session.isPooled
    ? undefined
    : (
        await session.query(
          `select ${SETTINGS.map((name) => `current_setting('${name}') as ${name}`).join(", ")}, ` +
            `set_config('lock_timeout', '${concurrentWait}', false), set_config('statement_timeout', '0', false)`,
        )
      )[0];
  try {
    const watched = {
      strongLockLimit: patience.lockTimeout,
      every: lookEvery(patience.lockTimeout),
      onBlocked: patience.onBlocked,
      signal: patience.signal,
    };
    if (session.isPooled) {
      // Nobody knows on which session of the server it will run, nor may that keep a setting: it is found by its first words.
      const mark = `/* sluice ${randomBytes(12).toString("hex")} */`;
      const limited = { ...watched, lockLimit: concurrentWait };
      await session.watch.during({ mark }, limited, () => session.query(`${mark} ${text}`));
    } else await session.watch.during(session.pid, watched, () => session.query(text));
  } finally {
    if (before !== undefined) {
      const back = SETTINGS.map((name) => `set_config('${name}', '${String(before[name])}', false)`);
      await session.query(`select ${back.join(", ")}`).catch(() => undefined);
    }
  }
}

/** Notes by itself: outside any transaction a statement commits. */
async function noted(
  session: Session,
  { notes, wrapped }: Alone,
  count: number,
  checkpoint: string | null,
): Promise<void> {
  try {
    await notes.write(session, count, checkpoint);
  } catch (cause) {
    throw wrapped(cause);
  }
  notes.kept();
}

/**
 * Runs it, and notes it.
 *
 * @throws what PostgreSQL says, wrapped; what a failed build left behind is dropped before.
 */
export async function runAlone(session: Session, alone: Alone): Promise<void> {
  const { statement, operation, notes, start, patience, wrapped } = alone;
  // Ends what was begun, an abort or not.
  const clear = (known: readonly number[], wait: number): Promise<void> =>
    dropLeftovers(session, operation, known, (text) =>
      send(session, text, { patience: { ...patience, signal: undefined }, concurrentWait: wait }),
    );
  let isUnsettled = false;
  let isAgain = false;
  const found = notes.done === start ? underwayOf(notes.checkpoint) : null;
  if (found !== null) {
    const hadRun = await hasRun(session, operation);
    isUnsettled = hadRun === null;
    if (hadRun !== null) alone.onSettled(hadRun);
    if (hadRun === true) return noted(session, alone, start + 1, null);
    await clear(found.invalid, alone.concurrentWait).catch((cause: unknown) => {
      throw isSluiceError(cause) ? cause : wrapped(cause);
    });
  } else if (operation.op === "execute" && (await ranInside(session, alone))) {
    return;
  }
  const invalid = found?.invalid ?? (await invalidIndexes(session));
  if (found === null) await noted(session, alone, start, JSON.stringify({ invalid } satisfies Underway));
  try {
    await retried(session, patience, async () => {
      assertNotAborted(patience.signal);
      session.watch.assertHeld();
      if (isAgain) await clear(invalid, alone.concurrentWait);
      isAgain = true;
      await send(session, statement.text, alone);
    });
  } catch (cause) {
    if (isUnsettled && saysHadRun(cause)) {
      alone.onSettled(true);
    } else {
      const failure = isSluiceError(cause) ? cause : wrapped(cause);
      // It has failed: there is no doubt. Where the session is gone, or somebody is in the way of clearing up, the next run does.
      await clear(invalid, patience.lockTimeout)
        .then(() => noted(session, alone, start, null))
        .catch(() => undefined);
      throw failure;
    }
  }
  await noted(session, alone, start + 1, null);
}
