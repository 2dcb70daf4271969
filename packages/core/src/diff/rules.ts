/** The rules of an object's attributes and their values, by name: what the middle knows of any kind. */

import type { CatalogObject } from "../catalog/object.ts";
import { kindOf } from "../kinds/index.ts";
import type { Rule } from "../kinds/kind.ts";

export interface NamedRule {
  readonly name: string;
  readonly rule: Rule<never, never>;
}

interface RulesOfKind {
  readonly all: readonly NamedRule[];
  readonly unspoken: readonly NamedRule[];
}

const known = new WeakMap<object, RulesOfKind>();

function rulesOfKind(object: CatalogObject): RulesOfKind {
  const { attributes } = kindOf(object).changes;
  const found = known.get(attributes);
  if (found !== undefined) return found;
  const all = Object.entries(attributes).map(([name, rule]): NamedRule => ({ name, rule }));
  const made = { all, unspoken: all.filter(({ rule }) => rule.unspoken !== undefined || rule.partly !== undefined) };
  known.set(attributes, made);
  return made;
}

/** The rules of an object's kind, in their order. */
export function rulesOf(object: CatalogObject): readonly NamedRule[] {
  return rulesOfKind(object).all;
}

/** Those that tell what a model can't say. */
export function unspokenRulesOf(object: CatalogObject): readonly NamedRule[] {
  return rulesOfKind(object).unspoken;
}

/** An attribute's value; undefined where the model leaves it unsaid. */
export function attributeOf(object: CatalogObject, name: string): unknown {
  // Attributes are records with the keys of their kind's rules.
  return (object.attributes as Readonly<Record<string, unknown>>)[name];
}
