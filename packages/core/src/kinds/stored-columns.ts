/** What of a column decides whether rows are written again: as it is asked of the server, and looked up where changes are planned. */

import { isSqlText, literal, type DefaultValue } from "@sluice/runner";
import type { Catalog } from "../catalog/catalog.ts";
import { objectId } from "../catalog/object.ts";
import type { DefaultObject } from "./default/object.ts";
import type { ColumnObject } from "./column/object.ts";

export type { ColumnObject };

/** A type with its collation, as SQL; null: the type's own. */
export interface StoredType {
  readonly type: string;
  readonly collation: string | null;
}

/** A column that is added to a table that is there, with its default as SQL. */
export interface AddedColumn extends StoredType {
  readonly default: string | null;
}

/** A column's change from one type to another. */
export interface Retype {
  readonly from: StoredType;
  readonly to: StoredType;
  /** By a cast that the statement says, since none leads there by itself. */
  readonly isCast: boolean;
}

/** What is written again: the table with its indexes, or a plain index on the column alone. */
export type Rewritten = "table" | "indexes" | "nothing";

/** What the server said; undefined where it could not say, or was not asked. */
export interface Rewrites {
  added(column: AddedColumn): boolean | undefined;
  retyped(change: Retype): Rewritten | undefined;
}

export function storedType({ attributes: { type, collation } }: ColumnObject): StoredType {
  return { type, collation: typeof collation === "string" ? collation : null };
}

export function defaultOf(column: ColumnObject, catalog: Catalog): DefaultValue | null {
  const found = catalog.get(objectId("default", column.path));
  // An id begins with the object's kind.
  return found === undefined ? null : (found as DefaultObject).attributes.value;
}

/** The column as it is added; null where something else than its default fills it: what that does needs no asking. */
export function addedColumn(column: ColumnObject, catalog: Catalog): AddedColumn | null {
  const { serial, identity, generated } = column.attributes;
  if (serial !== null || identity !== null || generated !== null) return null;
  const value = defaultOf(column, catalog);
  return {
    ...storedType(column),
    default: value === null ? null : isSqlText(value) ? value.sql : literal(value),
  };
}
