/** One SQL text to send, with its transaction mode and hazards. */

import type { Lock } from "./lock.ts";

/** What a statement may do to data or traffic. */
export interface Hazard {
  /**
   * - `DELETES_DATA`: rows or columns are gone afterwards
   * - `MAY_FAIL`: fails where existing rows break the rule
   * - `REWRITES_TABLE`: every row is written again under an access exclusive lock
   * - `BLOCKS_READS` / `BLOCKS_WRITES`: for a time that grows with the table
   * - `IRREVERSIBLE`: the downgrade can't bring back what this removes
   * - `CHANGES_ACCESS`: other people may read or change something afterwards
   * - `LOSES_PRECISION`: stored values may be cut or rounded
   */
  readonly code:
    | "DELETES_DATA"
    | "MAY_FAIL"
    | "REWRITES_TABLE"
    | "BLOCKS_READS"
    | "BLOCKS_WRITES"
    | "IRREVERSIBLE"
    | "CHANGES_ACCESS"
    | "LOSES_PRECISION";
  /** One sentence that names the object. */
  readonly message: string;
}

/**
 * - `inside`: runs in the revision's transaction
 * - `alone`: PostgreSQL refuses it inside a transaction block (`CREATE INDEX CONCURRENTLY`)
 * - `commit-after`: what follows may need it committed (`ALTER TYPE … ADD VALUE`)
 * - `apart`: in a transaction of its own, since it takes as long as the table is big, and the locks of what came before it
 *   must not be held for that long (`VALIDATE CONSTRAINT`)
 */
export type TransactionMode = "inside" | "alone" | "commit-after" | "apart";

export interface Statement {
  readonly text: string;
  readonly transaction: TransactionMode;
  readonly hazards: readonly Hazard[];
  /** What it takes of what is there, where its operation has several statements that take different ones. */
  readonly locks?: readonly Lock[];
}
