/** How a column is written down in an operation. */

import { quoteIdentifier } from "../sql/identifier.ts";
import { literal } from "../sql/literal.ts";
import { isSqlText, type SqlText } from "../sql/sql-text.ts";

/** A default: a plain literal, or SQL. `null` as a literal is no default at all: leave the key out. */
export type DefaultValue = string | number | boolean | SqlText;

/** Options of an identity column; what is left out is PostgreSQL's default for the column's type. */
export interface IdentityDefinition {
  readonly generated: "always" | "by default";
  /** The name of the identity's sequence where it is not `<table>_<column>_seq`. */
  readonly sequence?: string;
  /** Bounds are strings where they don't fit a JavaScript number. */
  readonly start?: number | string;
  readonly increment?: number | string;
  readonly min?: number | string;
  readonly max?: number | string;
  readonly cache?: number | string;
  readonly cycle?: boolean;
}

export interface GeneratedDefinition {
  readonly as: SqlText;
  /** `virtual` needs PostgreSQL 18. Default: `stored`. */
  readonly kind?: "stored" | "virtual";
}

export interface ColumnDefinition {
  readonly name: string;
  /** As PostgreSQL's `format_type` prints it, or `serial`, `bigserial`, `smallserial`. */
  readonly type: string;
  /** A collation's name as SQL, e.g. `"C"` or `"app"."natural"`. */
  readonly collation?: SqlText;
  readonly notNull?: boolean;
  readonly default?: DefaultValue;
  readonly identity?: IdentityDefinition;
  readonly generated?: GeneratedDefinition;
}

/** A default as SQL. */
export function defaultSql(value: DefaultValue): string {
  return isSqlText(value) ? value.sql : literal(value);
}

function option(words: string, value: number | string | undefined): string {
  return value === undefined ? "" : ` ${words} ${value}`;
}

/** The options of an identity's sequence in parentheses, or nothing where all are PostgreSQL's defaults. */
export function identitySql(identity: IdentityDefinition): string {
  const options = [
    identity.sequence === undefined ? "" : ` SEQUENCE NAME ${quoteIdentifier(identity.sequence)}`,
    option("START WITH", identity.start),
    option("INCREMENT BY", identity.increment),
    option("MINVALUE", identity.min),
    option("MAXVALUE", identity.max),
    option("CACHE", identity.cache),
    identity.cycle === true ? " CYCLE" : "",
  ].join("");
  const words = `GENERATED ${identity.generated === "always" ? "ALWAYS" : "BY DEFAULT"} AS IDENTITY`;
  return options === "" ? words : `${words} (${options.trim()})`;
}

/** A column as it stands in CREATE TABLE and ADD COLUMN. https://www.postgresql.org/docs/current/sql-createtable.html */
export function columnSql(column: ColumnDefinition): string {
  const parts = [quoteIdentifier(column.name), column.type];
  if (column.collation !== undefined) parts.push(`COLLATE ${column.collation.sql}`);
  if (column.default !== undefined) parts.push(`DEFAULT ${defaultSql(column.default)}`);
  if (column.identity !== undefined) parts.push(identitySql(column.identity));
  if (column.generated !== undefined) {
    const kind = column.generated.kind === "virtual" ? "VIRTUAL" : "STORED";
    parts.push(`GENERATED ALWAYS AS (${column.generated.as.sql}) ${kind}`);
  }
  if (column.notNull === true) parts.push("NOT NULL");
  return parts.join(" ");
}
