/**
 * Whether a table's rows are only seen through policies. Path: the table's; parent: the table, each of which has one; depends
 * on nothing, but comes after the table's policies, so that there is no moment without them.
 * https://www.postgresql.org/docs/current/ddl-rowsecurity.html
 */
import type { CatalogObject, Unspoken } from "../../catalog/object.ts";

export interface RowSecurityAttributes {
  readonly enabled: boolean;
  /** Policies hold for the owner too. */
  readonly forced: Unspoken<boolean>;
}

export type RowSecurityObject = CatalogObject<"row-security", RowSecurityAttributes>;
