/** A schema. Path: `[schema]`. https://www.postgresql.org/docs/current/ddl-schemas.html */
import type { CatalogObject, Unspoken } from "../../catalog/object.ts";

export interface SchemaAttributes {
  /** Something stands in it that Sluice does not manage. */
  readonly holdsOthers: Unspoken<boolean>;
}

export type SchemaObject = CatalogObject<"schema", SchemaAttributes>;
