/**
 * Settles a statement in doubt: one that ran outside a transaction when the runner died, so that the ledger can't know
 * whether it took effect. The catalog is asked.
 */

import type { Connection } from "../ports/connection.ts";
import type { Operation } from "../operations/operation.ts";
import { qualifiedName } from "../sql/identifier.ts";
import { quoteLiteral } from "../sql/literal.ts";

/** Whether the operation has taken effect already. An index that a failed build left invalid is dropped. */
export async function isDone(connection: Connection, operation: Operation): Promise<boolean> {
  if (operation.op !== "createIndex" && operation.op !== "dropIndex") return false;
  const name = qualifiedName(operation.name, operation.schema);
  const [index] = await connection.query(
    `select indisvalid as valid from pg_catalog.pg_index where indexrelid = to_regclass(${quoteLiteral(name)})`,
  );
  if (operation.op === "dropIndex") return index === undefined;
  if (index === undefined) return false;
  if (index["valid"] === true) return true;
  await connection.query(`DROP INDEX CONCURRENTLY IF EXISTS ${name}`);
  return false;
}
