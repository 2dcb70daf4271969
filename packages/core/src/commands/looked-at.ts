/** Which of the objects that were read are compared with the models. */

import type { Catalog } from "../catalog/catalog.ts";
import { objectId, type CatalogObject, type ObjectId } from "../catalog/object.ts";
import type { Rename } from "../diff/renames.ts";

/** Of a schema that only a rename leads out of, what is renamed: the rest of it is nobody's business. */
export function lookedAt<O extends CatalogObject>(
  live: Catalog<O>,
  schemas: readonly string[],
  renames: readonly Rename[],
): Catalog<O> {
  const others = new Set(renames.map(({ from }) => from[0] ?? "").filter((schema) => !schemas.includes(schema)));
  if (others.size === 0) return live;
  const roots = new Set(renames.map(({ kind, from }) => objectId(kind, from)));
  const isRenamed = (object: CatalogObject | undefined): boolean =>
    object !== undefined && (roots.has(object.id) || (object.parent !== null && isRenamed(live.get(object.parent))));
  return new Map(
    [...live].filter(([, object]) => {
      const [schema = ""] = object.path;
      return !others.has(schema) || roots.has(objectId("schema", [schema])) || isRenamed(object);
    }),
  );
}

/** What the model says exists is somebody else's, with whatever hangs on it. */
export function withoutTrees<O extends CatalogObject>(live: Catalog<O>, roots: readonly ObjectId[]): Catalog<O> {
  if (roots.length === 0) return live;
  const gone = new Set(roots);
  // Parents come before what belongs to them.
  for (const { id, parent } of live.values()) if (parent !== null && gone.has(parent)) gone.add(id);
  return new Map([...live].filter(([id]) => !gone.has(id)));
}
