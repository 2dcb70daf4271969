/** What a downgrade can't bring back, in words. */

import { planStatements, type Operation, type OperationOf } from "@sluice/runner";
import type { Diagnostic } from "../catalog/diagnostic.ts";

/** Columns that must hold something in every row, and get nothing to hold. */
function withoutValues(downgrade: readonly Operation[]): readonly OperationOf<"addColumn">[] {
  return downgrade.filter((operation): operation is OperationOf<"addColumn"> => {
    if (operation.op !== "addColumn" || operation.notNull !== true) return false;
    const { default: value, identity, generated, type } = operation;
    return value === undefined && identity === undefined && generated === undefined && !type.endsWith("serial");
  });
}

/** One sentence each, as the file says them above the downgrade. */
export function lossesOf(
  upgrade: readonly Operation[],
  downgrade: readonly Operation[],
  serverVersion: number,
): readonly string[] {
  const hazards = planStatements(upgrade, { serverVersion }).flatMap(({ statements }) =>
    statements.flatMap((statement) => statement.hazards),
  );
  const lost = hazards.filter(({ code }) => code === "IRREVERSIBLE").map(({ message }) => message);
  const open = withoutValues(downgrade).map(
    ({ table, name }) =>
      `what ${table}.${name}, which is not null, held: where ${table} has rows, give it a default here`,
  );
  return [...new Set([...lost, ...open])];
}

/** Downgrades that stop at rows that are there by then. */
export function downgradeFindings(downgrade: readonly Operation[]): readonly Diagnostic[] {
  return withoutValues(downgrade).map(({ schema, table, name }) => ({
    code: "DOWNGRADE_NEEDS_VALUES",
    severity: "warning",
    object: `column ${schema === undefined ? "" : `${schema}.`}${table}.${name}`,
    message: `the downgrade adds ${table}.${name}, which is not null and whose values are gone: it fails where ${table} has rows`,
    hint: "Give the column a default in the downgrade, and drop that after it; or let it be null there.",
  }));
}
