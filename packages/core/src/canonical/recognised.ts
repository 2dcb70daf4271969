/** What of a model is the live object at a glance: most of it, mostly. What is left is looked at closely. */

import type { Apart } from "../catalog/apart.ts";
import { withObjects, type Catalog } from "../catalog/catalog.ts";
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

/** The same, once more of what was left and says now what the server says. */
export function recognisedAgain(live: Catalog, model: Catalog, before: Apart): Catalog {
  const found = before.model.flatMap(({ id }) => {
    const [object, counterpart] = [model.get(id), live.get(id)];
    if (object === undefined || counterpart === undefined) return [];
    return isRecognised(object, counterpart, live, model) ? [counterpart] : [];
  });
  const isAll = found.length === before.model.length && found.length === before.live.length;
  return isAll ? live : withObjects(model, found);
}
