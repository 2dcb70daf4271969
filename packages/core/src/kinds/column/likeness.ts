/**
 * Whether a column may be another one that got a new name and a new type at once. Sorts of types:
 * https://www.postgresql.org/docs/current/datatype.html
 */

import type { ColumnObject } from "./object.ts";

const SORTS: Readonly<Record<string, readonly string[]>> = {
  number: ["smallint", "integer", "bigint", "numeric", "real", "double precision", "money"],
  text: ["text", "character varying", "character", "citext", "name", "enum"],
  time: ["date", "timestamp without time zone", "timestamp with time zone"],
  document: ["json", "jsonb"],
};

const SORT_OF: ReadonlyMap<string, string> = new Map(
  Object.entries(SORTS).flatMap(([sort, types]) => types.map((type) => [type, sort] as const)),
);

/** The sort of a type, or the type itself, and for each dimension of an array another one. */
function sortOf({ attributes: { type }, dependsOn }: ColumnObject): string {
  const [bare = type] = type.replace(/\([^)]*\)/, "").split("[]");
  const name = dependsOn.some((id) => id.startsWith("enum ")) ? "enum" : bare;
  return (SORT_OF.get(name) ?? name) + (type.endsWith("[]") ? "[]" : "");
}

/** Whether values of the one are what the other's are, though not of its type: a rename would keep them, a drop loses them. */
export function mayBeRenamed(was: ColumnObject, is: ColumnObject): boolean {
  return sortOf(was) === sortOf(is);
}
