/** What is worth looking at of two catalogs. Of a check that finds nothing it is next to nothing. */

import type { Catalog } from "./catalog.ts";
import type { CatalogObject } from "./object.ts";

export interface Apart {
  readonly live: readonly CatalogObject[];
  readonly model: readonly CatalogObject[];
}

function notIn(other: Catalog, catalog: Catalog): readonly CatalogObject[] {
  const found: CatalogObject[] = [];
  for (const object of catalog.values()) if (other.get(object.id) !== object) found.push(object);
  return found;
}

/** The objects of each that are not the other's too: the very same object, not one that is like it. */
export function apart(live: Catalog, model: Catalog): Apart {
  return live === model ? { live: [], model: [] } : { live: notIn(model, live), model: notIn(live, model) };
}
