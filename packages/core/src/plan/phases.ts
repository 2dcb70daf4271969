/**
 * In which part of a migration a step is read and run, where nothing else orders it: what commits together stands together,
 * and what is old goes when what is new is proved.
 */

import { operationStatements, type Operation } from "@sluice/runner";
import type { PlanContext } from "../kinds/kind.ts";

/** What stops at rows that are in the way of it, before anything else is changed. */
const PROVES = -1;
/** What is done in the first transaction. */
export const CREATES = 0;
/** What runs outside a transaction, and takes its time. */
const BUILDS = 1;
/** What reads the rows, each in a transaction of its own. */
const VALIDATES = 2;
/** What goes outside a transaction to make room for what was built. */
const YIELDS = 3;
/** What was built takes its place. */
export const SWAPS = 4;
const DROPS = 5;
const DROPS_ALONE = 6;

function has(mode: "alone" | "apart", operations: readonly Operation[], { server }: PlanContext): boolean {
  return operations.some((operation) =>
    operationStatements(operation, { serverVersion: server.version }).some(({ transaction }) => transaction === mode),
  );
}

/** Whether an operation of the list can't run in a transaction. */
export function runsAlone(operations: readonly Operation[], context: PlanContext): boolean {
  return has("alone", operations, context);
}

/** Whether an operation of the list can't be in one transaction with what comes before and after. */
export function commits(operations: readonly Operation[], context: PlanContext): boolean {
  return has("alone", operations, context) || has("apart", operations, context);
}

/** Where operations stand that alter something. */
export function alterPhase(operations: readonly Operation[], context: PlanContext): number {
  return has("apart", operations, context) ? PROVES : phaseOf(operations, context);
}

/** Where operations stand that make something. */
export function phaseOf(operations: readonly Operation[], context: PlanContext): number {
  if (has("alone", operations, context)) return BUILDS;
  return has("apart", operations, context) ? VALIDATES : CREATES;
}

/** Where operations stand that drop what was built beside. */
export function yieldPhase(operations: readonly Operation[], context: PlanContext): number {
  return has("alone", operations, context) ? YIELDS : SWAPS;
}

/** Where operations stand that drop something for good. */
export function dropPhase(operations: readonly Operation[], context: PlanContext): number {
  return has("alone", operations, context) ? DROPS_ALONE : DROPS;
}
