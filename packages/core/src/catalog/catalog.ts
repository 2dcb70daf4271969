/** A database's schema as plain data: objects by id. */

import type { CatalogObject, ObjectId } from "./object.ts";

export type Catalog<O extends CatalogObject = CatalogObject> = ReadonlyMap<ObjectId, O>;

/** A catalog of the given objects. Of two with one id the later wins; readers refuse doubles before this. */
export function catalogOf<O extends CatalogObject>(objects: Iterable<O>): Catalog<O> {
  const catalog = new Map<ObjectId, O>();
  for (const object of objects) catalog.set(object.id, object);
  return catalog;
}

/** A catalog in which some objects are others of the same ids, in the same order. */
export function withObjects(catalog: Catalog, objects: readonly CatalogObject[]): Catalog {
  if (objects.length === 0) return catalog;
  const changed = new Map(catalog);
  for (const object of objects) changed.set(object.id, object);
  return changed;
}
