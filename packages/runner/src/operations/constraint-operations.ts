/** Operations on constraints. */

import type {
  CheckDefinition,
  ForeignKeyDefinition,
  PrimaryKeyDefinition,
  UniqueDefinition,
} from "./constraint-definition.ts";

interface OnTable {
  readonly table: string;
  readonly schema?: string;
}

export interface AddPrimaryKey extends OnTable, PrimaryKeyDefinition {
  readonly op: "addPrimaryKey";
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
