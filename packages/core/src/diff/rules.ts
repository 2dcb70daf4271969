/** The rules of an object's attributes and their values, by name: what the middle knows of any kind. */

import type { CatalogObject } from "../catalog/object.ts";
import { kindOf } from "../kinds/index.ts";
import type { Rule } from "../kinds/kind.ts";

export type NamedRule = readonly [name: string, rule: Rule<never, never>];

const known = new WeakMap<object, readonly NamedRule[]>();

/** The rules of an object's kind, in their order. */
export function rulesOf(object: CatalogObject): readonly NamedRule[] {
  const { attributes } = kindOf(object).changes;
  const found = known.get(attributes);
  if (found !== undefined) return found;
  const made: readonly NamedRule[] = Object.entries(attributes);
  known.set(attributes, made);
  return made;
}

/** An attribute's value; undefined where the model leaves it unsaid. */
export function attributeOf(object: CatalogObject, name: string): unknown {
  // Attributes are records with the keys of their kind's rules.
  return (object.attributes as Readonly<Record<string, unknown>>)[name];
}
