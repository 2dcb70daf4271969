/** Primary keys that go and were what tells the rows of a published table apart: UPDATE and DELETE fail there without one. */

import type { Connection, Operation } from "@sluice/runner";
import type { Diagnostic } from "../catalog/diagnostic.ts";
import { nameBefore, type Asked } from "./unmanaged-dependents.ts";

// https://www.postgresql.org/docs/current/logical-replication-publication.html#LOGICAL-REPLICATION-PUBLICATION-REPLICA-IDENTITY
const QUERY = `
  select pg_catalog.concat_ws('.', n.nspname, c.relname) as label, pg_catalog.string_agg(p.pubname, ', ' order by p.pubname) as publications
  from pg_catalog.json_array_elements($1::text::json) a
  join pg_catalog.pg_namespace n on n.nspname = a ->> 0
  join pg_catalog.pg_class c on c.relnamespace = n.oid and c.relname = a ->> 1 and c.relreplident = 'd'
  join pg_catalog.pg_constraint k on k.conrelid = c.oid and k.conname = a ->> 2 and k.contype = 'p'
  join pg_catalog.pg_publication_tables t on t.schemaname = n.nspname and t.tablename = c.relname
  join pg_catalog.pg_publication p on p.pubname = t.pubname and (p.pubupdate or p.pubdelete)
  group by 1 order by 1`;

/** A warning for each; names are those of before the migration. */
export async function lostIdentities(
  connection: Connection,
  operations: readonly Operation[],
  defaultSchema: string,
): Promise<readonly Diagnostic[]> {
  const keyed = new Set(
    operations.flatMap((operation) =>
      operation.op === "addPrimaryKey" ? [JSON.stringify([operation.schema, operation.table])] : [],
    ),
  );
  const asked = operations.flatMap((operation, place) => {
    if (operation.op !== "dropConstraint" || keyed.has(JSON.stringify([operation.schema, operation.table]))) return [];
    const earlier = operations.slice(0, place).filter((each) => "from" in each);
    const named: Asked = ["relation", operation.schema ?? defaultSchema, operation.table, null];
    const [, schema, table] = earlier.reduceRight((was, each) => nameBefore(was, each, defaultSchema), named);
    return [[schema, table, operation.name]];
  });
  if (asked.length === 0) return [];
  const rows = await connection.query(QUERY, [JSON.stringify(asked)]);
  return rows.map((row) => ({
    code: "DROPPED_ALONG",
    severity: "warning",
    object: `table ${String(row["label"])}`,
    message: `the primary key of ${String(row["label"])} was its replica identity: published by ${String(row["publications"])}, its UPDATE and DELETE fail without one`,
    hint: "Give the table another one in the migration, with op.execute: ALTER TABLE … REPLICA IDENTITY USING INDEX …, or FULL.",
  }));
}
