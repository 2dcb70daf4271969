/**
 * A column of a view or materialized view. Path: `[schema, view, name]`; parent: the view. It comes and goes with the view's
 * query; comments, grants and indexes hang on it.
 */
import type { CatalogObject } from "../../catalog/object.ts";

export interface ViewColumnAttributes {
  /** As `format_type` prints it; null where PostgreSQL can't say it yet. */
  readonly type: string | null;
  /** As SQL where it isn't the database's default one. */
  readonly collation: string | null;
  /** From 1. */
  readonly place: number;
}

export type ViewColumnObject = CatalogObject<"view-column", ViewColumnAttributes>;
