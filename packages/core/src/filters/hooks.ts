/** Hooks over what is compared, as Alembic has them: after both sides are read, before they are compared. */

import type { Catalog } from "../catalog/catalog.ts";
import type { CatalogObject, ObjectId } from "../catalog/object.ts";
import { matchByStructure } from "../diff/reconcile.ts";

/**
 * Asked of each object once, of what only the database has with `isLive`: false leaves it, and all that belongs to it, as it is.
 *
 * @param counterpart what the database has of an object of the model; null where one side lacks it.
 * @example const includeObject: IncludeObject = (object, kind, isLive, counterpart) => !(isLive && kind === "index")
 */
export type IncludeObject = (
  object: CatalogObject,
  kind: string,
  isLive: boolean,
  counterpart: CatalogObject | null,
) => boolean;

/**
 * Asked where a column's two types are not the same: true, they differ; false, they count as the same; undefined, Sluice decides.
 *
 * @param live as PostgreSQL prints it.
 * @example const compareType: CompareType = (live, model) => (live === "text" && model.startsWith("character varying") ? false : undefined)
 */
export type CompareType = (live: string, model: string, column: CatalogObject) => boolean | undefined;

function without<O extends CatalogObject>(catalog: Catalog<O>, gone: Set<ObjectId>): Catalog<O> {
  if (gone.size === 0) return catalog;
  const isGone = (object: CatalogObject | undefined): boolean =>
    object !== undefined && (gone.has(object.id) || (object.parent !== null && isGone(catalog.get(object.parent))));
  return new Map([...catalog].filter(([, object]) => !isGone(object)));
}

/** Both sides without what the hook leaves out. */
export function includedObjects<L extends CatalogObject, M extends CatalogObject>(
  live: Catalog<L>,
  model: Catalog<M>,
  includeObject: IncludeObject | undefined,
): { readonly live: Catalog<L>; readonly model: Catalog<M> } {
  if (includeObject === undefined) return { live, model };
  const matches = matchByStructure(live, model);
  const matched = new Set([...matches.values()].map(({ id }) => id));
  const goneLive = new Set<ObjectId>();
  const goneModel = new Set<ObjectId>();
  for (const object of model.values()) {
    const counterpart = matches.get(object.id) ?? live.get(object.id) ?? null;
    if (includeObject(object, object.kind, false, counterpart)) continue;
    goneModel.add(object.id);
    if (counterpart !== null) goneLive.add(counterpart.id);
  }
  for (const object of live.values()) {
    const isKnown = model.has(object.id) || matched.has(object.id);
    if (!isKnown && !includeObject(object, object.kind, true, null)) goneLive.add(object.id);
  }
  return { live: without(live, goneLive), model: without(model, goneModel) };
}

function typeOf(object: CatalogObject | undefined): string | null {
  return object !== undefined && "type" in object.attributes && typeof object.attributes.type === "string"
    ? object.attributes.type
    : null;
}

/** A model whose columns have the live types where the hook says that the two count as the same. */
export function withComparedTypes(live: Catalog, model: Catalog, compareType: CompareType | undefined): Catalog {
  if (compareType === undefined) return model;
  return new Map(
    [...model].map(([id, object]) => {
      const [from, to] = [typeOf(live.get(id)), typeOf(object)];
      const isSame = from !== null && to !== null && from !== to && compareType(from, to, object) === false;
      return [id, isSame ? { ...object, attributes: { ...object.attributes, type: from } } : object];
    }),
  );
}
