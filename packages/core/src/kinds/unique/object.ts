/** A unique constraint. Path: `[schema, table, name]`; parent: the table; depends on its columns. */
import type { CatalogObject, Unspoken } from "../../catalog/object.ts";
import type { Settings } from "../settings.ts";

export interface UniqueAttributes {
  readonly columns: readonly string[];
  readonly nullsNotDistinct: boolean;
  readonly include: Unspoken<readonly string[]>;
  readonly deferrable: Unspoken<boolean>;
  readonly initiallyDeferred: Unspoken<boolean>;
  readonly settings: Settings;
  /** Since PostgreSQL 18. */
  readonly withoutOverlaps: Unspoken<boolean>;
}

export type UniqueObject = CatalogObject<"unique", UniqueAttributes>;
