/** Looks for what somebody changed by hand, before a run changes anything, and leaves what the next run needs to see it. */

import { messageOf } from "../errors/message-of.ts";
import { sluiceError } from "../errors/sluice-error.ts";
import type { RunnerEvent } from "../apply/events.ts";
import type { Session } from "../apply/session.ts";
import { readStates, type LedgerRow } from "../ledger/rows.ts";
import { DEFAULT_LEDGER_TABLE, ledgerColumns, type LedgerOptions } from "../ledger/table.ts";
import type { Operation } from "../operations/operation.ts";
import { changedBetween, driftBetween, type Drift } from "./difference.ts";
import { readRemembered, remember } from "./remembered.ts";
import { readShape, type Shape } from "./shape.ts";

/** What becomes of drift: it is told and the run goes on, the run is refused, or nobody looks. */
export type DriftMode = "tell" | "refuse" | "ignore";

/** Where operations name a schema: as the place of something, or as what is made, renamed, or moved out of and into. */
const OF_SCHEMAS = /^(?:create|rename|set\w+)Schema$/;

/** Adds the texts that stand under some keys, however deep. */
function addTexts(texts: Set<string>, keys: readonly string[], value: unknown): void {
  if (typeof value !== "object" || value === null) return;
  for (const [key, each] of Object.entries(value) as [string, unknown][]) {
    if (typeof each !== "string") addTexts(texts, keys, each);
    else if (keys.includes(key)) texts.add(each);
  }
}

/** The schemas that operations name. */
export function schemasIn(operations: readonly Operation[]): readonly string[] {
  const named = new Set<string>();
  for (const operation of operations) {
    const keys = operation.op === "createSchema" ? ["name"] : OF_SCHEMAS.test(operation.op) ? ["from", "to"] : [];
    addTexts(named, ["schema", ...keys], operation);
  }
  return [...named];
}

/** What is there before a run. */
export interface Look {
  readonly drift: readonly Drift[];
  readonly live: Shape;
  /** What of it counts as this ledger's: others may share the schemas. */
  readonly own: readonly string[];
  readonly schemas: readonly string[];
}

function tableOf(ledger: LedgerOptions): string {
  return ledger.table ?? DEFAULT_LEDGER_TABLE;
}

/** Looks at what is there, held against what the last run left. */
async function look(
  session: Session,
  ledger: LedgerOptions,
  rows: readonly LedgerRow[],
  operations: readonly Operation[],
): Promise<Look> {
  const columns = await ledgerColumns(session, ledger);
  const left = columns.has("shape") ? await readRemembered(session, ledger, rows, session.serverVersion) : null;
  const usual = session.schema === null ? [] : [session.schema];
  const schemas = [...new Set([...usual, ...(left?.schemas ?? []), ...schemasIn(operations)])];
  const live = await readShape(session, schemas, tableOf(ledger), session.isCallers);
  if (left?.isCurrent === true) {
    return { drift: driftBetween(left.shape, live), live, own: [...left.shape.keys()], schemas };
  }
  // A database that was there before is taken as it is. Where nothing is applied, what is there is somebody else's.
  return { drift: [], live, own: rows.length === 0 ? [] : [...live.keys()], schemas };
}

function missed(onEvent: (event: RunnerEvent) => void, what: string, cause: unknown): void {
  onEvent({ type: "note", message: `${what}: ${messageOf(cause)}` });
}

/** Looks before a run. Where nothing is to be refused, a look that fails is only missed; null then, and where nobody looks. */
export async function lookBefore(
  session: Session,
  ledger: LedgerOptions,
  rows: readonly LedgerRow[],
  operations: readonly Operation[],
  { mode, onEvent }: { readonly mode: DriftMode; readonly onEvent: (event: RunnerEvent) => void },
): Promise<Look | null> {
  if (mode === "ignore") return null;
  try {
    return await look(session, ledger, rows, operations);
  } catch (cause) {
    if (mode === "refuse") throw cause;
    missed(onEvent, "nobody could look for what was changed by hand", cause);
    return null;
  }
}

/** @throws DRIFT where the run is to be refused. */
export function answerDrift(drift: readonly Drift[], mode: DriftMode, onEvent: (event: RunnerEvent) => void): void {
  if (drift.length === 0) return;
  if (mode !== "refuse") return onEvent({ type: "drift", drift });
  throw sluiceError(
    "DRIFT",
    `changed by hand since the last run:\n${drift.map(({ message }) => `  ${message}`).join("\n")}`,
    {
      hint: "Bring it into a revision, or undo it; or go on with --drift tell.",
      details: { drift },
    },
  );
}

/** Leaves what the next run needs. What can't be left is only missed: the run itself is done. */
export async function leave(
  session: Session,
  ledger: LedgerOptions,
  { live, own, schemas }: Look,
  revision: string,
  onEvent: (event: RunnerEvent) => void,
): Promise<void> {
  try {
    const after = await readShape(session, schemas, tableOf(ledger), session.isCallers);
    const things = new Set([...own, ...changedBetween(live, after)]);
    const shape = new Map([...after].filter(([thing]) => things.has(thing)));
    const rows = await readStates(session, ledger);
    await remember(session, ledger, rows, session.serverVersion, { schemas, shape }, revision);
  } catch (cause) {
    missed(onEvent, "what the run left is not remembered, to look for drift", cause);
  }
}
