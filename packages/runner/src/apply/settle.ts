/**
 * Settles a statement in doubt: one that PostgreSQL lets run outside a transaction only, and that was under way when the
 * runner died, so that the ledger can't know whether it took effect. The catalog is asked, never the text.
 */

import { codeOf } from "../drivers/connection-error.ts";
import type { Operation } from "../operations/operation.ts";
import type { Connection } from "../ports/connection.ts";
import { qualifiedName } from "../sql/identifier.ts";
import { quoteLiteral } from "../sql/literal.ts";

/** Whether an operation that may have run has taken effect; null where the catalog can't tell. */
export async function hasRun(connection: Connection, operation: Operation): Promise<boolean | null> {
  if (operation.op === "createIndex" || operation.op === "dropIndex") {
    const name = quoteLiteral(qualifiedName(operation.name, operation.schema));
    const [index] = await connection.query(
      `select indisvalid as valid from pg_catalog.pg_index where indexrelid = to_regclass(${name})`,
    );
    return operation.op === "dropIndex" ? index === undefined : index?.["valid"] === true;
  }
  if (operation.op === "execute" && operation.done !== undefined) {
    const [row] = await connection.query(operation.done.sql);
    return Object.values(row ?? {})[0] === true;
  }
  return null;
}

/** Of what there is already, and of what is gone already: what a statement in doubt says where it had taken effect. */
const HAD_RUN: ReadonlySet<string> = new Set([
  "42P04", // duplicate_database
  "42P06", // duplicate_schema
  "42P07", // duplicate_table: an index too
  "42710", // duplicate_object: a tablespace, a subscription
  "3D000", // invalid_catalog_name: no such database
  "42P01", // undefined_table: no such index, or no partition of it any more
  "42704", // undefined_object
]);

/** Whether running a statement in doubt again failed since it had taken effect before. */
export function saysHadRun(cause: unknown): boolean {
  return HAD_RUN.has(codeOf(cause));
}

/**
 * Indexes that are there and can't be used: what a concurrent build leaves behind that failed or was ended.
 * https://www.postgresql.org/docs/current/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY
 */
export async function invalidIndexes(connection: Connection): Promise<readonly number[]> {
  const rows = await connection.query(
    "select indexrelid::int8::text as oid from pg_catalog.pg_index where not indisvalid",
  );
  return rows.map((row) => Number(row["oid"]));
}

/**
 * Drops what a statement's failed build left behind: of an operation the index of its name, of other SQL each invalid index
 * that is not among the known ones. A partitioned table's index is invalid until all of its parts are there, and nobody's
 * leftover.
 *
 * @param drop runs a statement outside any transaction: it waits for whoever may use the index.
 */
export async function dropLeftovers(
  connection: Connection,
  operation: Operation,
  known: readonly number[],
  drop: (text: string) => Promise<unknown>,
): Promise<void> {
  if (operation.op !== "createIndex" && operation.op !== "execute") return;
  const own =
    operation.op === "createIndex"
      ? `and i.indexrelid = to_regclass(${quoteLiteral(qualifiedName(operation.name, operation.schema))})`
      : "";
  const rows = await connection.query(
    `select format('%I.%I', n.nspname, c.relname) as name from pg_catalog.pg_index i
     join pg_catalog.pg_class c on c.oid = i.indexrelid join pg_catalog.pg_namespace n on n.oid = c.relnamespace
     where not i.indisvalid and c.relkind = 'i' and not (i.indexrelid::int8 = any ('{${known.join(",")}}'::int8[])) ${own}
     -- Somebody else may be building it right now.
     and not exists (select from pg_catalog.pg_stat_progress_create_index p where p.index_relid = i.indexrelid and p.pid <> pg_backend_pid())
     order by 1`,
  );
  for (const row of rows) await drop(`DROP INDEX CONCURRENTLY IF EXISTS ${String(row["name"])}`);
}
