/**
 * A role that the configuration has managed: it is the whole cluster's, so no other is looked at. Path: `[name]`.
 * https://www.postgresql.org/docs/current/sql-createrole.html
 */
import type { CatalogObject, Unspoken } from "../../catalog/object.ts";

export interface RoleAttributes {
  readonly createDb: boolean;
  readonly createRole: boolean;
  readonly inherit: boolean;
  readonly login: Unspoken<boolean>;
  readonly superuser: Unspoken<boolean>;
  readonly replication: Unspoken<boolean>;
  readonly bypassRls: Unspoken<boolean>;
  /** -1: as many as there may be. */
  readonly connectionLimit: Unspoken<number>;
  readonly validUntil: Unspoken<string | null>;
}

export type RoleObject = CatalogObject<"role", RoleAttributes>;
