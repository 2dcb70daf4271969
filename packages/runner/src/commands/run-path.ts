/** Runs a path of revisions, one after the other. */

import { applyPath } from "../apply/apply.ts";
import type { Session } from "../apply/session.ts";
import { answerDrift, leave, lookBefore } from "../drift/watch.ts";
import type { LedgerRow } from "../ledger/rows.ts";
import type { Revision } from "../revisions/revision.ts";
import type { MoveOptions } from "./checks.ts";
import type { RunnerContext } from "./context.ts";
import { pathOperations } from "./path-operations.ts";

/** @returns the ids, in the order in which they were finished. */
export async function runPath(
  context: RunnerContext,
  session: Session,
  path: readonly Revision[],
  rows: readonly LedgerRow[],
  direction: "up" | "down",
  options: MoveOptions = {},
): Promise<readonly string[]> {
  const { applyOptions, ledger, onEvent } = context;
  const { transaction = applyOptions.transaction, drift = context.drift } = options;
  // Every file is loaded and recorded before a statement is sent: a bad one changes nothing.
  const parts = await pathOperations(path, direction);
  const applications = parts.map((part) => ({
    ...part,
    direction,
    row: rows.find((each) => each.revision === part.revision.id) ?? null,
  }));
  const recorded = applications.flatMap(({ operations }) => operations);
  const looking = { mode: applications.length === 0 ? "ignore" : drift, onEvent } as const;
  const before = await lookBefore(session, ledger, rows, recorded, looking);
  answerDrift(before?.drift ?? [], drift, onEvent);
  const finished = await applyPath(session, applications, rows, { ...applyOptions, transaction });
  const last = finished.at(-1);
  if (before !== null && last !== undefined) await leave(session, ledger, before, last, onEvent);
  return finished;
}
