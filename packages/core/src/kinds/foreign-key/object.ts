/**
 * A foreign key. Path: `[schema, table, name]`; parent: the table; depends on its columns, the referenced columns and
 * the primary key, unique constraint or unique index that it rests on.
 */
import type { ReferentialAction } from "@sluice/runner";
import type { CatalogObject, Unspoken } from "../../catalog/object.ts";

export interface ForeignKeyAttributes {
  readonly columns: readonly string[];
  readonly references: { readonly schema: string; readonly table: string; readonly columns: readonly string[] };
  readonly onUpdate: ReferentialAction;
  readonly onDelete: ReferentialAction;
  readonly onDeleteColumns: Unspoken<readonly string[] | null>;
  readonly match: Unspoken<"simple" | "full">;
  readonly deferrable: Unspoken<boolean>;
  readonly initiallyDeferred: Unspoken<boolean>;
  /** The last pair of columns holds ranges, and the referenced ones must cover the others. Since PostgreSQL 18. */
  readonly period: Unspoken<boolean>;
  readonly validated: boolean;
  /** NOT ENFORCED: it says what should hold, and no row is checked. Since PostgreSQL 18. */
  readonly notEnforced: Unspoken<boolean>;
}

export type ForeignKeyObject = CatalogObject<"foreign-key", ForeignKeyAttributes>;
