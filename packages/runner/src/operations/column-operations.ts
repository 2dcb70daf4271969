/** Operations on columns. `name` is the column's. */

import { nameAside, qualifiedName, quoteIdentifier } from "../sql/identifier.ts";
import { doBlock } from "../sql/do-block.ts";
import { quoteLiteral } from "../sql/literal.ts";
import { ROWS_IN_THE_WAY } from "../sql/sqlstates.ts";
import { isSqlText, type SqlText } from "../sql/sql-text.ts";
import type { Hazard, Statement } from "../sql/statement.ts";
import {
  columnSql,
  defaultSql,
  identitySql,
  type ColumnDefinition,
  type DefaultValue,
  type GeneratedDefinition,
  type IdentityDefinition,
} from "./column-definition.ts";
import { hazard, ifExists, ifNotExists, statement, statementIn, type ToSql } from "./to-sql.ts";

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
  /** The sequence's type: the column's. */
  readonly type: string;
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

function alterTable(
  at: { readonly table: string; readonly schema?: string },
  clause: string,
  ...hazards: Hazard[]
): Statement {
  return statement(`ALTER TABLE ${qualifiedName(at.table, at.schema)} ${clause}`, ...hazards);
}

function alterColumn(at: OnColumn, clause: string, ...hazards: Hazard[]): Statement {
  return alterTable(at, `ALTER COLUMN ${quoteIdentifier(at.name)} ${clause}`, ...hazards);
}

/** Sets a column's own sequence above (below, where it counts down) the values that are stored. */
function aboveStoredValues(at: OnColumn): Statement {
  const table = qualifiedName(at.table, at.schema);
  const sequence = `pg_get_serial_sequence(${quoteLiteral(table)}, ${quoteLiteral(at.name)})`;
  const column = quoteIdentifier(at.name);
  return statement(
    `SELECT setval(${sequence}, stored.extreme) FROM (\n` +
      `  SELECT CASE WHEN seqincrement > 0 THEN max(${column}) ELSE min(${column}) END AS extreme, seqmin, seqmax\n` +
      `  FROM ${table}, pg_catalog.pg_sequence WHERE seqrelid = ${sequence}::regclass GROUP BY seqincrement, seqmin, seqmax\n` +
      `) AS stored WHERE stored.extreme BETWEEN stored.seqmin AND stored.seqmax`,
  );
}

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

/** Every option spelled out, so that what is left out goes back to the default. */
function resetIdentity(at: OnColumn, identity: IdentityDefinition): string {
  const set = (words: string, value: number | string | undefined, fallback: string): string =>
    value === undefined ? ` SET ${fallback}` : ` SET ${words} ${value}`;
  const descends = String(identity.increment ?? 1).startsWith("-");
  return [
    `ALTER COLUMN ${quoteIdentifier(at.name)} SET GENERATED ${identity.generated === "always" ? "ALWAYS" : "BY DEFAULT"}`,
    set("INCREMENT BY", identity.increment, "INCREMENT BY 1"),
    set("MINVALUE", identity.min, "NO MINVALUE"),
    set("MAXVALUE", identity.max, "NO MAXVALUE"),
    // Without a start of its own, a sequence starts at the end that it counts away from.
    set("START WITH", identity.start, `START WITH ${descends ? (identity.max ?? -1) : (identity.min ?? 1)}`),
    set("CACHE", identity.cache, "CACHE 1"),
    identity.cycle === true ? " SET CYCLE" : " SET NO CYCLE",
  ].join("");
}

const VOLATILE_HINT = "where the default is volatile, every row is written again";

/** A sequence that a column owns must have the table's owner, whoever runs this. */
function sameOwner(sequence: string, table: string): Statement {
  const owner = `(SELECT pg_catalog.pg_get_userbyid(relowner) FROM pg_catalog.pg_class WHERE oid = ${quoteLiteral(table)}::pg_catalog.regclass)`;
  const alter = `pg_catalog.format('ALTER SEQUENCE %s OWNER TO %I', ${quoteLiteral(sequence)}, ${owner})`;
  return statement(`DO ${quoteLiteral(`BEGIN EXECUTE ${alter}; END`)}`);
}

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
      hazard("DELETES_DATA", `column ${column.name} of ${column.table} is dropped with its values`),
      hazard("IRREVERSIBLE", `the values of ${column.table}.${column.name} do not come back`),
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
        statementIn("apart", withoutNullsSql(column), mayFail),
        alterTable(column, `ADD CONSTRAINT ${check} ${isThere} NOT VALID`),
        { ...alterTable(column, `VALIDATE CONSTRAINT ${check}`), transaction: "apart" },
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
  addIdentity: (column) => [alterColumn(column, `ADD ${identitySql(column.identity)}`), aboveStoredValues(column)],
  setIdentity: (column) => [alterTable(column, resetIdentity(column, column.identity))],
  dropIdentity: (column) => [alterColumn(column, "DROP IDENTITY")],
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
  addSerial: (column) => {
    const sequence = qualifiedName(column.sequence, column.schema);
    const owner = `${qualifiedName(column.table, column.schema)}.${quoteIdentifier(column.name)}`;
    return [
      statement(`CREATE SEQUENCE ${sequence} AS ${column.type}`),
      alterColumn(column, `SET DEFAULT nextval(${quoteLiteral(sequence)}::regclass)`),
      sameOwner(sequence, qualifiedName(column.table, column.schema)),
      statement(`ALTER SEQUENCE ${sequence} OWNED BY ${owner}`),
      aboveStoredValues(column),
    ];
  },
  dropSerial: (column) => [
    alterColumn(column, "DROP DEFAULT"),
    statement(`DROP SEQUENCE ${qualifiedName(column.sequence, column.schema)}`),
  ],
};
