/** An enum type. Path: `[schema, name]`; depends on the schema. https://www.postgresql.org/docs/current/datatype-enum.html */
import type { CatalogObject } from "../../catalog/object.ts";

export interface EnumAttributes {
  /** In sort order. */
  readonly values: readonly string[];
}

export type EnumObject = CatalogObject<"enum", EnumAttributes>;
