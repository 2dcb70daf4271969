/** What changes of a sequence lead to. https://www.postgresql.org/docs/current/sql-altersequence.html */

import type { SequenceOptions } from "@sluice/runner";
import { boundsChange, defaultBounds, wholeNumber } from "../bounds.ts";
import type { Changes, PlanContext, Rule } from "../kind.ts";
import { columnId } from "../ids.ts";
import { moved, named, told } from "../place.ts";
import type { SequenceAttributes, SequenceObject } from "./object.ts";

/** The options that aren't PostgreSQL's own choice. */
export function optionsOf(attributes: SequenceAttributes): SequenceOptions {
  const { type, start, increment, min, max, cache, cycle, ownedBy } = attributes;
  const descends = increment.startsWith("-");
  const [defaultMin, defaultMax] = defaultBounds(type, descends);
  return told({
    type: type === "bigint" ? undefined : type,
    start: start === (descends ? max : min) ? undefined : wholeNumber(start),
    increment: increment === "1" ? undefined : wholeNumber(increment),
    min: min === defaultMin ? undefined : wholeNumber(min),
    max: max === defaultMax ? undefined : wholeNumber(max),
    cache: cache === "1" ? undefined : wholeNumber(cache),
    cycle,
    ownedBy: ownedBy ?? undefined,
  });
}

// One ALTER SEQUENCE sets them all; the planner keeps one of several equal operations.
const altered: Rule<SequenceObject, SequenceAttributes[keyof SequenceAttributes]> = {
  remedy: (from, to, context: PlanContext) => [
    {
      op: "alterSequence",
      ...named(to, context),
      ...optionsOf(to.attributes),
      ...boundsChange(from.attributes, to.attributes),
    },
  ],
};

export const changes: Changes<SequenceObject> = {
  create: (sequence, context) => [
    { op: "createSequence", ...named(sequence, context), ...optionsOf(sequence.attributes) },
  ],
  drop: (sequence, context) => [{ op: "dropSequence", ...named(sequence, context) }],
  rename: (from, to, context) => moved("setSequenceSchema", "renameSequence", from, to, context),
  attributes: {
    type: altered,
    start: altered,
    increment: altered,
    min: altered,
    max: altered,
    cache: altered,
    cycle: altered,
    ownedBy: {
      remedy: altered.remedy,
      unspoken: () => null,
      // It outlives the column that owned it.
      left: (owner, { path: [schema = ""] }, model) =>
        owner !== undefined && owner !== null && !model.has(columnId(schema, owner.table, owner.column))
          ? null
          : undefined,
    },
  },
  isRelation: true,
  claims: ({ path }) => [`relation ${path.join("\0")}`],
  goesWith: ({ dependsOn }) => dependsOn.filter((id) => id.startsWith("column ")),
};
