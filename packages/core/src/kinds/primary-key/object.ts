/** A primary key. Path: `[schema, table, name]`; parent: the table; depends on its columns. */
import type { CatalogObject, Unspoken } from "../../catalog/object.ts";
import type { Settings } from "../settings.ts";

export interface PrimaryKeyAttributes {
  readonly columns: readonly string[];
  readonly include: Unspoken<readonly string[]>;
  readonly deferrable: Unspoken<boolean>;
  readonly initiallyDeferred: Unspoken<boolean>;
  readonly settings: Settings;
  /** Since PostgreSQL 18. */
  readonly withoutOverlaps: Unspoken<boolean>;
}

export type PrimaryKeyObject = CatalogObject<"primary-key", PrimaryKeyAttributes>;
