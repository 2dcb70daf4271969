/** What of a model is the live object at a glance: most of it, mostly. What is left is looked at closely. */

import { withObjects, type Catalog } from "../catalog/catalog.ts";
import { isAsLive, unspokenOf } from "../diff/completed.ts";
import { isViewLike } from "../kinds/view-like.ts";

/** The model, with the live objects in place of those that say the same in the same words. */
export function recognised(live: Catalog, model: Catalog): Catalog {
  const found = [];
  for (const object of model.values()) {
    const counterpart = live.get(object.id);
    // Only PostgreSQL knows what a query reads, and what the model can't say is told later.
    if (counterpart === undefined || isViewLike(object) || !isAsLive(object, counterpart, live, model)) continue;
    if (unspokenOf(object, counterpart).length === 0) found.push(counterpart);
  }
  return withObjects(model, found);
}
