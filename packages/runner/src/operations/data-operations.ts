/** Operations on rows, and SQL or code of one's own. */

import type { Connection, Parameter } from "../ports/connection.ts";
import { qualifiedName, quoteIdentifier } from "../sql/identifier.ts";
import { literal, type LiteralValue } from "../sql/literal.ts";
import { isSqlText, type SqlText } from "../sql/sql-text.ts";
import { hazard, statement, statementIn, type ToSql } from "./to-sql.ts";

/** Sends SQL as it stands. */
export interface Execute {
  readonly op: "execute";
  readonly sql: string;
  /**
   * `alone`: PostgreSQL refuses it inside a transaction block (VACUUM). `apart`: in a transaction of its own, so that no
   * lock of what came before is held while it runs. Default: `inside`.
   */
  readonly transaction?: "inside" | "alone" | "apart";
  /**
   * A query that gives true where an `alone` statement has taken effect: asked where a runner died in it. Needed only for
   * what must not run twice and would not fail (CALL of a procedure that commits).
   */
  readonly done?: SqlText;
}
export interface BulkInsert {
  readonly op: "bulkInsert";
  readonly table: string;
  readonly schema?: string;
  /** Each value becomes a literal; an `` sql`…` `` text stays SQL. */
  readonly rows: readonly Readonly<Record<string, LiteralValue | SqlText>>[];
}
/**
 * Sets columns of many rows, a batch at a time by primary key, each batch committed. With a `where` that no longer holds for
 * a row once it is set, rows that are written meanwhile are found too.
 */
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
/** What {@link Run} hands to its function: all of it works in the revision's own transaction. */
export interface RunContext {
  /**
   * Runs a query: `` await sql`select …` `` gives rows. Truths, numbers and JSON are read; a bigint, a numeric, a date and
   * everything else is the server's text, the same with every driver.
   */
  readonly sql: RunSql;
  readonly connection: Connection;
  /**
   * A Drizzle database, of the project's own drizzle-orm (pg-proxy); name its type for typed queries. What its
   * `transaction` would do is done already.
   *
   * @param config as `drizzle()` takes it: `schema`, `casing` …
   * @throws DRIZZLE_NOT_FOUND
   * @example const db = await drizzle<PgRemoteDatabase>(); // import type { PgRemoteDatabase } from "drizzle-orm/pg-proxy"
   */
  readonly drizzle: <D>(config?: object) => Promise<D>;
}
export type RunSql = (
  strings: TemplateStringsArray,
  ...parameters: readonly Parameter[]
) => Promise<readonly Readonly<Record<string, unknown>>[]>;
/** Code that must look at rows. Offline SQL can't print it and says so. */
export interface Run {
  readonly op: "run";
  readonly run: (context: RunContext) => Promise<void>;
}
/** Says that there is no way past here: a run whose path holds it is refused before anything is done. */
export interface Irreversible {
  readonly op: "irreversible";
  /** Why, for who asks for it at three in the morning. */
  readonly reason: string;
}
export type DataOperation = Execute | BulkInsert | Backfill | Run | Irreversible;

const ROWS_A_STATEMENT = 500;

/** One INSERT for each 500 rows; a key that a row leaves out takes the column's default. */
function insertSql(insert: BulkInsert, rows: BulkInsert["rows"]): string {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const table = qualifiedName(insert.table, insert.schema);
  if (columns.length === 0) return rows.map(() => `INSERT INTO ${table} DEFAULT VALUES`).join(";\n");
  const tuples = rows.map((row) => {
    const values = columns.map((column) => {
      const value = row[column];
      return value === undefined ? "DEFAULT" : isSqlText(value) ? value.sql : literal(value);
    });
    return `  (${values.join(", ")})`;
  });
  return `INSERT INTO ${table} (${columns.map(quoteIdentifier).join(", ")}) VALUES\n${tuples.join(",\n")}`;
}

function chunks(rows: BulkInsert["rows"]): readonly BulkInsert["rows"][] {
  const count = Math.ceil(rows.length / ROWS_A_STATEMENT);
  return Array.from({ length: count }, (_, chunk) =>
    rows.slice(chunk * ROWS_A_STATEMENT, (chunk + 1) * ROWS_A_STATEMENT),
  );
}

/** The whole backfill as one UPDATE, for SQL that is printed. */
export function backfillSql(backfill: Backfill): string {
  const where = backfill.where === undefined ? "" : ` WHERE ${backfill.where.sql}`;
  return `UPDATE ${qualifiedName(backfill.table, backfill.schema)} SET ${backfill.set.sql}${where}`;
}

export const dataSql: { readonly [N in DataOperation["op"]]: ToSql<N> } = {
  execute: (execute) => [statementIn(execute.transaction ?? "inside", execute.sql)],
  bulkInsert: (insert) => chunks(insert.rows).map((rows) => statement(insertSql(insert, rows))),
  backfill: (backfill) => [
    statement(
      backfillSql(backfill),
      hazard("IRREVERSIBLE", `the values that the backfill of ${backfill.table} writes over do not come back`),
    ),
  ],
  // Code has no SQL: the applier calls it, and offline SQL says that it can't print it.
  run: () => [],
  // No path that holds it is ever run.
  irreversible: () => [],
};
