/** What a Drizzle column's type is, in either line of drizzle-orm: 0.x wraps an array's column, 1.0 counts dimensions. */

import { quoteIdentifier, truncateIdentifier } from "@sluice/runner";
import type { PgColumn } from "drizzle-orm/pg-core";
import type { DrizzleApi } from "./drizzle-api.ts";
import type { ModelEnum } from "./model-source.ts";

export interface ElementColumn {
  /** The column of an array's elements, or the column itself. */
  readonly column: PgColumn;
  /** 0: no array. */
  readonly dimensions: number;
}

/** Unwraps an array's column. */
export function elementOf(column: PgColumn): ElementColumn {
  let element = column;
  let wraps = 0;
  // PgArray of 0.x keeps the column that it is an array of.
  while ("baseColumn" in element && element.baseColumn !== undefined) {
    element = element.baseColumn as PgColumn;
    wraps += 1;
  }
  return { column: element, dimensions: wraps };
}

/** How many dimensions a column's array has. In 0.x a `dimensions` of bit and vector columns is their length. */
export function dimensionsOf(column: PgColumn, drizzle: DrizzleApi): number {
  if (drizzle.isZero) return elementOf(column).dimensions;
  if (!("dimensions" in column) || typeof column.dimensions !== "number") return 0;
  // `.array(3)` of 0.x, which 1.0 takes for a text and can't count.
  return Number.isNaN(column.dimensions) ? 1 : column.dimensions;
}

/** The enum that a column, or an array's elements, are of. */
export function enumOf(column: PgColumn): ModelEnum | null {
  const element = elementOf(column).column;
  const type: unknown = "enum" in element ? element.enum : null;
  // Enum columns keep the function that pgEnum made, with its name on it.
  return typeof type === "function" || (typeof type === "object" && type !== null && "enumName" in type)
    ? (type as ModelEnum)
    : null;
}

/** An enum's type as SQL, always quoted; canonicalising prints it as PostgreSQL does. */
export function enumTypeText(schema: string, name: string): string {
  return `${quoteIdentifier(schema)}.${quoteIdentifier(name)}`;
}

const SERIAL: Readonly<Record<string, string>> = { serial: "integer", bigserial: "bigint", smallserial: "smallint" };

/** A column's type as the model says it. PostgreSQL keeps neither an array's size nor how many dimensions it was declared with. */
export function typeOf(
  column: PgColumn,
  drizzle: DrizzleApi,
  defaultSchema: string,
): { readonly type: string; readonly isSerial: boolean } {
  const type = enumOf(column);
  const element = elementOf(column).column;
  const text =
    type === null
      ? element.getSQLType()
      : enumTypeText(type.schema ?? defaultSchema, truncateIdentifier(type.enumName));
  const plain = SERIAL[text];
  const isArray = dimensionsOf(column, drizzle) > 0;
  return { type: `${plain ?? text}${isArray ? "[]" : ""}`, isSerial: plain !== undefined };
}
