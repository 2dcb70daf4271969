/** What every family of operations gives: statements for each of its operations. */

import type { Lock } from "../sql/lock.ts";
import type { Hazard, Statement, TransactionMode } from "../sql/statement.ts";
import type { Operation, OperationOf } from "./operation.ts";

export interface SqlContext {
  /** `server_version_num` of the server that will run it; null where none is known (offline). */
  readonly serverVersion: number | null;
}

/** The statements of one operation, in order. */
export type ToSql<N extends Operation["op"]> = (operation: OperationOf<N>, context: SqlContext) => readonly Statement[];

/** One statement that runs in the transaction. */
export function statement(text: string, ...hazards: readonly Hazard[]): Statement {
  return { text, transaction: "inside", hazards };
}

/** One statement with a transaction mode of its own. */
export function statementIn(transaction: TransactionMode, text: string, ...hazards: readonly Hazard[]): Statement {
  return { text, transaction, hazards };
}

/** A statement that takes other locks than its operation as a whole. */
export function locking(made: Statement, ...locks: readonly Lock[]): Statement {
  return { ...made, locks };
}

/** A hazard. */
export function hazard(code: Hazard["code"], message: string): Hazard {
  return { code, message };
}

/** `IF EXISTS ` where asked for. */
export function ifExists(operation: { readonly ifExists?: boolean }): string {
  return operation.ifExists === true ? "IF EXISTS " : "";
}

/** `IF NOT EXISTS ` where asked for. */
export function ifNotExists(operation: { readonly ifNotExists?: boolean }): string {
  return operation.ifNotExists === true ? "IF NOT EXISTS " : "";
}
