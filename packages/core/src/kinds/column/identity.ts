/** An identity as its sequence has it, told by what isn't PostgreSQL's default. https://www.postgresql.org/docs/current/sql-createsequence.html */

import type { OwnedSequence } from "../live-facts.ts";
import type { IdentityAttributes } from "./object.ts";
import { automaticName } from "../automatic-name.ts";

const HIGHEST: Readonly<Record<string, string>> = {
  smallint: "32767",
  integer: "2147483647",
  bigint: "9223372036854775807",
};
const LOWEST: Readonly<Record<string, string>> = {
  smallint: "-32768",
  integer: "-2147483648",
  bigint: "-9223372036854775808",
};

/** The identity of a column whose sequence this is. */
export function liveIdentity(
  generated: IdentityAttributes["generated"],
  sequence: OwnedSequence,
  table: string,
  column: string,
  type: string,
): IdentityAttributes {
  const { name, start, increment, min, max, cache, cycle } = sequence;
  const descends = increment.startsWith("-");
  const [defaultMin, defaultMax] = descends ? [LOWEST[type], "-1"] : ["1", HIGHEST[type]];
  return {
    generated,
    ...(name === automaticName(table, column, "seq") ? {} : { sequence: name }),
    ...(start === (descends ? max : min) ? {} : { start }),
    ...(increment === "1" ? {} : { increment }),
    ...(min === defaultMin ? {} : { min }),
    ...(max === defaultMax ? {} : { max }),
    ...(cache === "1" ? {} : { cache }),
    ...(cycle ? { cycle } : {}),
  };
}
