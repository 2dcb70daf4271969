/** How constraints are written down in an operation. */

import { qualifiedName, quoteIdentifier } from "../sql/identifier.ts";
import type { SqlText } from "../sql/sql-text.ts";

export type ReferentialAction = "no action" | "restrict" | "cascade" | "set null" | "set default";

export interface Deferrability {
  readonly deferrable?: boolean;
  readonly initiallyDeferred?: boolean;
}

export interface PrimaryKeyDefinition extends Deferrability {
  /** Left out, PostgreSQL names it. */
  readonly name?: string;
  readonly columns: readonly string[];
  readonly include?: readonly string[];
  /** The ranges of the last column may not overlap within one value of the others (PostgreSQL 18). */
  readonly withoutOverlaps?: boolean;
}

export interface UniqueDefinition extends Deferrability {
  readonly name?: string;
  readonly columns: readonly string[];
  readonly nullsNotDistinct?: boolean;
  readonly include?: readonly string[];
  readonly withoutOverlaps?: boolean;
}

export interface ForeignKeyDefinition extends Deferrability {
  readonly name?: string;
  readonly columns: readonly string[];
  readonly references: { readonly table: string; readonly schema?: string; readonly columns: readonly string[] };
  readonly onUpdate?: ReferentialAction;
  readonly onDelete?: ReferentialAction;
  /** The columns that `set null` or `set default` touches, where not all. */
  readonly onDeleteColumns?: readonly string[];
  readonly match?: "simple" | "full";
  /** The last pair of columns holds ranges: those referred to cover the others (PostgreSQL 18). */
  readonly period?: boolean;
  readonly notValid?: boolean;
  /** It says what should hold, and no row is checked (PostgreSQL 18). */
  readonly notEnforced?: boolean;
}

export interface CheckDefinition {
  readonly name?: string;
  readonly expression: SqlText;
  readonly noInherit?: boolean;
  readonly notValid?: boolean;
  /** It says what should hold, and no row is checked (PostgreSQL 18). */
  readonly notEnforced?: boolean;
}

function list(columns: readonly string[]): string {
  return `(${columns.map(quoteIdentifier).join(", ")})`;
}

/** A list whose last column is marked: where its values are ranges, it says so before (PERIOD) or after it. */
function listWithRange(columns: readonly string[], mark: "" | "PERIOD " | " WITHOUT OVERLAPS"): string {
  const quoted = columns.map(quoteIdentifier);
  const last = quoted.at(-1) ?? "";
  return `(${[...quoted.slice(0, -1), mark.startsWith(" ") ? `${last}${mark}` : `${mark}${last}`].join(", ")})`;
}

function keyColumns(key: { readonly columns: readonly string[]; readonly withoutOverlaps?: boolean }): string {
  return listWithRange(key.columns, key.withoutOverlaps === true ? " WITHOUT OVERLAPS" : "");
}

function named(name: string | undefined, body: string): string {
  return name === undefined ? body : `CONSTRAINT ${quoteIdentifier(name)} ${body}`;
}

export function deferrability(constraint: Deferrability): string {
  if (constraint.initiallyDeferred === true) return " DEFERRABLE INITIALLY DEFERRED";
  return constraint.deferrable === true ? " DEFERRABLE" : "";
}

function including(columns: readonly string[] | undefined): string {
  return columns === undefined || columns.length === 0 ? "" : ` INCLUDE ${list(columns)}`;
}

/** Whether it is held against the rows that are there, and those that come. */
function checking({ notValid, notEnforced }: { readonly notValid?: boolean; readonly notEnforced?: boolean }): string {
  return `${notValid === true ? " NOT VALID" : ""}${notEnforced === true ? " NOT ENFORCED" : ""}`;
}

/** https://www.postgresql.org/docs/current/sql-createtable.html#SQL-CREATETABLE-PARMS-PRIMARY-KEY */
export function primaryKeySql(key: PrimaryKeyDefinition): string {
  return named(key.name, `PRIMARY KEY ${keyColumns(key)}${including(key.include)}${deferrability(key)}`);
}

/** https://www.postgresql.org/docs/current/sql-createtable.html#SQL-CREATETABLE-PARMS-UNIQUE */
export function uniqueSql(unique: UniqueDefinition): string {
  const nulls = unique.nullsNotDistinct === true ? " NULLS NOT DISTINCT" : "";
  const body = `UNIQUE${nulls} ${keyColumns(unique)}${including(unique.include)}${deferrability(unique)}`;
  return named(unique.name, body);
}

/** https://www.postgresql.org/docs/current/sql-createtable.html#SQL-CREATETABLE-PARMS-REFERENCES */
export function foreignKeySql(key: ForeignKeyDefinition): string {
  const columns = (names: readonly string[]): string => listWithRange(names, key.period === true ? "PERIOD " : "");
  const target = `${qualifiedName(key.references.table, key.references.schema)} ${columns(key.references.columns)}`;
  const parts = [`FOREIGN KEY ${columns(key.columns)} REFERENCES ${target}`];
  if (key.match === "full") parts.push("MATCH FULL");
  if (key.onUpdate !== undefined && key.onUpdate !== "no action") parts.push(`ON UPDATE ${key.onUpdate.toUpperCase()}`);
  if (key.onDelete !== undefined && key.onDelete !== "no action") {
    const only = key.onDeleteColumns === undefined ? "" : ` ${list(key.onDeleteColumns)}`;
    parts.push(`ON DELETE ${key.onDelete.toUpperCase()}${only}`);
  }
  return named(key.name, `${parts.join(" ")}${deferrability(key)}${checking(key)}`);
}

/** https://www.postgresql.org/docs/current/sql-createtable.html#SQL-CREATETABLE-PARMS-CHECK */
export function checkSql(check: CheckDefinition): string {
  const inherit = check.noInherit === true ? " NO INHERIT" : "";
  return named(check.name, `CHECK (${check.expression.sql})${inherit}${checking(check)}`);
}
