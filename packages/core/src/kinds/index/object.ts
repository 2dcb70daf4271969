/**
 * An index that no constraint owns. Path: `[schema, name]`; parent: its table; depends on the columns it names.
 * https://www.postgresql.org/docs/current/sql-createindex.html
 */
import type { SqlText } from "@sluice/runner";
import type { CatalogObject, Unspoken } from "../../catalog/object.ts";
import type { Settings } from "../settings.ts";

export interface IndexElementAttributes {
  /** One of the two is null. */
  readonly column: string | null;
  readonly expression: SqlText | null;
  readonly order: "asc" | "desc";
  readonly nulls: "first" | "last";
  /** As SQL. Live: always given, with `isDefaultOpclass`. Model: undefined where not said. */
  readonly opclass: string | undefined;
  readonly isDefaultOpclass: boolean | undefined;
  /** As SQL; null: the column's own. */
  readonly collation: Unspoken<string | null>;
}

export interface IndexAttributes {
  /** The table's name; it stands in the index's schema. */
  readonly table: string;
  readonly columns: readonly IndexElementAttributes[];
  readonly unique: boolean;
  readonly method: string;
  readonly where: SqlText | null;
  /** Storage parameters, values as text. */
  readonly with: Readonly<Record<string, string>>;
  readonly include: Unspoken<readonly string[]>;
  readonly nullsNotDistinct: Unspoken<boolean>;
  /** False: a concurrent build failed and the index must be built again. */
  readonly valid: boolean;
  readonly settings: Settings;
  /** How the model wants it built; never a difference. */
  readonly concurrently: Unspoken<boolean>;
}

export type IndexObject = CatalogObject<"index", IndexAttributes>;
