/** Operations on tables. */

import { qualifiedName, quoteIdentifier } from "../sql/identifier.ts";
import type { SqlText } from "../sql/sql-text.ts";
import { columnSql, type ColumnDefinition } from "./column-definition.ts";
import {
  checkSql,
  foreignKeySql,
  primaryKeySql,
  uniqueSql,
  type CheckDefinition,
  type ForeignKeyDefinition,
  type PrimaryKeyDefinition,
  type UniqueDefinition,
} from "./constraint-definition.ts";
import { hazard, ifExists, ifNotExists, statement, type ToSql } from "./to-sql.ts";

export interface CreateTable {
  readonly op: "createTable";
  readonly name: string;
  readonly schema?: string;
  readonly ifNotExists?: boolean;
  readonly unlogged?: boolean;
  /** As SQL, e.g. `RANGE (at)`. */
  readonly partitionBy?: SqlText;
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

export const tableSql: { readonly [N in TableOperation["op"]]: ToSql<N> } = {
  createTable: (table) => {
    const lines = [
      ...table.columns.map(columnSql),
      ...(table.primaryKey === undefined ? [] : [primaryKeySql(table.primaryKey)]),
      ...(table.uniques ?? []).map(uniqueSql),
      ...(table.checks ?? []).map(checkSql),
      ...(table.foreignKeys ?? []).map(foreignKeySql),
    ];
    const body = lines.length === 0 ? "()" : `(\n${lines.map((line) => `  ${line}`).join(",\n")}\n)`;
    const words = table.unlogged === true ? "CREATE UNLOGGED TABLE" : "CREATE TABLE";
    const partition = table.partitionBy === undefined ? "" : ` PARTITION BY ${table.partitionBy.sql}`;
    return [statement(`${words} ${ifNotExists(table)}${qualifiedName(table.name, table.schema)} ${body}${partition}`)];
  },
  dropTable: (table) => [
    statement(
      `DROP TABLE ${ifExists(table)}${qualifiedName(table.name, table.schema)}`,
      hazard("DELETES_DATA", `table ${table.name} and its rows are dropped`),
      hazard("IRREVERSIBLE", `the rows of ${table.name} do not come back`),
    ),
  ],
  renameTable: (table) => [
    statement(`ALTER TABLE ${qualifiedName(table.from, table.schema)} RENAME TO ${quoteIdentifier(table.to)}`),
  ],
  setTableSchema: (table) => [
    statement(`ALTER TABLE ${qualifiedName(table.name, table.from)} SET SCHEMA ${quoteIdentifier(table.to)}`),
  ],
  setTableLogged: (table) => [
    statement(
      `ALTER TABLE ${qualifiedName(table.name, table.schema)} SET ${table.logged ? "LOGGED" : "UNLOGGED"}`,
      hazard("REWRITES_TABLE", `every row of ${table.name} is written again`),
    ),
  ],
};
