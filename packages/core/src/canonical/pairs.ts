/** Pairs of expressions that stand in one place of the live catalog and of the model, and whose texts differ. */

import { isSqlText, literal, type DefaultValue } from "@sluice/runner";
import type { Apart } from "../catalog/apart.ts";
import type { Catalog } from "../catalog/catalog.ts";
import type { CatalogObject, ObjectId } from "../catalog/object.ts";
import { matchByStructure } from "../diff/reconcile.ts";
import { kindOf } from "../kinds/index.ts";

export interface Pair {
  readonly object: CatalogObject;
  /** The live object that it is compared with. */
  readonly counterpart: CatalogObject;
  /** Only if their expressions are the same are the two one object. */
  readonly isGuess: boolean;
  /** Keys that lead to the expression in the object's attributes. */
  readonly place: readonly string[];
  readonly live: DefaultValue;
  readonly model: DefaultValue;
  readonly liveText: string;
  readonly modelText: string;
  /** What the expression is stored as; null: it is a condition or value over a table's columns. */
  readonly type: string | null;
  /** What stores it gets another type, which need not take what the live text says. */
  readonly isRetyped: boolean;
  /** The table whose columns it may name. */
  readonly table: ObjectId | null;
  /** Its schema and name; nothing where there is none. */
  readonly tablePath: readonly string[];
  /** It may hold sub-selects, and name its table with its schema: asked about over the table itself where that will do. */
  readonly readsTables: boolean;
}

interface Found {
  readonly place: readonly string[];
  readonly live: DefaultValue;
  readonly model: DefaultValue;
}

function isPlain(value: unknown): value is string | number | boolean {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean";
}

/** Adds the places below one where both sides hold an expression, and not the same text. */
function addLeaves(
  found: Found[],
  live: unknown,
  model: unknown,
  place: readonly string[],
  withLiterals: boolean,
): void {
  if (live === model || typeof model !== "object" || model === null) {
    if (live === model || !withLiterals || !isPlain(model) || !(isSqlText(live) || isPlain(live))) return;
    found.push({ place, live, model });
    return;
  }
  if (isSqlText(model)) {
    if (isSqlText(live) ? live.sql !== model.sql : withLiterals && isPlain(live)) {
      // Each is an expression or, where they are allowed, a literal.
      found.push({ place, live: live as DefaultValue, model });
    }
    return;
  }
  if (typeof live !== "object" || live === null) return;
  // Plain records and lists, read by their keys.
  const [known, values] = [live as Readonly<Record<string, unknown>>, model as Readonly<Record<string, unknown>>];
  for (const key in values) {
    const [was, is] = [known[key], values[key]];
    // Most are the same, or no place for an expression.
    if (was === is || (!withLiterals && typeof is !== "object") || !(key in known)) continue;
    addLeaves(found, was, is, [...place, key], withLiterals);
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

interface Sides {
  readonly live: Catalog;
  readonly model: Catalog;
}

function pairsBetween(
  object: CatalogObject,
  counterpart: CatalogObject,
  isGuess: boolean,
  { live, model }: Sides,
): Pair[] {
  const { expressionType } = kindOf(object).changes;
  const type = expressionType?.(object as never, model) ?? null;
  const found: Found[] = [];
  addLeaves(found, counterpart.attributes, object.attributes, [], type !== null);
  if (found.length === 0) return [];
  const table = type === null ? tableOf(object, model) : null;
  const tablePath = table === null ? [] : (model.get(table)?.path ?? []);
  return found.map(({ place, ...values }) => ({
    object,
    counterpart,
    isGuess,
    place,
    ...values,
    liveText: textOf(values.live),
    modelText: textOf(values.model),
    type,
    isRetyped: type !== null && type !== expressionType?.(counterpart as never, live),
    table,
    tablePath,
    readsTables: kindOf(object).changes.readsTables === true,
  }));
}

/** A value without its SQL. */
function blank(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (isSqlText(value)) return { sql: "" };
  if (Array.isArray(value)) return value.map(blank);
  return Object.fromEntries(Object.entries(value).map(([key, each]: [string, unknown]) => [key, blank(each)]));
}

/** What an object is, its name and its expressions apart. */
function skeleton(object: CatalogObject): string | null {
  const { structure } = kindOf(object).changes;
  if (structure === undefined) return null;
  const bare = { ...object, attributes: blank(object.attributes) };
  return `${object.kind} ${structure(bare as never)}`;
}

/** Live objects that a model object under another name may be, since all but their expressions is the same. */
function guesses(
  live: Catalog,
  model: Catalog,
  { live: liveOnes, model: modelOnes }: Apart,
  matches: ReadonlyMap<ObjectId, CatalogObject>,
): readonly (readonly [CatalogObject, CatalogObject])[] {
  const taken = new Set([...matches.values()].map(({ id }) => id));
  const free = new Map<string, CatalogObject[]>();
  for (const object of liveOnes) {
    const key = model.has(object.id) || taken.has(object.id) ? null : skeleton(object);
    if (key !== null) free.set(key, [...(free.get(key) ?? []), object]);
  }
  if (free.size === 0) return [];
  return modelOnes.flatMap((object) => {
    const key = live.has(object.id) || matches.has(object.id) ? null : skeleton(object);
    return (key === null ? [] : (free.get(key) ?? [])).map((counterpart) => [object, counterpart] as const);
  });
}

/** Finds the pairs, among what is apart. An object may be a live one under another name. */
export function pairsOf(live: Catalog, model: Catalog, differing: Apart): readonly Pair[] {
  const matches = matchByStructure(live, model, differing);
  const sides = { live, model };
  const certain: Pair[] = [];
  for (const object of differing.model) {
    const counterpart = matches.get(object.id) ?? live.get(object.id);
    if (counterpart !== undefined) certain.push(...pairsBetween(object, counterpart, false, sides));
  }
  const guessed = guesses(live, model, differing, matches).flatMap(([object, counterpart]) =>
    pairsBetween(object, counterpart, true, sides),
  );
  return [...certain, ...guessed];
}

/** The value that stands at a place in an object's attributes. */
export function valueAt(attributes: unknown, place: readonly string[]): unknown {
  return place.reduce<unknown>(
    (value, key) => (typeof value === "object" && value !== null ? new Map(Object.entries(value)).get(key) : undefined),
    attributes,
  );
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
