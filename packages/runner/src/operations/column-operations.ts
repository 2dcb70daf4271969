/** Operations on columns. `name` is the column's. */

import { nameAside, qualifiedName, quoteIdentifier } from "../sql/identifier.ts";
import { doBlock } from "../sql/do-block.ts";
import { quoteLiteral } from "../sql/literal.ts";
import { ROWS_IN_THE_WAY } from "../sql/sqlstates.ts";
import { isSqlText, type SqlText } from "../sql/sql-text.ts";
import { lockOn } from "../sql/lock.ts";
import type { Hazard } from "../sql/statement.ts";
import { alterColumn, alterTable, type OnColumn } from "./alter-column.ts";
import { countingOperationSql, type CountingOperation } from "./counting-operations.ts";
import {
  columnSql,
  defaultSql,
  type ColumnDefinition,
  type DefaultValue,
  type GeneratedDefinition,
} from "./column-definition.ts";
import { hazard, ifExists, ifNotExists, locking, statementIn, type ToSql } from "./to-sql.ts";

export interface AddColumn extends ColumnDefinition {
  readonly op: "addColumn";
  readonly table: string;
  readonly schema?: string;
  readonly ifNotExists?: boolean;
  /**
   * Whether every row is written again to fill it. Default: where its default is SQL, which may be volatile
   * (https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-NOTES); identities, serials and stored generated
   * values always are.
   */
  readonly rewrites?: boolean;
}

export interface DropColumn extends OnColumn {
  readonly op: "dropColumn";
  readonly ifExists?: boolean;
  /** True: its values are made of others, so that none is lost. */
  readonly generated?: boolean;
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
  /** False: both types store a value alike, so that rows are neither read nor written again. Default: true. */
  readonly rewrites?: boolean;
  /** Though rows are not written again, they are read: an index of the column is built, or a check of it looked at, once more. */
  readonly rereads?: boolean;
  /** Digits or parts of a stored value that the new type has no room for are lost without an error. */
  readonly lossy?: boolean;
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
  /**
   * Looks for nulls before, in transactions of their own that neither reads nor writes wait for: rows in the way are
   * counted, a check that is NOT VALID at first is validated, SET NOT NULL then has no need to read the table, and the check
   * goes.
   */
  readonly validateFirst?: boolean;
  /** A valid check of the table that rules out nulls already: nothing is read. */
  readonly impliedBy?: string;
}

export interface DropNotNull extends OnColumn {
  readonly op: "dropNotNull";
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

export type ColumnOperation =
  | AddColumn
  | DropColumn
  | RenameColumn
  | SetColumnType
  | SetDefault
  | DropDefault
  | SetNotNull
  | DropNotNull
  | SetExpression
  | DropExpression
  | CountingOperation;

/** Stops with the number of rows that hold nulls, before anything is changed: validating stops at the first, half-way. */
function withoutNullsSql(column: OnColumn): string {
  const table = qualifiedName(column.table, column.schema);
  const message = `column "${column.name}" of relation "${column.table}" contains null values, in as many rows as `;
  return doBlock(`
DECLARE
  nulls bigint;
BEGIN
  SELECT count(*) INTO nulls FROM ${table} WHERE ${quoteIdentifier(column.name)} IS NULL;
  IF nulls > 0 THEN
    RAISE EXCEPTION USING ERRCODE = '${ROWS_IN_THE_WAY}', MESSAGE = concat(${quoteLiteral(message)}, nulls),
      HINT = 'Give those rows a value in a migration before this one.';
  END IF;
END`);
}

const VOLATILE_HINT = "where the default is volatile, every row is written again";

export const columnOperationSql: { readonly [N in ColumnOperation["op"]]: ToSql<N> } = {
  addColumn: (column) => {
    const hazards: Hazard[] = [];
    const fills = column.default !== undefined || column.identity !== undefined || column.generated !== undefined;
    const isSerial = column.type.endsWith("serial");
    if (column.notNull === true && !fills && !isSerial) {
      hazards.push(
        hazard(
          "MAY_FAIL",
          `column ${column.name} of ${column.table} is not null without a default: fails where rows exist`,
        ),
      );
    }
    const isComputed = column.generated !== undefined && column.generated.kind !== "virtual";
    if (column.identity !== undefined || isComputed || isSerial || column.rewrites === true) {
      hazards.push(hazard("REWRITES_TABLE", `every row of ${column.table} is written again to fill ${column.name}`));
    } else if (column.default !== undefined && isSqlText(column.default) && column.rewrites !== false) {
      hazards.push(hazard("REWRITES_TABLE", `column ${column.name} of ${column.table}: ${VOLATILE_HINT}`));
    }
    return [alterTable(column, `ADD COLUMN ${ifNotExists(column)}${columnSql(column)}`, ...hazards)];
  },
  dropColumn: (column) => [
    alterTable(
      column,
      `DROP COLUMN ${ifExists(column)}${quoteIdentifier(column.name)}`,
      ...(column.generated === true
        ? []
        : [
            hazard("DELETES_DATA", `column ${column.name} of ${column.table} is dropped with its values`),
            hazard("IRREVERSIBLE", `the values of ${column.table}.${column.name} do not come back`),
          ]),
    ),
  ],
  renameColumn: (column) => [
    alterTable(column, `RENAME COLUMN ${quoteIdentifier(column.from)} TO ${quoteIdentifier(column.to)}`),
  ],
  setColumnType: (column) => {
    const collation = column.collation === undefined ? "" : ` COLLATE ${column.collation.sql}`;
    const using = column.using === undefined ? "" : ` USING ${column.using.sql}`;
    const rereads = hazard(
      "BLOCKS_READS",
      `what is indexed or checked of ${column.table}.${column.name} is read again under an access exclusive lock`,
    );
    const hazards =
      column.rewrites === false
        ? column.rereads === true
          ? [rereads]
          : []
        : [
            hazard(
              "REWRITES_TABLE",
              `${column.table}.${column.name} becomes ${column.type}: every row of ${column.table} is written again`,
            ),
            hazard(
              "MAY_FAIL",
              `fails where a value of ${column.table}.${column.name} has no counterpart in ${column.type}`,
            ),
          ];
    const what = `what ${column.type} has no room for in ${column.table}.${column.name}`;
    const losses =
      column.lossy === true
        ? [hazard("LOSES_PRECISION", `${what} is cut or rounded`), hazard("IRREVERSIBLE", `${what} does not come back`)]
        : [];
    return [alterColumn(column, `TYPE ${column.type}${collation}${using}`, ...hazards, ...losses)];
  },
  setDefault: (column) => [alterColumn(column, `SET DEFAULT ${defaultSql(column.default)}`)],
  dropDefault: (column) => [alterColumn(column, "DROP DEFAULT")],
  setNotNull: (column) => {
    const mayFail = hazard("MAY_FAIL", `fails where ${column.table}.${column.name} holds nulls`);
    if (column.impliedBy !== undefined) return [alterColumn(column, "SET NOT NULL")];
    if (column.validateFirst === true) {
      const check = quoteIdentifier(nameAside(`${column.table}_${column.name}`, "__no_nulls"));
      const isThere = `CHECK (${quoteIdentifier(column.name)} IS NOT NULL)`;
      return [
        locking(statementIn("apart", withoutNullsSql(column), mayFail)),
        alterTable(column, `ADD CONSTRAINT ${check} ${isThere} NOT VALID`),
        locking(
          { ...alterTable(column, `VALIDATE CONSTRAINT ${check}`), transaction: "apart" },
          lockOn("SHARE UPDATE EXCLUSIVE", column.table, column.schema),
        ),
        alterColumn(column, "SET NOT NULL"),
        alterTable(column, `DROP CONSTRAINT ${check}`),
      ];
    }
    return [
      alterColumn(
        column,
        "SET NOT NULL",
        mayFail,
        hazard("BLOCKS_READS", `${column.table} is read whole under an access exclusive lock`),
      ),
    ];
  },
  dropNotNull: (column) => [alterColumn(column, "DROP NOT NULL")],
  setExpression: (column) => [
    alterColumn(
      column,
      `SET EXPRESSION AS (${column.generated.as.sql})`,
      ...(column.generated.kind === "virtual"
        ? []
        : [hazard("REWRITES_TABLE", `every row of ${column.table} is written again to compute ${column.name}`)]),
    ),
  ],
  dropExpression: (column) => [alterColumn(column, "DROP EXPRESSION")],
  ...countingOperationSql,
};
