/**
 * A view. Path: `[schema, name]`; depends on the schema and on what its query reads. Its columns are objects of their own.
 * https://www.postgresql.org/docs/current/sql-createview.html
 */
import type { CatalogObject } from "../../catalog/object.ts";
import type { QueryAttributes } from "../view-like.ts";

export type ViewAttributes = QueryAttributes;

export type ViewObject = CatalogObject<"view", ViewAttributes>;
