/** A check constraint. Path: `[schema, table, name]`; parent: the table; depends on the columns it names. */
import type { SqlText } from "@sluice/runner";
import type { CatalogObject, Unspoken } from "../../catalog/object.ts";

export interface CheckAttributes {
  readonly expression: SqlText;
  readonly validated: boolean;
  readonly noInherit: Unspoken<boolean>;
  /** NOT ENFORCED: it says what should hold, and no row is checked. Since PostgreSQL 18. */
  readonly notEnforced: Unspoken<boolean>;
}

export type CheckObject = CatalogObject<"check", CheckAttributes>;
