/** What changes of an enum type lead to. https://www.postgresql.org/docs/current/sql-altertype.html */

import { nameAside, type Operation } from "@sluice/runner";
import type { Changes, PlanContext, Remedy } from "../kind.ts";
import { inSchema, moved } from "../place.ts";
import type { EnumObject } from "./object.ts";

/** The `schema` key: one that the default schema leaves out, unless the name would mean one of PostgreSQL's own types. */
function schemaOf(schema: string, name: string, context: PlanContext): { readonly schema?: string } {
  return context.server.types?.has(name) === true ? { schema } : inSchema(schema, context);
}

function named(
  { path: [schema = "", name = ""] }: EnumObject,
  context: PlanContext,
): { readonly name: string; readonly schema?: string } {
  return { name, ...schemaOf(schema, name, context) };
}

/** Whether all of `from` is in `to`, in the same order: then values are only added. */
function isExtended(from: readonly string[], to: readonly string[]): boolean {
  let next = 0;
  for (const value of to) if (value === from[next]) next += 1;
  return next === from.length;
}

function added(from: EnumObject, to: EnumObject, context: PlanContext): readonly Operation[] {
  const known = new Set(from.attributes.values);
  const { values } = to.attributes;
  return values.flatMap((value, position): readonly Operation[] => {
    if (known.has(value)) return [];
    const isAtEnd = !values.slice(position + 1).some((later) => known.has(later));
    const previous = values[position - 1];
    const next = values.slice(position + 1).find((later) => known.has(later));
    const place = isAtEnd ? {} : previous === undefined ? { before: next ?? "" } : { after: previous };
    return [{ op: "addEnumValue", ...named(to, context), value, ...place }];
  });
}

/** A value can't be taken away or moved: the type is made anew, and what uses it is moved over. */
function remade(from: EnumObject, to: EnumObject, context: PlanContext): Remedy {
  const { name } = named(to, context);
  const aside = nameAside(name, "__replaced");
  const [schema = ""] = to.path;
  const kept = new Set(to.attributes.values);
  const removed = from.attributes.values.filter((value) => !kept.has(value));
  return {
    before: [
      ...(removed.length === 0
        ? []
        : [{ op: "assertEnumValuesUnused" as const, ...named(to, context), values: removed }]),
      { op: "renameEnum", ...schemaOf(schema, from.path[1] ?? "", context), from: from.path[1] ?? "", to: aside },
      { op: "createEnum", ...named(to, context), values: to.attributes.values },
    ],
    after: [{ op: "dropEnum", name: aside, ...schemaOf(schema, aside, context) }],
  };
}

export const changes: Changes<EnumObject> = {
  create: (type, context) => [{ op: "createEnum", ...named(type, context), values: type.attributes.values }],
  drop: (type, context) => [{ op: "dropEnum", ...named(type, context) }],
  rename: (from, to, context) =>
    moved("setEnumSchema", "renameEnum", from, to, context).map((operation) =>
      operation.op === "renameEnum"
        ? { ...operation, ...schemaOf(to.path[0] ?? "", operation.from, context) }
        : operation,
    ),
  attributes: {
    values: {
      remedy: (from, to, context) =>
        isExtended(from.attributes.values, to.attributes.values) ? added(from, to, context) : remade(from, to, context),
      unsettles: (from, to) => !isExtended(from.attributes.values, to.attributes.values),
    },
  },
  parts: {
    kind: "enum-value",
    of: ({ attributes }) => attributes.values,
    renamed: ({ attributes }, from, to) => ({
      values: attributes.values.map((value) => (value === from ? to : value)),
    }),
    rename: (type, from, to, context) => [{ op: "renameEnumValue", ...named(type, context), from, to }],
  },
  claims: ({ path }) => [`type ${path.join("\0")}`],
  structure: ({ attributes }) => JSON.stringify(attributes.values),
};
