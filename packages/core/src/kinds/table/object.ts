/** A table. Path: `[schema, name]`; depends on the schema. https://www.postgresql.org/docs/current/sql-createtable.html */
import type { CatalogObject, Unspoken } from "../../catalog/object.ts";
import type { Settings } from "../settings.ts";

export interface TableAttributes {
  readonly unlogged: Unspoken<boolean>;
  /** As `pg_get_partkeydef` prints it; null where the table isn't partitioned. */
  readonly partitionBy: Unspoken<string | null>;
  readonly settings: Settings;
}

export type TableObject = CatalogObject<"table", TableAttributes>;
