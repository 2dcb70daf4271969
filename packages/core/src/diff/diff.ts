/** Two catalogs → changes. Knows no kind: attributes are compared by the rules of each. */

import type { Catalog } from "../catalog/catalog.ts";
import { equal } from "../catalog/equal.ts";
import type { CatalogObject } from "../catalog/object.ts";
import { attributeOf, rulesOf } from "./rules.ts";

export type Change =
  | { readonly type: "create"; readonly object: CatalogObject }
  | { readonly type: "drop"; readonly object: CatalogObject }
  | {
      readonly type: "alter";
      readonly from: CatalogObject;
      readonly to: CatalogObject;
      readonly attributes: readonly string[];
    };

/** The attributes that differ, in the order of the kind's rules. What the target leaves unsaid is no difference. */
export function changedAttributes(from: CatalogObject, to: CatalogObject): readonly string[] {
  if (from.attributes === to.attributes) return [];
  const changed: string[] = [];
  for (const { name, rule } of rulesOf(to)) {
    if (rule.remedy === "keep") continue;
    const was = attributeOf(from, name);
    const is = attributeOf(to, name);
    if (is === undefined || was === undefined || was === is) continue;
    // Each rule is written for the objects of its own kind.
    const isSame = rule.same?.(was as never, is as never, from as never, to as never) ?? equal(was, is);
    if (!isSame) changed.push(name);
  }
  return changed;
}

/** What leads from one catalog to the other. Both are complete: reconcile first where one is a model. */
export function diffCatalogs(from: Catalog, to: Catalog): readonly Change[] {
  const changes: Change[] = [];
  if (from === to) return changes;
  for (const object of from.values()) {
    if (!to.has(object.id)) changes.push({ type: "drop", object });
  }
  for (const object of to.values()) {
    const was = from.get(object.id);
    if (was === undefined) {
      changes.push({ type: "create", object });
      continue;
    }
    const attributes = changedAttributes(was, object);
    if (attributes.length > 0) changes.push({ type: "alter", from: was, to: object, attributes });
  }
  return changes;
}
