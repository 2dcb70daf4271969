/** Operations on constraints. */

import { qualifiedName, quoteIdentifier } from "../sql/identifier.ts";
import type { Hazard, Statement } from "../sql/statement.ts";
import {
  checkSql,
  deferrability,
  foreignKeySql,
  primaryKeySql,
  uniqueSql,
  type CheckDefinition,
  type Deferrability,
  type ForeignKeyDefinition,
  type PrimaryKeyDefinition,
  type UniqueDefinition,
} from "./constraint-definition.ts";
import { hazard, ifExists, statement, statementIn, type ToSql } from "./to-sql.ts";

interface OnTable {
  readonly table: string;
  readonly schema?: string;
}

export interface AddPrimaryKey extends OnTable, PrimaryKeyDefinition {
  readonly op: "addPrimaryKey";
  /** Takes over this unique index of the same table instead of building one. */
  readonly usingIndex?: string;
}

export interface AddUnique extends OnTable, UniqueDefinition {
  readonly op: "addUnique";
  /** Takes over this unique index of the same table instead of building one. */
  readonly usingIndex?: string;
}

export interface AddForeignKey extends OnTable, ForeignKeyDefinition {
  readonly op: "addForeignKey";
}

export interface AddCheck extends OnTable, CheckDefinition {
  readonly op: "addCheck";
}

export interface DropConstraint extends OnTable {
  readonly op: "dropConstraint";
  readonly name: string;
  readonly ifExists?: boolean;
}

export interface RenameConstraint extends OnTable {
  readonly op: "renameConstraint";
  readonly from: string;
  readonly to: string;
}

export interface ValidateConstraint extends OnTable {
  readonly op: "validateConstraint";
  readonly name: string;
}

export type ConstraintOperation =
  | AddPrimaryKey
  | AddUnique
  | AddForeignKey
  | AddCheck
  | DropConstraint
  | RenameConstraint
  | ValidateConstraint;

function alterTable(at: OnTable, clause: string, ...hazards: Hazard[]): Statement {
  return statement(`ALTER TABLE ${qualifiedName(at.table, at.schema)} ${clause}`, ...hazards);
}

function label(constraint: { readonly name?: string; readonly table: string }, words: string): string {
  return constraint.name === undefined ? `a ${words} of ${constraint.table}` : `${words} ${constraint.name}`;
}

function blocksWrites(table: string, doing: string): Hazard {
  return hazard("BLOCKS_WRITES", `writes to ${table} wait while ${doing}`);
}

/** ADD CONSTRAINT … USING INDEX: the index gets the constraint's name. */
function takingOver(
  constraint: OnTable & Deferrability & { readonly name?: string },
  words: string,
  index: string,
): Statement {
  const name = quoteIdentifier(constraint.name ?? index);
  const body = `${words} USING INDEX ${quoteIdentifier(index)}${deferrability(constraint)}`;
  return alterTable(constraint, `ADD CONSTRAINT ${name} ${body}`);
}

export const constraintSql: { readonly [N in ConstraintOperation["op"]]: ToSql<N> } = {
  addPrimaryKey: (key) => [
    key.usingIndex === undefined
      ? alterTable(
          key,
          `ADD ${primaryKeySql(key)}`,
          hazard(
            "MAY_FAIL",
            `fails where ${key.columns.join(", ")} of ${key.table} holds nulls or the same values twice`,
          ),
          hazard("BLOCKS_READS", `${key.table} is locked while the index of its primary key is built`),
        )
      : takingOver(key, "PRIMARY KEY", key.usingIndex),
  ],
  addUnique: (unique) => [
    unique.usingIndex === undefined
      ? alterTable(
          unique,
          `ADD ${uniqueSql(unique)}`,
          hazard("MAY_FAIL", `fails where ${unique.columns.join(", ")} of ${unique.table} holds the same values twice`),
          hazard(
            "BLOCKS_READS",
            `${unique.table} is locked while the index of ${label(unique, "unique constraint")} is built`,
          ),
        )
      : takingOver(unique, "UNIQUE", unique.usingIndex),
  ],
  addForeignKey: (key) => [
    alterTable(
      key,
      `ADD ${foreignKeySql(key)}`,
      ...(key.notValid === true || key.notEnforced === true
        ? []
        : [
            hazard("MAY_FAIL", `fails where a row of ${key.table} refers to no row of ${key.references.table}`),
            blocksWrites(`${key.table} and ${key.references.table}`, `${label(key, "foreign key")} is checked`),
          ]),
    ),
  ],
  addCheck: (check) => [
    alterTable(
      check,
      `ADD ${checkSql(check)}`,
      ...(check.notValid === true || check.notEnforced === true
        ? []
        : [
            hazard("MAY_FAIL", `fails where a row of ${check.table} breaks ${label(check, "check")}`),
            hazard("BLOCKS_READS", `${check.table} is read whole under an access exclusive lock`),
          ]),
    ),
  ],
  dropConstraint: (constraint) => [
    alterTable(constraint, `DROP CONSTRAINT ${ifExists(constraint)}${quoteIdentifier(constraint.name)}`),
  ],
  renameConstraint: (constraint) => [
    alterTable(
      constraint,
      `RENAME CONSTRAINT ${quoteIdentifier(constraint.from)} TO ${quoteIdentifier(constraint.to)}`,
    ),
  ],
  validateConstraint: (constraint) => [
    statementIn(
      "apart",
      `ALTER TABLE ${qualifiedName(constraint.table, constraint.schema)} VALIDATE CONSTRAINT ${quoteIdentifier(constraint.name)}`,
      hazard("MAY_FAIL", `fails where a row of ${constraint.table} breaks ${constraint.name}`),
    ),
  ],
};
