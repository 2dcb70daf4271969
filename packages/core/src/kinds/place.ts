/** Where an operation's object is: the keys that all operations share. */

import type { CatalogObject } from "../catalog/object.ts";
import type { Operation } from "@sluice/runner";
import type { PlanContext } from "./kind.ts";

/** The `schema` key, left out for the default schema. */
export function inSchema(schema: string, context: Pick<PlanContext, "defaultSchema">): { readonly schema?: string } {
  return schema === context.defaultSchema ? {} : { schema };
}

function part(object: CatalogObject, position: number): string {
  return object.path[position] ?? "";
}

/** `{ name, schema? }` of an object whose path is `[schema, name]`. */
export function named(
  object: CatalogObject,
  context: Pick<PlanContext, "defaultSchema">,
): { readonly name: string; readonly schema?: string } {
  return { name: part(object, 1), ...inSchema(part(object, 0), context) };
}

/** `{ table, schema? }` of an object whose path is `[schema, table, name]`. */
export function onTable(
  object: CatalogObject,
  context: Pick<PlanContext, "defaultSchema">,
): { readonly table: string; readonly schema?: string } {
  return { table: part(object, 1), ...inSchema(part(object, 0), context) };
}

/** `{ table, schema?, name }` of an object whose path is `[schema, table, name]`. */
export function onColumn(
  object: CatalogObject,
  context: Pick<PlanContext, "defaultSchema">,
): { readonly table: string; readonly schema?: string; readonly name: string } {
  return { ...onTable(object, context), name: part(object, 2) };
}

type Move = `set${"Table" | "Enum" | "Sequence" | "View" | "MaterializedView"}Schema`;
type Rename = `rename${"Table" | "Enum" | "Sequence" | "View" | "MaterializedView"}`;

/** What leads an object whose path is `[schema, name]` to another schema, another name or both: the schema first. */
export function moved(
  move: Move,
  rename: Rename,
  { path: [fromSchema = "", fromName = ""] }: CatalogObject,
  { path: [toSchema = "", toName = ""] }: CatalogObject,
  context: Pick<PlanContext, "defaultSchema">,
): readonly Operation[] {
  return [
    ...(fromSchema === toSchema ? [] : [{ op: move, name: fromName, from: fromSchema, to: toSchema }]),
    ...(fromName === toName ? [] : [{ op: rename, ...inSchema(toSchema, context), from: fromName, to: toName }]),
  ];
}

/** Those of the keys whose value is neither undefined, null, false nor an empty list: what is not worth writing down. */
export function told<T extends object>(values: T): Partial<{ readonly [K in keyof T]: NonNullable<T[K]> }> {
  const entries = Object.entries(values).filter(
    ([, value]) =>
      value !== undefined && value !== null && value !== false && !(Array.isArray(value) && value.length === 0),
  );
  // Only keys of T are left, and none of them is null or undefined.
  return Object.fromEntries(entries) as Partial<{ readonly [K in keyof T]: NonNullable<T[K]> }>;
}
