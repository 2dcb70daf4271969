/** The SQL of one batch of a backfill. */

import type { Backfill } from "../operations/data-operations.ts";
import { qualifiedName, quoteIdentifier } from "../sql/identifier.ts";

export interface KeyColumn {
  readonly name: string;
  /** As SQL. */
  readonly type: string;
  /** Whether its text depends on DateStyle: its JSON does not. */
  readonly isDate: boolean;
}

const DEFAULT_BATCH = 1000;

/**
 * Updates up to `batch` rows past the last key; gives the key it came to (a JSON list of texts), how many rows it wrote, and
 * how many of these `where` still holds for. `$1` is the last key, or null for the first batch.
 *
 * The rows are locked first, and looked at again as they are then: what somebody else wrote meanwhile counts. Nothing in it
 * is named as a column may be, so that `set` and `where` may name the table's columns as they are.
 */
export function batchSql(backfill: Backfill, key: readonly KeyColumn[]): string {
  const table = qualifiedName(backfill.table, backfill.schema);
  const columns = key.map(({ name }) => quoteIdentifier(name));
  const parts = key.map((_, position) => `sluice_key_${position}`);
  const names = columns.join(", ");
  const last = key.map(({ type }, position) => `($1::text::json ->> ${position})::${type}`).join(", ");
  const where = backfill.where === undefined ? "" : ` AND (${backfill.where.sql})`;
  const same = columns.map(
    (column, position) => `${quoteIdentifier(backfill.table)}.${column} = sluice_batch.${parts[position]}`,
  );
  const texts = key.map(({ isDate }, position) =>
    isDate ? `to_json(${parts[position]}) #>> '{}'` : `${parts[position]}::text`,
  );
  const still = backfill.where === undefined ? "false" : `(${backfill.where.sql}) IS TRUE`;
  return [
    `WITH sluice_batch AS MATERIALIZED (SELECT ${columns.map((column, position) => `${column} AS ${parts[position]}`).join(", ")} FROM ${table}`,
    `  WHERE ($1::text IS NULL OR (${names}) > (${last}))${where}`,
    `  ORDER BY ${names} LIMIT ${backfill.batch ?? DEFAULT_BATCH} FOR NO KEY UPDATE),`,
    `sluice_written AS (UPDATE ${table} SET ${backfill.set.sql} FROM sluice_batch WHERE ${same.join(" AND ")} RETURNING ${still} AS still)`,
    `SELECT (SELECT count(*)::int FROM sluice_written) AS written, (SELECT count(*)::int FROM sluice_written WHERE still) AS still,`,
    `  (SELECT json_build_array(${texts.join(", ")})::text FROM sluice_batch ORDER BY ${parts.map((part) => `${part} DESC`).join(", ")} LIMIT 1) AS key`,
  ].join("\n");
}
