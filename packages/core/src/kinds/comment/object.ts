/** A comment. Path: the commented object's; parent: that object. The model can't declare one. */
import type { CatalogObject, ObjectId } from "../../catalog/object.ts";

export interface CommentAttributes {
  readonly on:
    | "schema"
    | "table"
    | "view"
    | "materialized view"
    | "column"
    | "constraint"
    | "policy"
    | "index"
    | "sequence"
    | "type";
  readonly text: string;
}

/** The id holds the commented object's id: `comment table public.fees`. */
export type CommentObject = CatalogObject<"comment", CommentAttributes> & { readonly parent: ObjectId };
