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
}

export interface UniqueDefinition extends Deferrability {
  readonly name?: string;
  readonly columns: readonly string[];
  readonly nullsNotDistinct?: boolean;
  readonly include?: readonly string[];
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
  readonly notValid?: boolean;
}

export interface CheckDefinition {
  readonly name?: string;
  readonly expression: SqlText;
  readonly noInherit?: boolean;
  readonly notValid?: boolean;
}

function list(columns: readonly string[]): string {
  return `(${columns.map(quoteIdentifier).join(", ")})`;
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

/** https://www.postgresql.org/docs/current/sql-createtable.html#SQL-CREATETABLE-PARMS-PRIMARY-KEY */
export function primaryKeySql(key: PrimaryKeyDefinition): string {
  return named(key.name, `PRIMARY KEY ${list(key.columns)}${including(key.include)}${deferrability(key)}`);
}

/** https://www.postgresql.org/docs/current/sql-createtable.html#SQL-CREATETABLE-PARMS-UNIQUE */
export function uniqueSql(unique: UniqueDefinition): string {
  const nulls = unique.nullsNotDistinct === true ? " NULLS NOT DISTINCT" : "";
  const body = `UNIQUE${nulls} ${list(unique.columns)}${including(unique.include)}${deferrability(unique)}`;
  return named(unique.name, body);
}

/** https://www.postgresql.org/docs/current/sql-createtable.html#SQL-CREATETABLE-PARMS-REFERENCES */
export function foreignKeySql(key: ForeignKeyDefinition): string {
  const target = `${qualifiedName(key.references.table, key.references.schema)} ${list(key.references.columns)}`;
  const parts = [`FOREIGN KEY ${list(key.columns)} REFERENCES ${target}`];
  if (key.match === "full") parts.push("MATCH FULL");
  if (key.onUpdate !== undefined && key.onUpdate !== "no action") parts.push(`ON UPDATE ${key.onUpdate.toUpperCase()}`);
  if (key.onDelete !== undefined && key.onDelete !== "no action") {
    const columns = key.onDeleteColumns === undefined ? "" : ` ${list(key.onDeleteColumns)}`;
    parts.push(`ON DELETE ${key.onDelete.toUpperCase()}${columns}`);
  }
  return named(key.name, `${parts.join(" ")}${deferrability(key)}${key.notValid === true ? " NOT VALID" : ""}`);
}

/** https://www.postgresql.org/docs/current/sql-createtable.html#SQL-CREATETABLE-PARMS-CHECK */
export function checkSql(check: CheckDefinition): string {
  const inherit = check.noInherit === true ? " NO INHERIT" : "";
  return named(check.name, `CHECK (${check.expression.sql})${inherit}${check.notValid === true ? " NOT VALID" : ""}`);
}
