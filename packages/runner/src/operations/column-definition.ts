/** How a column is written down in an operation. */

import type { SqlText } from "../sql/sql-text.ts";

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
