/** What of a model is the live object at a glance: most of it, mostly. What is left is looked at closely. */

import type { Apart } from "../catalog/apart.ts";
import type { Catalog } from "../catalog/catalog.ts";
import type { CatalogObject } from "../catalog/object.ts";
import { isAsLive, unspokenOf } from "../diff/completed.ts";
import { isViewLike } from "../kinds/view-like.ts";

export interface Recognised {
  /** The model with the live objects that it has; the live catalog itself where it has them all and no others. */
  readonly model: Catalog;
  /** What is left. */
  readonly differing: Apart;
}

/** Whether a model's object says what the live one is, in the same words. */
function isRecognised(object: CatalogObject, counterpart: CatalogObject, live: Catalog, model: Catalog): boolean {
  // Only PostgreSQL knows what a query reads, and what the model can't say is told later.
  return (
    !isViewLike(object) && isAsLive(object, counterpart, live, model) && unspokenOf(object, counterpart).length === 0
  );
}

/** The model, with the live objects in place of those that say the same in the same words. */
export function recognised(live: Catalog, model: Catalog): Recognised {
  // Catalogs are large: each object is looked up once.
  const found = new Map<string, CatalogObject>();
  const differing: { readonly live: CatalogObject[]; readonly model: CatalogObject[] } = { live: [], model: [] };
  let known = 0;
  for (const object of model.values()) {
    const counterpart = live.get(object.id);
    if (counterpart !== undefined) known += 1;
    if (counterpart !== undefined && isRecognised(object, counterpart, live, model)) {
      found.set(counterpart.id, counterpart);
      continue;
    }
    found.set(object.id, object);
    differing.model.push(object);
    if (counterpart !== undefined) differing.live.push(counterpart);
  }
  if (known < live.size) for (const object of live.values()) if (!found.has(object.id)) differing.live.push(object);
  return { model: isEmpty(differing) ? live : found, differing };
}

function isEmpty({ live, model }: Apart): boolean {
  return live.length === 0 && model.length === 0;
}

/**
 * The same, once some of what was left says what the server says.
 *
 * @param objects in place of what is left of the same ids.
 */
export function recognisedAgain(live: Catalog, before: Recognised, objects: readonly CatalogObject[]): Recognised {
  if (objects.length === 0) return before;
  const model = new Map(before.model);
  for (const object of objects) model.set(object.id, object);
  const known = new Set<string>();
  const left: CatalogObject[] = [];
  for (const { id } of before.differing.model) {
    const [object, counterpart] = [model.get(id), live.get(id)];
    if (object === undefined) continue;
    if (counterpart === undefined || !isRecognised(object, counterpart, live, model)) {
      left.push(object);
      continue;
    }
    known.add(id);
    model.set(id, counterpart);
  }
  const differing = { model: left, live: before.differing.live.filter(({ id }) => !known.has(id)) };
  return { model: isEmpty(differing) ? live : model, differing };
}
