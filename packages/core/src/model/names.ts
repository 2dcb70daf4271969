/** The names that the installed Drizzle gives to what a model leaves unnamed: what users' databases have. */

import { truncateIdentifier } from "@sluice/runner";
import { automaticName } from "../kinds/automatic-name.ts";
import type { DrizzleApi } from "./drizzle-api.ts";

export interface Name {
  readonly name: string;
  /** False where the model left the name to Drizzle. */
  readonly isNamed: boolean;
}

/** A given name, or the automatic one. PostgreSQL cuts both to 63 bytes. */
export function nameOf(given: string | undefined, automatic: string): Name {
  return { name: truncateIdentifier(given ?? automatic), isNamed: given !== undefined };
}

/**
 * The name that a model gives to a unique constraint. 1.0 says whether it did; 0.x fills in its own, and only that tells.
 *
 * @param automatic what 0.x fills in, made of the columns' keys where `casing` makes their names.
 */
export function givenUniqueName(
  constraint: { readonly name?: string | undefined; readonly isNameExplicit?: boolean },
  automatic: string,
): string | undefined {
  const isGiven = constraint.isNameExplicit ?? constraint.name !== automatic;
  return isGiven ? constraint.name : undefined;
}

export function primaryKeyName(
  drizzle: DrizzleApi,
  table: string,
  columns: readonly string[],
  isInline: boolean,
): string {
  if (drizzle.isZero && !isInline) return `${table}_${columns.join("_")}_pk`;
  // Written on the column it has no name: PostgreSQL gives it one, and shortens it otherwise than it cuts what is given.
  return isInline ? automaticName(table, null, "pkey") : `${table}_pkey`;
}

export function uniqueName(drizzle: DrizzleApi, table: string, columns: readonly string[], isInline: boolean): string {
  // 1.0 writes one of a single column on the column, wherever the model has it: then PostgreSQL gives the name.
  const isGiven = drizzle.isZero || (!isInline && columns.length > 1);
  return isGiven ? `${table}_${columns.join("_")}_unique` : automaticName(table, columns.join("_"), "key");
}

const DIGITS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
const HASH_LENGTH = 12;
const MAX_LENGTH = 63;
/** A table's name with `_<hash>_fkey` after it still fits into a name. */
const MAX_PREFIX = 45;

/** What 1.0 makes of a name that is too long: the polynomial of its characters at 53, in 12 digits of base 62. */
function hashOf(text: string): string {
  const base = BigInt(DIGITS.length);
  const modulus = base ** BigInt(HASH_LENGTH);
  let sum = 0n;
  let power = 1n;
  for (const character of text) {
    sum = (sum + BigInt(character.codePointAt(0) ?? 0) * power) % modulus;
    power = (power * 53n) % modulus;
  }
  let digits = "";
  for (let rest = sum; digits.length < HASH_LENGTH; rest /= base) digits = `${DIGITS[Number(rest % base)]}${digits}`;
  return digits;
}

export function foreignKeyName(
  drizzle: DrizzleApi,
  table: string,
  columns: readonly string[],
  toTable: string,
  toColumns: readonly string[],
): string {
  const name = `${[table, ...columns, toTable, ...toColumns].join("_")}_${drizzle.isZero ? "fk" : "fkey"}`;
  if (drizzle.isZero || name.length <= MAX_LENGTH) return name;
  return table.length < MAX_PREFIX ? `${table}_${hashOf(name)}_fkey` : `${hashOf(name)}_fkey`;
}

export function indexName(table: string, columns: readonly string[]): string {
  return `${table}_${columns.join("_")}_index`;
}
