/** A model's object against the live one that it is: what the model can't say is the live one's. */

import type { Catalog } from "../catalog/catalog.ts";
import { equal } from "../catalog/equal.ts";
import type { Diagnostic } from "../catalog/diagnostic.ts";
import type { CatalogObject } from "../catalog/object.ts";
import { attributeOf, rulesOf, unspokenRulesOf, type NamedRule } from "./rules.ts";

function isNothing(value: unknown): boolean {
  return value === undefined || value === null || (Array.isArray(value) && value.length === 0);
}

/** What the model says of an attribute, or what comes of its silence; undefined: nothing. */
function valueOf({ name, rule }: NamedRule, object: CatalogObject, live: CatalogObject, model: Catalog): unknown {
  const { left, partly } = rule;
  const [said, is] = [attributeOf(object, name), attributeOf(live, name)];
  if (said !== undefined) return partly?.complete(said as never, is as never) ?? said;
  // Of nothing, nothing is left.
  return left === undefined || isNothing(is) ? undefined : left(is as never, live as never, model);
}

/** Whether a value comes to the live one: unsaid, or never changed, or the same. */
function isLive({ name, rule }: NamedRule, value: unknown, live: CatalogObject): boolean {
  return value === undefined || rule.remedy === "keep" || equal(value, attributeOf(live, name));
}

/** Whether an object differs in nothing from the live one, and needs nothing that is not there yet. */
export function isAsLive(object: CatalogObject, live: CatalogObject, catalog: Catalog, model: Catalog): boolean {
  if (object === live) return true;
  if (object.parent !== live.parent) return false;
  for (const rule of rulesOf(object)) {
    const said = attributeOf(object, rule.name);
    // Most are the same at a glance.
    if (said !== undefined && said === attributeOf(live, rule.name)) continue;
    if (!isLive(rule, valueOf(rule, object, live, model), live)) return false;
  }
  // What the live one needs is there, whether it is among what is compared or not (a role).
  for (const id of object.dependsOn) if (!live.dependsOn.includes(id) && !catalog.has(id)) return false;
  return true;
}

/**
 * Every attribute of the model's object; those it leaves unsaid, and those that never change, taken from the live one. What
 * then differs in nothing is the live object itself: the server knows exactly what it needs, and nothing compares it again;
 * unless the model's comes to need what is not there yet.
 *
 * @param catalog the live one's.
 * @param model the object's.
 */
export function completed(object: CatalogObject, live: CatalogObject, catalog: Catalog, model: Catalog): CatalogObject {
  if (isAsLive(object, live, catalog, model)) return live;
  const attributes = Object.fromEntries(
    rulesOf(object).map((rule) => {
      const value = valueOf(rule, object, live, model);
      const is = attributeOf(live, rule.name);
      return [rule.name, isLive(rule, value, live) && is !== undefined ? is : value];
    }),
  );
  return { ...object, attributes };
}

/** What of the live object the model can't say, where that is worth a word. */
export function unspokenOf(object: CatalogObject, live: CatalogObject): readonly Diagnostic[] {
  if (object === live) return [];
  const found: Diagnostic[] = [];
  for (const { name, rule } of unspokenRulesOf(object)) {
    const { unspoken, partly } = rule;
    const said = attributeOf(object, name) as never;
    const is = attributeOf(live, name) as never;
    const words = said === undefined ? (unspoken?.(is, object as never) ?? null) : (partly?.unspoken(said, is) ?? null);
    if (words === null) continue;
    found.push({
      code: "UNSPOKEN",
      severity: "info",
      object: live.id,
      message: `${live.id} ${words}, which the model can't say; it is kept`,
      hint: null,
    });
  }
  return found;
}
