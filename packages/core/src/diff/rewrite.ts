/** Gives objects of a catalog other paths, and everything that mentions them along with it. */

import type { Catalog } from "../catalog/catalog.ts";
import { objectId, type CatalogObject, type ObjectId } from "../catalog/object.ts";

/**
 * What an object is in, or depends on, once its path is another one: what moves alone is then in something of the same kind
 * elsewhere (another schema), and stays with everything else.
 */
export function placeAt(id: ObjectId, object: CatalogObject, path: readonly string[], catalog: Catalog): ObjectId {
  const place = catalog.get(id);
  const isAbove = (other: readonly string[]): boolean =>
    place !== undefined && place.path.length < other.length && place.path.every((part, level) => part === other[level]);
  if (place === undefined || !isAbove(object.path) || isAbove(path)) return id;
  return objectId(place.kind, path.slice(0, place.path.length));
}

/** A catalog in which the given objects have other paths. Ids in `parent` and `dependsOn` follow. */
export function rewritten(catalog: Catalog, paths: ReadonlyMap<ObjectId, readonly string[]>): Catalog {
  const ids = new Map<ObjectId, ObjectId>();
  for (const [id, path] of paths) {
    const object = catalog.get(id);
    if (object !== undefined && object.id === objectId(object.kind, object.path))
      ids.set(id, objectId(object.kind, path));
  }
  const followed = (id: ObjectId): ObjectId => ids.get(id) ?? id;
  for (const object of catalog.values()) {
    // An id that holds the parent's id (a comment's) follows that.
    if (object.parent !== null && object.id === `${object.kind} ${object.parent}`)
      ids.set(object.id, `${object.kind} ${followed(object.parent)}`);
  }
  const result = new Map<ObjectId, CatalogObject>();
  for (const object of catalog.values()) {
    const path = paths.get(object.id) ?? object.path;
    const moved = (id: ObjectId): ObjectId => ids.get(id) ?? placeAt(id, object, path, catalog);
    const isTouched =
      paths.has(object.id) ||
      object.dependsOn.some((id) => ids.has(id)) ||
      object.comesAfter?.some((id) => ids.has(id)) === true ||
      (object.parent !== null && ids.has(object.parent));
    const rewrittenObject = isTouched
      ? {
          ...object,
          path,
          id: followed(object.id),
          parent: object.parent === null ? null : moved(object.parent),
          dependsOn: object.dependsOn.map(moved),
          ...(object.comesAfter === undefined ? {} : { comesAfter: object.comesAfter.map(followed) }),
        }
      : object;
    result.set(rewrittenObject.id, rewrittenObject);
  }
  return result;
}
