/** The names that the installed Drizzle gives to what a model leaves unnamed: what users' databases have. */

import { truncateIdentifier } from "@sluice/runner";
import type { DrizzleApi } from "./drizzle-api.ts";

export interface Name {
  readonly name: string;
  /** False where the model left the name to Drizzle. */
  readonly isNamed: boolean;
}

/** A given name, unless it is the one that Drizzle would have given. */
export function nameOf(given: string | undefined, automatic: string): Name {
  const isNamed = given !== undefined && given !== automatic;
  return { name: truncateIdentifier(given ?? automatic), isNamed };
}

export function primaryKeyName(
  drizzle: DrizzleApi,
  table: string,
  columns: readonly string[],
  isInline: boolean,
): string {
  return drizzle.isZero && !isInline ? `${table}_${columns.join("_")}_pk` : `${table}_pkey`;
}

export function uniqueName(drizzle: DrizzleApi, table: string, columns: readonly string[], isInline: boolean): string {
  return `${table}_${columns.join("_")}_${drizzle.isZero || !isInline ? "unique" : "key"}`;
}

export function foreignKeyName(
  drizzle: DrizzleApi,
  table: string,
  columns: readonly string[],
  toTable: string,
  toColumns: readonly string[],
): string {
  return `${[table, ...columns, toTable, ...toColumns].join("_")}_${drizzle.isZero ? "fk" : "fkey"}`;
}

export function indexName(table: string, columns: readonly string[]): string {
  return `${table}_${columns.join("_")}_index`;
}
