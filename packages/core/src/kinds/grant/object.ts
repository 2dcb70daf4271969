/**
 * The privileges of an object, as far as they are others than it would have if it were made again by the role that reads.
 * Path: the object's; parent: that object. The model can't say them. https://www.postgresql.org/docs/current/ddl-priv.html
 */
import type { Privilege } from "@sluice/runner";
import type { CatalogObject, ObjectId } from "../../catalog/object.ts";
import type { Owned } from "../access.ts";

export interface Privileges {
  /** Sorted names, or `public`. */
  readonly roles: readonly string[];
  /** Sorted. */
  readonly privileges: readonly Privilege[];
  /** They may be passed on; or, where they are taken away, only that is. */
  readonly isOption: boolean;
}

export interface GrantAttributes {
  readonly on: Owned;
  readonly granted: readonly Privileges[];
  /** What PostgreSQL and ALTER DEFAULT PRIVILEGES give to a new object, and this one has not. */
  readonly revoked: readonly Privileges[];
}

/** The id holds the object's id: `grant table public.fees`. */
export type GrantObject = CatalogObject<"grant", GrantAttributes> & { readonly parent: ObjectId };
