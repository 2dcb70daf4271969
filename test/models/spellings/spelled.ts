/** A column with its default as a model says it, and how a database may spell it. */

import type { PgColumnBuilderBase } from "drizzle-orm/pg-core";

export interface Spelled {
  /** The column's type as SQL. */
  readonly type: string;
  /** Gives a column that is not yet a table's. */
  readonly column: () => PgColumnBuilderBase;
  /** Defaults that are the model's. */
  readonly same: readonly string[];
  /** Defaults that are others. */
  readonly other?: readonly string[];
}
