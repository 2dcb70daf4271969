/** Operations on rows, and SQL or code of one's own. */

import type { LiteralValue } from "../sql/literal.ts";
import type { SqlText } from "../sql/sql-text.ts";
import type { Connection } from "../ports/connection.ts";

/** Sends SQL as it stands. */
export interface Execute {
  readonly op: "execute";
  readonly sql: string;
  /** `alone`: PostgreSQL refuses it inside a transaction block (VACUUM). Default: `inside`. */
  readonly transaction?: "inside" | "alone";
}
export interface BulkInsert {
  readonly op: "bulkInsert";
  readonly table: string;
  readonly schema?: string;
  readonly rows: readonly Readonly<Record<string, LiteralValue>>[];
}
/** Sets columns of many rows, a batch at a time by primary key. */
export interface Backfill {
  readonly op: "backfill";
  readonly table: string;
  readonly schema?: string;
  readonly set: SqlText;
  readonly where?: SqlText;
  /** Rows a batch. Default: 1000. */
  readonly batch?: number;
  /** Milliseconds between batches. Default: 0. */
  readonly pause?: number;
}
/** What {@link Run} hands to its function. */
export interface RunContext {
  /** Runs a query on the migration's own connection: `` await sql`select …` `` gives rows. */
  readonly sql: RunSql;
  readonly connection: Connection;
}
export type RunSql = (
  strings: TemplateStringsArray,
  ...parameters: readonly (string | number | boolean | null)[]
) => Promise<readonly Readonly<Record<string, unknown>>[]>;
/** Code that must look at rows. Offline SQL can't print it and says so. */
export interface Run {
  readonly op: "run";
  readonly run: (context: RunContext) => Promise<void>;
}
export type DataOperation = Execute | BulkInsert | Backfill | Run;
