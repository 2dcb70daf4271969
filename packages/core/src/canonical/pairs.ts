/** Pairs of expressions that stand in one place of the live catalog and of the model, and whose texts differ. */

import { isSqlText, literal, type DefaultValue } from "@sluice/runner";
import type { Catalog } from "../catalog/catalog.ts";
import type { CatalogObject, ObjectId } from "../catalog/object.ts";
import { kindOf } from "../kinds/index.ts";

export interface Pair {
  readonly object: CatalogObject;
  /** Keys that lead to the expression in the object's attributes. */
  readonly place: readonly string[];
  readonly live: DefaultValue;
  readonly model: DefaultValue;
  readonly liveText: string;
  readonly modelText: string;
  /** What the expression is stored as; null: it is a condition or value over a table's columns. */
  readonly type: string | null;
  /** The table whose columns it may name. */
  readonly table: ObjectId | null;
}

interface Found {
  readonly place: readonly string[];
  readonly live: DefaultValue;
  readonly model: DefaultValue;
}

function isPlain(value: unknown): value is string | number | boolean {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean";
}

function* leaves(live: unknown, model: unknown, place: readonly string[], withLiterals: boolean): Generator<Found> {
  if (isSqlText(live) && isSqlText(model)) {
    if (live.sql !== model.sql) yield { place, live, model };
    return;
  }
  if (withLiterals && (isSqlText(live) || isPlain(live)) && (isSqlText(model) || isPlain(model))) {
    if (live !== model) yield { place, live, model };
    return;
  }
  if (typeof live !== "object" || typeof model !== "object" || live === null || model === null) return;
  const known = new Map<string, unknown>(Object.entries(live));
  for (const [key, value] of Object.entries(model)) {
    if (known.has(key)) yield* leaves(known.get(key), value, [...place, key], withLiterals);
  }
}

function textOf(value: DefaultValue): string {
  return isSqlText(value) ? value.sql : literal(value);
}

function tableOf(object: CatalogObject, catalog: Catalog): ObjectId | null {
  for (let id = object.parent; id !== null;) {
    const parent = catalog.get(id);
    if (parent === undefined || parent.kind === "table") return id;
    id = parent.parent;
  }
  return null;
}

/** Finds the pairs. `matches` says which live object a model object is, where their names differ. */
export function pairsOf(live: Catalog, model: Catalog, matches: ReadonlyMap<ObjectId, CatalogObject>): readonly Pair[] {
  const pairs: Pair[] = [];
  for (const object of model.values()) {
    const counterpart = matches.get(object.id) ?? live.get(object.id);
    if (counterpart === undefined) continue;
    const type = kindOf(object).changes.expressionType?.(object as never, model) ?? null;
    for (const { place, ...values } of leaves(counterpart.attributes, object.attributes, [], type !== null)) {
      pairs.push({
        object,
        place,
        ...values,
        liveText: textOf(values.live),
        modelText: textOf(values.model),
        type,
        table: type === null ? tableOf(object, model) : null,
      });
    }
  }
  return pairs;
}

/** An object's attributes with one value replaced. */
export function replacedAt(attributes: unknown, place: readonly string[], value: DefaultValue): unknown {
  const [key, ...rest] = place;
  if (key === undefined) return value;
  if (Array.isArray(attributes)) {
    return attributes.map((each: unknown, position) =>
      String(position) === key ? replacedAt(each, rest, value) : each,
    );
  }
  const entries: [string, unknown][] = Object.entries(
    typeof attributes === "object" && attributes !== null ? attributes : {},
  );
  return Object.fromEntries(entries.map(([name, each]) => [name, name === key ? replacedAt(each, rest, value) : each]));
}
