/**
 * How long a statement may take: a change of the catalog alone takes a moment, and one that does not was taken for
 * something else; what reads or writes rows takes as long as the table is big, and no timeout ends it.
 */

import type { OperationName } from "../operations/operation.ts";
import type { Hazard } from "../sql/statement.ts";
import type { Work } from "./work.ts";

/** Operations that go over rows, whatever their hazards say of a table that was made a moment ago. */
const LONG: ReadonlySet<OperationName> = new Set<OperationName>([
  "createIndex",
  "validateConstraint",
  "addPrimaryKey",
  "addUnique",
  "addForeignKey",
  "addCheck",
  "setColumnType",
  "setNotNull",
  "addIdentity",
  "addSerial",
  "setTableLogged",
  "setExpression",
  "createMaterializedView",
  "setMaterializedViewTablespace",
  "setMaterializedViewAccessMethod",
  "bulkInsert",
  "execute",
]);

const GROWS: ReadonlySet<Hazard["code"]> = new Set<Hazard["code"]>([
  "REWRITES_TABLE",
  "BLOCKS_READS",
  "BLOCKS_WRITES",
  "MAY_FAIL",
]);

/** The statement timeout of a piece of work, in milliseconds; 0: none. */
export function timeoutOf(work: Work, statementTimeout: number): number {
  if (work.kind !== "statement") return 0;
  const { statement, operation } = work;
  const isLong =
    statement.transaction === "alone" ||
    statement.transaction === "apart" ||
    LONG.has(operation.op) ||
    statement.hazards.some(({ code }) => GROWS.has(code));
  return isLong ? 0 : statementTimeout;
}
