/**
 * A sequence that stands on its own: not an identity's, nor a serial column's. Path: `[schema, name]`.
 * https://www.postgresql.org/docs/current/sql-createsequence.html
 */
import type { CatalogObject } from "../../catalog/object.ts";

export interface SequenceAttributes {
  readonly type: "smallint" | "integer" | "bigint";
  /** Numbers are decimal strings: a bigint does not fit a JavaScript number. Defaults are spelled out. */
  readonly start: string;
  readonly increment: string;
  readonly min: string;
  readonly max: string;
  readonly cache: string;
  readonly cycle: boolean;
  readonly ownedBy: { readonly table: string; readonly column: string } | null | undefined;
}

export type SequenceObject = CatalogObject<"sequence", SequenceAttributes>;
