/** Fills a table a batch at a time by primary key, each batch committed with its checkpoint. */

import { setTimeout as pause } from "node:timers/promises";
import { assertNotAborted } from "../errors/aborted.ts";
import { sluiceError } from "../errors/sluice-error.ts";
import { backfillBatchSql, type Backfill } from "../operations/data-operations.ts";
import type { Connection } from "../ports/connection.ts";
import { qualifiedName } from "../sql/identifier.ts";
import { quoteLiteral } from "../sql/literal.ts";

async function primaryKeyOf(connection: Connection, backfill: Backfill): Promise<{ name: string; type: string }[]> {
  const table = qualifiedName(backfill.table, backfill.schema);
  const rows = await connection.query(
    `select a.attname as name, pg_catalog.format_type(a.atttypid, a.atttypmod) as type
     from pg_catalog.pg_index i cross join lateral unnest(i.indkey) with ordinality as k(attnum, position)
     join pg_catalog.pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.attnum
     where i.indrelid = ${quoteLiteral(table)}::regclass and i.indisprimary order by k.position`,
  );
  if (rows.length === 0) {
    throw sluiceError("INVALID_OPERATION", `op.backfill: ${table} has no primary key to go along`, {
      hint: "Use op.execute for one UPDATE, or add a primary key first.",
    });
  }
  return rows.map((row) => ({ name: String(row["name"]), type: String(row["type"]) }));
}

/**
 * Runs a backfill from a checkpoint on.
 *
 * @param note the statement that notes the checkpoint in the ledger, run in the batch's transaction.
 * @param onBatch told the rows written so far.
 */
export async function runBackfill(
  connection: Connection,
  backfill: Backfill,
  from: string | null,
  note: (checkpoint: string) => string,
  onBatch: (rows: number) => void,
  signal?: AbortSignal,
): Promise<void> {
  const text = backfillBatchSql(backfill, await primaryKeyOf(connection, backfill));
  let rows = 0;
  for (let key = from; ;) {
    assertNotAborted(signal);
    await connection.query("begin");
    const [batch] = await connection.query(text, [key]);
    const reached = batch?.["key"];
    if (typeof reached !== "string") {
      await connection.query("commit");
      return;
    }
    await connection.query(note(reached));
    await connection.query("commit");
    key = reached;
    rows += Number(batch?.["written"] ?? 0);
    onBatch(rows);
    if ((backfill.pause ?? 0) > 0) await pause(backfill.pause);
  }
}
