/** How constraints are written down in an operation. */

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
