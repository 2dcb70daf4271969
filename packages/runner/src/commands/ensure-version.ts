/** Makes the ledger and nothing else; safe to run where it is there. */

import { ensureLedger, ledgerDdl } from "../ledger/table.ts";
import type { RunnerContext } from "./context.ts";

export async function ensureVersion(context: RunnerContext): Promise<void> {
  await context.locked((connection) => ensureLedger(connection, context.ledger));
}

/** The same as SQL. Asks no database. */
export function ensureVersionSql(context: RunnerContext): string {
  return `${ledgerDdl(context.ledger)
    .map((text) => `${text};`)
    .join("\n\n")}\n`;
}
