/** A schema. Path: `[schema]`. https://www.postgresql.org/docs/current/ddl-schemas.html */
import type { CatalogObject } from "../../catalog/object.ts";

// A schema has nothing but its name: a rule for any attribute must be an error.
// oxlint-disable-next-line typescript/no-generated-empty-object-type
export type SchemaAttributes = Readonly<Record<never, never>>;

export type SchemaObject = CatalogObject<"schema", SchemaAttributes>;
