/** What the model readers read: the user's Drizzle exports, sorted out once, plus the ways to ask drizzle about them. */

import type { SQL } from "drizzle-orm";
import type { getTableConfig, PgColumn, PgEnum, PgPolicy, PgRole, PgSequence, PgTable } from "drizzle-orm/pg-core";
import type { Diagnostic } from "../catalog/diagnostic.ts";
import type { ObjectId } from "../catalog/object.ts";
import type { DrizzleApi } from "./drizzle-api.ts";
import type { ViewConfig } from "./views.ts";

export interface ModelTable {
  readonly schema: string;
  readonly name: string;
  readonly table: PgTable;
  /** Asked for once: every call runs the table's callback again. */
  readonly config: ReturnType<typeof getTableConfig>;
  /** Those of the table itself, and those that are linked to it. */
  readonly policies: readonly PgPolicy[];
}

export interface ModelView {
  readonly schema: string;
  readonly name: string;
  readonly isMaterialized: boolean;
  readonly config: ViewConfig;
  /** What drizzle made. */
  readonly declared: unknown;
  /** As SQL, its parameters written into it. */
  readonly query: string;
  /** What the query may read: a superset. */
  readonly mentions: readonly ObjectId[];
  /** The names of the columns that it selects, as far as drizzle knows them. */
  readonly columns: readonly string[];
}

export type ModelEnum = PgEnum<[string, ...string[]]>;

export interface ModelSource {
  readonly drizzle: DrizzleApi;
  readonly defaultSchema: string;
  /** Declared and used schemas, the default one where anything is in it. */
  readonly schemas: readonly string[];
  /** What `pgSchema` made, by name. */
  readonly schemaExports: ReadonlyMap<string, unknown>;
  readonly tables: readonly ModelTable[];
  readonly enums: readonly ModelEnum[];
  readonly sequences: readonly PgSequence[];
  /** Without those that the model says exist. */
  readonly views: readonly ModelView[];
  /** The roles that Sluice is to make. */
  readonly roles: readonly PgRole[];
  /** A column's name in the database. */
  columnName(column: PgColumn): string;
  /**
   * SQL of the model as text, its parameters written into it.
   *
   * @throws EXPRESSION_INVALID naming `where`, where a parameter has no literal.
   */
  expression(sql: SQL, where: string): string;
  /** The same, every column with its table before it. `cased`: names that stand there by themselves and are others. */
  qualifiedExpression(sql: SQL, where: string, cased?: ReadonlyMap<string, string>): string;
  readonly report: (diagnostic: Diagnostic) => void;
}
