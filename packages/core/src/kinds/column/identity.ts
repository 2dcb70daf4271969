/** An identity as its sequence has it, told by what isn't PostgreSQL's default. https://www.postgresql.org/docs/current/sql-createsequence.html */

import type { OwnedSequence } from "../live-facts.ts";
import type { IdentityAttributes } from "./object.ts";
import { automaticName } from "../automatic-name.ts";
import { defaultBounds } from "../bounds.ts";

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
  const [defaultMin, defaultMax] = defaultBounds(type, descends);
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
