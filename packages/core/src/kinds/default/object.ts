/** A default of a column, a view's too. Path: the column's; parent: the column. Serial and identity columns have none of these. */
import type { DefaultValue } from "@sluice/runner";
import type { CatalogObject } from "../../catalog/object.ts";

export interface DefaultAttributes {
  /** A plain literal where it is one of the column's own type, else SQL. */
  readonly value: DefaultValue;
}

export type DefaultObject = CatalogObject<"default", DefaultAttributes>;
