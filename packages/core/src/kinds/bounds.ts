/** What new bounds of a sequence mean for where it stands. https://www.postgresql.org/docs/current/sql-createsequence.html */

import { told } from "./place.ts";

const RANGES: Readonly<Record<string, readonly [lowest: string, highest: string]>> = {
  smallint: ["-32768", "32767"],
  integer: ["-2147483648", "2147483647"],
  bigint: ["-9223372036854775808", "9223372036854775807"],
};

interface Bounded {
  readonly type: string;
  readonly increment?: string | undefined;
  readonly min?: string | undefined;
  readonly max?: string | undefined;
}

interface Bounds {
  readonly descends: boolean;
  readonly min: bigint;
  readonly max: bigint;
}

/** The highest number of a type; undefined where no sequence counts in it. */
export function highestOf(type: string): string | undefined {
  return RANGES[type]?.[1];
}

/** A decimal text as operations have it: a number where it is exact as one. */
export function wholeNumber(text: string): number | string {
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : text;
}

/** The bounds that PostgreSQL chooses where none are said, as decimal strings. */
export function defaultBounds(type: string, descends: boolean): readonly [min: string, max: string] {
  const [lowest, highest] = RANGES[type] ?? ["1", "1"];
  return descends ? [lowest, "-1"] : ["1", highest];
}

function boundsOf({ type, increment = "1", min, max }: Bounded): Bounds {
  const descends = increment.startsWith("-");
  const [defaultMin, defaultMax] = defaultBounds(type, descends);
  return { descends, min: BigInt(min ?? defaultMin), max: BigInt(max ?? defaultMax) };
}

/**
 * Whether it may stand outside of its next bounds. It starts anew where it can't have reached them yet, or where it can't be
 * inside of both.
 */
export function boundsChange(from: Bounded, to: Bounded): { readonly restarts?: boolean; readonly narrows?: boolean } {
  const [was, is] = [boundsOf(from), boundsOf(to)];
  const isApart = is.min > was.max || is.max < was.min;
  const isAhead = is.descends ? is.max < was.max : is.min > was.min;
  const isPassed = is.descends ? is.min > was.min : is.max < was.max;
  return told({ restarts: isApart || isAhead, narrows: isPassed });
}
