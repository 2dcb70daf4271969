/** Operations on columns. `name` is the column's. */

import type { SqlText } from "../sql/sql-text.ts";
import type { ColumnDefinition, DefaultValue, GeneratedDefinition, IdentityDefinition } from "./column-definition.ts";

interface OnColumn {
  readonly table: string;
  readonly schema?: string;
  readonly name: string;
}

export interface AddColumn extends ColumnDefinition {
  readonly op: "addColumn";
  readonly table: string;
  readonly schema?: string;
  readonly ifNotExists?: boolean;
}

export interface DropColumn extends OnColumn {
  readonly op: "dropColumn";
  readonly ifExists?: boolean;
}

export interface RenameColumn {
  readonly op: "renameColumn";
  readonly table: string;
  readonly schema?: string;
  readonly from: string;
  readonly to: string;
}

export interface SetColumnType extends OnColumn {
  readonly op: "setColumnType";
  readonly type: string;
  readonly collation?: SqlText;
  /** How a stored value becomes one of the new type; needed where no assignment cast leads there. */
  readonly using?: SqlText;
}

export interface SetDefault extends OnColumn {
  readonly op: "setDefault";
  readonly default: DefaultValue;
}

export interface DropDefault extends OnColumn {
  readonly op: "dropDefault";
}

export interface SetNotNull extends OnColumn {
  readonly op: "setNotNull";
}

export interface DropNotNull extends OnColumn {
  readonly op: "dropNotNull";
}

/** Makes a column an identity; the next value is set above the highest stored one. */
export interface AddIdentity extends OnColumn {
  readonly op: "addIdentity";
  readonly identity: IdentityDefinition;
}

/** Changes an identity. Every option is set: what is left out goes back to PostgreSQL's default. */
export interface SetIdentity extends OnColumn {
  readonly op: "setIdentity";
  readonly identity: IdentityDefinition;
}

export interface DropIdentity extends OnColumn {
  readonly op: "dropIdentity";
}

/** SET EXPRESSION (PostgreSQL 17 and later). */
export interface SetExpression extends OnColumn {
  readonly op: "setExpression";
  readonly generated: GeneratedDefinition;
}

/** Makes a stored generated column a plain one that keeps its values. */
export interface DropExpression extends OnColumn {
  readonly op: "dropExpression";
}

/**
 * Makes a plain integer column a serial one: a sequence it owns, next value above the highest stored one, and the
 * default that draws from it.
 */
export interface AddSerial extends OnColumn {
  readonly op: "addSerial";
  /** The sequence's name; it stands in the table's schema. */
  readonly sequence: string;
}

/** Takes the default and the owned sequence from a serial column. */
export interface DropSerial extends OnColumn {
  readonly op: "dropSerial";
  readonly sequence: string;
}

export type ColumnOperation =
  | AddColumn
  | DropColumn
  | RenameColumn
  | SetColumnType
  | SetDefault
  | DropDefault
  | SetNotNull
  | DropNotNull
  | AddIdentity
  | SetIdentity
  | DropIdentity
  | SetExpression
  | DropExpression
  | AddSerial
  | DropSerial;
