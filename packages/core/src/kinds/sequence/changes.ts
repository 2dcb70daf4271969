/** What changes of a sequence lead to. https://www.postgresql.org/docs/current/sql-altersequence.html */

import type { SequenceOptions } from "@sluice/runner";
import { boundsChange, defaultBounds } from "../bounds.ts";
import type { Changes, PlanContext, Rule } from "../kind.ts";
import { columnId } from "../ids.ts";
import { inSchema, named, told } from "../place.ts";
import type { SequenceAttributes, SequenceObject } from "./object.ts";

function number(text: string): number | string {
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : text;
}

/** The options that aren't PostgreSQL's own choice. */
export function optionsOf(attributes: SequenceAttributes): SequenceOptions {
  const { type, start, increment, min, max, cache, cycle, ownedBy } = attributes;
  const descends = increment.startsWith("-");
  const [defaultMin, defaultMax] = defaultBounds(type, descends);
  return told({
    type: type === "bigint" ? undefined : type,
    start: start === (descends ? max : min) ? undefined : number(start),
    increment: increment === "1" ? undefined : number(increment),
    min: min === defaultMin ? undefined : number(min),
    max: max === defaultMax ? undefined : number(max),
    cache: cache === "1" ? undefined : number(cache),
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
  rename: (from, to, context) => {
    const [fromSchema = "", fromName = ""] = from.path;
    const [toSchema = "", toName = ""] = to.path;
    return [
      ...(fromSchema === toSchema
        ? []
        : [{ op: "setSequenceSchema" as const, name: fromName, from: fromSchema, to: toSchema }]),
      ...(fromName === toName
        ? []
        : [{ op: "renameSequence" as const, ...inSchema(toSchema, context), from: fromName, to: toName }]),
    ];
  },
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
      isLost: (owner, { path: [schema = ""] }, model) =>
        owner !== undefined && owner !== null && !model.has(columnId(schema, owner.table, owner.column)),
    },
  },
  isRelation: true,
  claims: ({ path }) => [`relation ${path.join("\0")}`],
  goesWith: ({ dependsOn }) => dependsOn.filter((id) => id.startsWith("column ")),
};
