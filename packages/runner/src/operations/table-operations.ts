/** Operations on tables. */

import type { ColumnDefinition } from "./column-definition.ts";
import type {
  CheckDefinition,
  ForeignKeyDefinition,
  PrimaryKeyDefinition,
  UniqueDefinition,
} from "./constraint-definition.ts";

export interface CreateTable {
  readonly op: "createTable";
  readonly name: string;
  readonly schema?: string;
  readonly ifNotExists?: boolean;
  readonly unlogged?: boolean;
  readonly columns: readonly ColumnDefinition[];
  readonly primaryKey?: PrimaryKeyDefinition;
  readonly uniques?: readonly UniqueDefinition[];
  readonly checks?: readonly CheckDefinition[];
  readonly foreignKeys?: readonly ForeignKeyDefinition[];
}

export interface DropTable {
  readonly op: "dropTable";
  readonly name: string;
  readonly schema?: string;
  readonly ifExists?: boolean;
}

export interface RenameTable {
  readonly op: "renameTable";
  readonly from: string;
  readonly to: string;
  readonly schema?: string;
}

export interface SetTableSchema {
  readonly op: "setTableSchema";
  readonly name: string;
  readonly from: string;
  readonly to: string;
}

/** SET LOGGED or SET UNLOGGED. */
export interface SetTableLogged {
  readonly op: "setTableLogged";
  readonly name: string;
  readonly schema?: string;
  readonly logged: boolean;
}

export type TableOperation = CreateTable | DropTable | RenameTable | SetTableSchema | SetTableLogged;
