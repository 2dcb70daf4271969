/**
 * A materialized view. Path: `[schema, name]`; depends on the schema and on what its query reads. Its columns and indexes are
 * objects of their own. https://www.postgresql.org/docs/current/sql-creatematerializedview.html
 */
import type { CatalogObject, Unspoken } from "../../catalog/object.ts";
import type { QueryAttributes } from "../view-like.ts";

export interface MaterializedViewAttributes extends QueryAttributes {
  /** The access method; undefined where the model leaves it to the server. */
  readonly using: Unspoken<string>;
  /** Always given in a live catalog, the database's own one included. */
  readonly tablespace: Unspoken<string>;
  /** Live: nothing was computed yet. Model: it is to be made so. Never a difference. */
  readonly withNoData: boolean;
}

export type MaterializedViewObject = CatalogObject<"materialized-view", MaterializedViewAttributes>;
