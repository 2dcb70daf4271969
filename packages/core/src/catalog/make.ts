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

/** An object of the given parts. */
export function makeObject<K extends string, A extends object>(parts: Parts<K, A>): CatalogObject<K, A> {
  return {
    kind: parts.kind,
    id: objectId(parts.kind, parts.path),
    path: parts.path,
    parent: parts.parent,
    dependsOn: parts.dependsOn ?? [],
    isNamed: parts.isNamed ?? true,
    attributes: parts.attributes,
    ...(parts.formerPaths === undefined || parts.formerPaths.length === 0 ? {} : { formerPaths: parts.formerPaths }),
    ...(parts.comesAfter === undefined ? {} : { comesAfter: parts.comesAfter }),
    ...(parts.isOptional === true ? { isOptional: true } : {}),
  };
}
