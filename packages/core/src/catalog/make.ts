/** Makes objects, so that an id always fits its path. */

import { objectId, type CatalogObject, type FormerPath, type ObjectId } from "./object.ts";

interface Parts<K extends string, A extends object> {
  readonly kind: K;
  readonly path: readonly string[];
  readonly parent: ObjectId | null;
  readonly dependsOn?: readonly ObjectId[];
  readonly comesAfter?: readonly ObjectId[];
  readonly isNamed?: boolean;
  readonly isOptional?: boolean;
  readonly formerPaths?: readonly FormerPath[];
  readonly attributes: A;
}

/** Most depend on nothing: one list for all of them. */
const NOTHING: readonly ObjectId[] = [];

/** An object of the given parts. */
export function makeObject<K extends string, A extends object>(parts: Parts<K, A>): CatalogObject<K, A> {
  const { kind, path, parent, dependsOn = NOTHING, isNamed = true, attributes } = parts;
  const object = { kind, id: objectId(kind, path), path, parent, dependsOn, isNamed, attributes };
  const { formerPaths = [], comesAfter, isOptional = false } = parts;
  // There are many of them, and few have these.
  if (formerPaths.length === 0 && comesAfter === undefined && !isOptional) return object;
  return {
    ...object,
    ...(formerPaths.length === 0 ? {} : { formerPaths }),
    ...(comesAfter === undefined ? {} : { comesAfter }),
    ...(isOptional ? { isOptional } : {}),
  };
}
