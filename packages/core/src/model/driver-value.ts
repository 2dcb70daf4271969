/** What a driver would send for a value of a column, in either line of drizzle-orm. */

import type { PgColumn } from "drizzle-orm/pg-core";
import { dimensionsOf, elementOf } from "./column-type.ts";
import type { DrizzleApi } from "./drizzle-api.ts";

function mapped(column: PgColumn, value: unknown): unknown {
  try {
    return column.mapToDriverValue(value);
  } catch {
    // A text given for a column whose driver value is made of a Date, say.
    return value;
  }
}

function eachOf(values: readonly unknown[], dimensions: number, map: (value: unknown) => unknown): readonly unknown[] {
  return values.map((value) => {
    if (dimensions > 1 && Array.isArray(value)) return eachOf(value, dimensions - 1, map);
    return value === null ? null : map(value);
  });
}

/** A value as it is sent. Arrays stay arrays, of as many dimensions as the column has; what is in them is what is sent. */
export function driverValue(column: PgColumn, value: unknown, drizzle: DrizzleApi): unknown {
  const { orm, pg, isZero } = drizzle;
  const element = elementOf(column).column;
  const dimensions = dimensionsOf(column, drizzle);
  const isArray = dimensions > 0 && Array.isArray(value);
  // 1.0 leaves JSON to its drivers.
  const isJson = orm.is(element, pg.PgJson) || orm.is(element, pg.PgJsonb);
  const map = (each: unknown): unknown => (isJson ? JSON.stringify(each) : mapped(element, each));
  if (!isArray) return map(value);
  // 0.x wraps the column of an array's elements; the column of 1.0 maps the whole array.
  return isZero || isJson ? eachOf(value, dimensions, map) : mapped(column, value);
}
