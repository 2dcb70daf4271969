/** Operations on rows, and SQL or code of one's own. */

import type { Connection } from "../ports/connection.ts";
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
}
export interface BulkInsert {
  readonly op: "bulkInsert";
  readonly table: string;
  readonly schema?: string;
  /** Each value becomes a literal; an `` sql`…` `` text stays SQL. */
  readonly rows: readonly Readonly<Record<string, LiteralValue | SqlText>>[];
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

/**
 * One batch of a backfill: updates up to `batch` rows past the last key and gives the key it came to (as JSON text) and
 * how many rows it wrote. `$1` is the last key as a JSON array, or null for the first batch.
 *
 * @param key the table's primary key columns with their types as SQL.
 */
export function backfillBatchSql(
  backfill: Backfill,
  key: readonly { readonly name: string; readonly type: string }[],
): string {
  const table = qualifiedName(backfill.table, backfill.schema);
  const names = key.map((column) => quoteIdentifier(column.name)).join(", ");
  const last = key.map((column, position) => `($1::text::json ->> ${position})::${column.type}`).join(", ");
  const where = backfill.where === undefined ? "" : ` AND (${backfill.where.sql})`;
  const matches = key.map((column) => `target.${quoteIdentifier(column.name)} = batch.${quoteIdentifier(column.name)}`);
  return [
    `WITH batch AS (SELECT ${names} FROM ${table}`,
    `  WHERE ($1::text IS NULL OR (${names}) > (${last}))${where}`,
    `  ORDER BY ${names} LIMIT ${backfill.batch ?? 1000} FOR UPDATE),`,
    `written AS (UPDATE ${table} AS target SET ${backfill.set.sql} FROM batch WHERE ${matches.join(" AND ")} RETURNING 1)`,
    `SELECT (SELECT count(*)::int FROM written) AS written,`,
    `  (SELECT json_build_array(${names})::text FROM batch ORDER BY ${names
      .split(", ")
      .map((name) => `${name} DESC`)
      .join(", ")} LIMIT 1) AS key`,
  ].join("\n");
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
};
