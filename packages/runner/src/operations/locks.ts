/**
 * The locks that operations take on what is there already, for a plan that is read before it runs.
 * https://www.postgresql.org/docs/current/explicit-locking.html and the notes of each command's page.
 */

import { lockOn, type Lock, type LockMode } from "../sql/lock.ts";
import type { Statement } from "../sql/statement.ts";
import type { Operation, OperationName, OperationOf } from "./operation.ts";

/** Null where only the SQL or the code of a migration itself knows. */
type LocksOf<N extends OperationName> = (operation: OperationOf<N>) => readonly Lock[] | null;

const none = (): readonly Lock[] => [];
const unknown = (): null => null;

function onTable(mode: LockMode) {
  return (operation: { readonly table: string; readonly schema?: string }): readonly Lock[] => [
    lockOn(mode, operation.table, operation.schema),
  ];
}

function onNamed(mode: LockMode) {
  return (operation: { readonly name: string; readonly schema?: string }): readonly Lock[] => [
    lockOn(mode, operation.name, operation.schema),
  ];
}

function onFrom(mode: LockMode) {
  return (operation: { readonly from: string; readonly schema?: string }): readonly Lock[] => [
    lockOn(mode, operation.from, operation.schema),
  ];
}

function moved(operation: { readonly name: string; readonly from: string }): readonly Lock[] {
  return [lockOn("ACCESS EXCLUSIVE", operation.name, operation.from)];
}

const wholeTable = onTable("ACCESS EXCLUSIVE");

/** A foreign key locks the table that it refers to as much as its own. */
function referred(key: { readonly references: { readonly table: string; readonly schema?: string } }): Lock {
  return lockOn("SHARE ROW EXCLUSIVE", key.references.table, key.references.schema);
}

const LOCKS: { readonly [N in OperationName]: LocksOf<N> } = {
  createSchema: none,
  dropSchema: none,
  renameSchema: none,
  createEnum: none,
  dropEnum: none,
  renameEnum: none,
  setEnumSchema: none,
  addEnumValue: none,
  assertEnumValuesUnused: none,
  renameEnumValue: none,
  createSequence: none,
  alterSequence: onNamed("SHARE ROW EXCLUSIVE"),
  dropSequence: onNamed("ACCESS EXCLUSIVE"),
  renameSequence: onFrom("ACCESS EXCLUSIVE"),
  setSequenceSchema: (sequence) => [lockOn("ACCESS EXCLUSIVE", sequence.name, sequence.from)],
  createTable: (table) => (table.foreignKeys ?? []).map(referred),
  dropTable: onNamed("ACCESS EXCLUSIVE"),
  renameTable: onFrom("ACCESS EXCLUSIVE"),
  setTableSchema: (table) => [lockOn("ACCESS EXCLUSIVE", table.name, table.from)],
  setTableLogged: onNamed("ACCESS EXCLUSIVE"),
  addColumn: wholeTable,
  dropColumn: wholeTable,
  renameColumn: wholeTable,
  setColumnType: wholeTable,
  setDefault: wholeTable,
  dropDefault: wholeTable,
  setNotNull: wholeTable,
  dropNotNull: wholeTable,
  addIdentity: wholeTable,
  setIdentity: wholeTable,
  dropIdentity: wholeTable,
  setExpression: wholeTable,
  dropExpression: wholeTable,
  addSerial: wholeTable,
  dropSerial: wholeTable,
  addPrimaryKey: wholeTable,
  addUnique: wholeTable,
  addForeignKey: (key) => [...onTable("SHARE ROW EXCLUSIVE")(key), referred(key)],
  addCheck: wholeTable,
  dropConstraint: wholeTable,
  renameConstraint: wholeTable,
  validateConstraint: onTable("SHARE UPDATE EXCLUSIVE"),
  createIndex: (index) => onTable(index.concurrently === true ? "SHARE UPDATE EXCLUSIVE" : "SHARE")(index),
  dropIndex: (index) => onTable(index.concurrently === true ? "SHARE UPDATE EXCLUSIVE" : "ACCESS EXCLUSIVE")(index),
  renameIndex: onFrom("SHARE UPDATE EXCLUSIVE"),
  createView: none,
  replaceView: onNamed("ACCESS EXCLUSIVE"),
  dropView: onNamed("ACCESS EXCLUSIVE"),
  renameView: onFrom("ACCESS EXCLUSIVE"),
  setViewSchema: moved,
  setViewOptions: onNamed("ACCESS EXCLUSIVE"),
  resetViewOptions: onNamed("ACCESS EXCLUSIVE"),
  createMaterializedView: none,
  dropMaterializedView: onNamed("ACCESS EXCLUSIVE"),
  renameMaterializedView: onFrom("ACCESS EXCLUSIVE"),
  setMaterializedViewSchema: moved,
  setMaterializedViewOptions: onNamed("SHARE UPDATE EXCLUSIVE"),
  resetMaterializedViewOptions: onNamed("SHARE UPDATE EXCLUSIVE"),
  setMaterializedViewTablespace: onNamed("ACCESS EXCLUSIVE"),
  setMaterializedViewAccessMethod: onNamed("ACCESS EXCLUSIVE"),
  setComment: (comment) =>
    ["table", "view", "materialized view"].includes(comment.on) || comment.table !== undefined
      ? [lockOn("SHARE UPDATE EXCLUSIVE", comment.table ?? comment.name, comment.schema)]
      : [],
  enableRowLevelSecurity: wholeTable,
  disableRowLevelSecurity: wholeTable,
  forceRowLevelSecurity: wholeTable,
  noForceRowLevelSecurity: wholeTable,
  createPolicy: wholeTable,
  alterPolicy: wholeTable,
  dropPolicy: wholeTable,
  renamePolicy: wholeTable,
  createRole: none,
  alterRole: none,
  dropRole: none,
  renameRole: none,
  grant: none,
  revoke: none,
  setOwner: (owned) => (owned.on === "schema" || owned.on === "type" ? [] : onNamed("ACCESS EXCLUSIVE")(owned)),
  execute: unknown,
  bulkInsert: onTable("ROW EXCLUSIVE"),
  backfill: onTable("ROW EXCLUSIVE"),
  run: unknown,
  irreversible: none,
};

/**
 * The strongest lock that an operation takes on each relation that is there before it.
 *
 * @returns none for what touches nothing that is there; null where nobody knows (`execute`, `run`).
 * @example operationLocks({ op: "dropColumn", table: "fees", name: "note" }) // [{ mode: "ACCESS EXCLUSIVE", on: "fees" }]
 */
export function operationLocks(operation: Operation): readonly Lock[] | null {
  // The registry maps each name to the function for that very operation, which the compiler can't follow through a union.
  const locksOf = LOCKS[operation.op] as (operation: Operation) => readonly Lock[] | null;
  return locksOf(operation);
}

/**
 * The strongest lock that one statement of an operation takes on each relation that is there before it.
 *
 * @returns what the statement says of itself, else what its operation takes.
 * @example statementLocks(operation, statement) // [{ mode: "SHARE UPDATE EXCLUSIVE", on: "fees" }]
 */
export function statementLocks(operation: Operation, statement: Statement): readonly Lock[] | null {
  return statement.locks ?? operationLocks(operation);
}
