/** What revisions made in schemas of which the models speak no more: nobody looks there, so nobody would drop it. */

import { thingsMade, type Connection, type LedgerOptions } from "@sluice/runner";
import type { Diagnostic } from "../catalog/diagnostic.ts";

/** One for each thing. `schemas` are those that are compared. */
export async function leftBehind(
  connection: Connection,
  ledger: LedgerOptions,
  schemas: readonly string[],
): Promise<readonly Diagnostic[]> {
  const made = await thingsMade(connection, ledger);
  return made
    .filter(({ schema }) => !schemas.includes(schema))
    .map(({ thing, schema }) => ({
      code: "LEFT_BEHIND",
      severity: "warning",
      object: thing,
      message: `${thing} was made by a revision, and no model speaks of the schema ${schema} any more: it is left where it is`,
      hint: `To have it dropped, name the schema in the configuration: schemas: [${[...schemas, schema].map((name) => JSON.stringify(name)).join(", ")}].`,
    }));
}
