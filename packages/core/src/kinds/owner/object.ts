/**
 * The owner of an object, where it is another than the role that reads: whatever that role makes is its own. Path: the owned
 * object's; parent: that object. The model can't say it. https://www.postgresql.org/docs/current/ddl-priv.html
 */
import type { CatalogObject, ObjectId } from "../../catalog/object.ts";
import type { Owned } from "../access.ts";

export interface OwnerAttributes {
  readonly on: Owned;
  readonly owner: string;
}

/** The id holds the owned object's id: `owner table public.fees`. */
export type OwnerObject = CatalogObject<"owner", OwnerAttributes> & { readonly parent: ObjectId };
