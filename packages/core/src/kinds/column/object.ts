/**
 * A column. Path: `[schema, table, name]`; parent: the table; depends on the enum it is of.
 * https://www.postgresql.org/docs/current/sql-createtable.html
 */
import type { SqlText } from "@sluice/runner";
import type { CatalogObject, Unspoken } from "../../catalog/object.ts";
import type { Settings } from "../settings.ts";

/** Options of an identity's sequence, only those that aren't PostgreSQL's default for the type; decimal strings. */
export interface IdentityAttributes {
  readonly generated: "always" | "by default";
  /** Undefined: `<table>_<column>_seq`, or the model leaves it open. */
  readonly sequence?: string;
  readonly start?: string;
  readonly increment?: string;
  readonly min?: string;
  readonly max?: string;
  readonly cache?: string;
  readonly cycle?: boolean;
}

export interface ColumnAttributes {
  /** `format_type` as the snapshot prints; the model's own text until it is canonicalised. Never `serial`. */
  readonly type: string;
  readonly notNull: boolean;
  /** The owned sequence (of the table's schema) that the column draws from by default. Undefined name: left open. */
  readonly serial: { readonly sequence?: string } | null;
  readonly identity: IdentityAttributes | null;
  readonly generated: { readonly as: SqlText; readonly kind: "stored" | "virtual" } | null;
  /** As SQL, e.g. `"C"`; null: the type's own. */
  readonly collation: Unspoken<string | null>;
  readonly settings: Settings;
  /** From 1; says where createTable lists it, never a difference. */
  readonly position: number;
}

export type ColumnObject = CatalogObject<"column", ColumnAttributes>;
