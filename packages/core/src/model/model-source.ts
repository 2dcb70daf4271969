/** What the model readers read: the user's Drizzle exports, sorted out once, plus the ways to ask drizzle about them. */

import type { SQL } from "drizzle-orm";
import type { getTableConfig, PgColumn, PgEnum, PgSequence, PgTable } from "drizzle-orm/pg-core";
import type { Diagnostic } from "../catalog/diagnostic.ts";
import type { DrizzleApi } from "./drizzle-api.ts";

export interface ModelTable {
  readonly schema: string;
  readonly name: string;
  readonly table: PgTable;
  /** Asked for once: every call runs the table's callback again. */
  readonly config: ReturnType<typeof getTableConfig>;
}

export type ModelEnum = PgEnum<[string, ...string[]]>;

export interface ModelSource {
  readonly drizzle: DrizzleApi;
  readonly defaultSchema: string;
  /** Declared and used schemas, the default one where anything is in it. */
  readonly schemas: readonly string[];
  readonly tables: readonly ModelTable[];
  readonly enums: readonly ModelEnum[];
  readonly sequences: readonly PgSequence[];
  /** A column's name in the database. */
  columnName(column: PgColumn): string;
  /**
   * SQL of the model as text, its parameters written into it.
   *
   * @throws EXPRESSION_INVALID naming `where`, where a parameter has no literal.
   */
  expression(sql: SQL, where: string): string;
  readonly report: (diagnostic: Diagnostic) => void;
}
