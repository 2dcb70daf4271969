/** The one list of operations: the SQL of each. */

import { accessSql } from "./access-operations.ts";
import { columnOperationSql } from "./column-operations.ts";
import { commentSql } from "./comment-operations.ts";
import { constraintSql } from "./constraint-operations.ts";
import { dataSql } from "./data-operations.ts";
import { enumSql } from "./enum-operations.ts";
import { indexSql } from "./index-operations.ts";
import { materializedViewSql } from "./materialized-view-operations.ts";
import type { Operation, OperationName } from "./operation.ts";
import { policySql } from "./policy-operations.ts";
import { roleOperationSql } from "./role-operations.ts";
import { schemaSql } from "./schema-operations.ts";
import { sequenceSql } from "./sequence-operations.ts";
import { tableSql } from "./table-operations.ts";
import type { SqlContext, ToSql } from "./to-sql.ts";
import { viewSql } from "./view-operations.ts";
import type { Statement } from "../sql/statement.ts";

export const operations: { readonly [N in OperationName]: ToSql<N> } = {
  ...schemaSql,
  ...enumSql,
  ...sequenceSql,
  ...tableSql,
  ...columnOperationSql,
  ...constraintSql,
  ...indexSql,
  ...viewSql,
  ...materializedViewSql,
  ...commentSql,
  ...policySql,
  ...roleOperationSql,
  ...accessSql,
  ...dataSql,
};

/**
 * The statements of one operation.
 *
 * @example operationStatements({ op: "dropIndex", name: "i", table: "t" }, { serverVersion: null })
 */
export function operationStatements(operation: Operation, context: SqlContext): readonly Statement[] {
  // The registry maps each name to the function for that very operation, which the compiler can't follow through a union.
  const toSql = operations[operation.op] as (operation: Operation, context: SqlContext) => readonly Statement[];
  return toSql(operation, context);
}

function tableOf(operation: Operation): string | null {
  if ("table" in operation) return JSON.stringify([operation.schema ?? null, operation.table]);
  if (operation.op === "createTable") return JSON.stringify([operation.schema ?? null, operation.name]);
  return null;
}

/**
 * The statements of a whole list, in order. What is done to a table that the same list creates carries no hazard: there
 * are no rows to lose and nobody to block.
 */
export function planStatements(
  list: readonly Operation[],
  context: SqlContext,
): readonly { readonly operation: Operation; readonly statements: readonly Statement[] }[] {
  const created = new Set<string>();
  return list.map((operation) => {
    const table = tableOf(operation);
    const isNew = table !== null && created.has(table);
    if (operation.op === "createTable" && table !== null) created.add(table);
    const statements = operationStatements(operation, context);
    return { operation, statements: isNew ? statements.map((each) => ({ ...each, hazards: [] })) : statements };
  });
}
