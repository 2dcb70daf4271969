/** What the model readers read: the user's Drizzle exports, sorted out once, plus the ways to ask drizzle about them. */

import type { Diagnostic } from "../catalog/diagnostic.ts";

/** Grown by the model engineer: the tables with their one-time `getTableConfig`, enums, sequences, schemas. */
export interface ModelSource {
  readonly defaultSchema: string;
  readonly report: (diagnostic: Diagnostic) => void;
}
