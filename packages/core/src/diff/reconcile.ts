/**
 * Makes a model complete against a live catalog: unnamed objects take the name of the live object they are, what the model
 * can't say takes the live value, and what it can't declare stays for as long as what it is on.
 */

import { apart, type Apart } from "../catalog/apart.ts";
import { catalogOf, type Catalog } from "../catalog/catalog.ts";
import type { Diagnostic } from "../catalog/diagnostic.ts";
import type { CatalogObject, ObjectId } from "../catalog/object.ts";
import { kindOf } from "../kinds/index.ts";
import { completed, unspokenOf } from "./completed.ts";
import { rewritten } from "./rewrite.ts";

export interface Reconciled {
  readonly target: Catalog;
  readonly diagnostics: readonly Diagnostic[];
}

/** Live objects by kind and structure that no model object has the name of. */
function unmatchedByStructure(objects: readonly CatalogObject[], model: Catalog): Map<string, CatalogObject[]> {
  const found = new Map<string, CatalogObject[]>();
  for (const object of objects) {
    const namesake = model.get(object.id);
    const { structure } = kindOf(object).changes;
    if (structure === undefined) continue;
    // An unnamed namesake of another structure only looks like one.
    if (namesake !== undefined && (namesake.isNamed || structure(namesake as never) === structure(object as never)))
      continue;
    const key = `${object.kind} ${structure(object as never)}`;
    found.set(key, [...(found.get(key) ?? []), object]);
  }
  return found;
}

/** The names that what is to be made takes. */
function takenNames(created: readonly CatalogObject[]): ReadonlySet<string> {
  return new Set(created.flatMap((object) => kindOf(object).changes.claims?.(object as never) ?? []));
}

/** Whether a live object can't keep its name: something else is to be made that takes it. */
function mustMakeRoom(match: CatalogObject, object: CatalogObject | undefined, taken: ReadonlySet<string>): boolean {
  const { claims } = kindOf(match).changes;
  const own = new Set(object === undefined ? [] : (claims?.(object as never) ?? []));
  return (claims?.(match as never) ?? []).some((name) => taken.has(name) && !own.has(name));
}

/** Which model object is which live one, where names don't tell. A named one is then a rename, an unnamed one no change. */
export function matchByStructure(
  live: Catalog,
  model: Catalog,
  differing: Apart = apart(live, model),
): ReadonlyMap<ObjectId, CatalogObject> {
  const candidates = unmatchedByStructure(differing.live, model);
  const matches = new Map<ObjectId, CatalogObject>();
  if (candidates.size === 0) return matches;
  for (const object of differing.model) {
    if (object.isNamed) continue;
    const { structure } = kindOf(object).changes;
    if (structure === undefined) continue;
    const key = structure(object as never);
    const namesake = live.get(object.id);
    if (namesake !== undefined && structure(namesake as never) === key) continue;
    const match = candidates.get(`${object.kind} ${key}`)?.shift();
    if (match !== undefined) matches.set(object.id, match);
  }
  const taken = takenNames(differing.model.filter(({ id }) => !live.has(id) && !matches.has(id)));
  for (const [id, match] of matches) if (mustMakeRoom(match, model.get(id), taken)) matches.delete(id);
  return matches;
}

function positionOf(object: CatalogObject): number {
  return "position" in object.attributes ? Number(object.attributes.position) : 0;
}

/** The last position below each parent. */
function lastPositions(live: Catalog): ReadonlyMap<ObjectId, number> {
  const last = new Map<ObjectId, number>();
  for (const object of live.values()) {
    const { parent } = object;
    const position = positionOf(object);
    if (parent !== null && position > 0) last.set(parent, Math.max(position, last.get(parent) ?? 0));
  }
  return last;
}

/** What is added to something that is there comes after all that it has. */
function appended(object: CatalogObject, last: ReadonlyMap<ObjectId, number>): CatalogObject {
  const before = object.parent === null ? undefined : last.get(object.parent);
  const position = positionOf(object);
  if (before === undefined || position === 0) return object;
  return { ...object, attributes: { ...object.attributes, position: before + position } };
}

function keptBecause({ id }: CatalogObject, why: string): Diagnostic {
  return {
    code: "UNSPOKEN",
    severity: "info",
    object: id,
    message: `${id} ${why}, which the model can't say; it is kept`,
    hint: null,
  };
}

/** What the model's objects that are apart come to; null: nothing, though it has them. */
function said(live: Catalog, model: Catalog, objects: readonly CatalogObject[]): Map<ObjectId, CatalogObject | null> {
  const isNew = (object: CatalogObject): boolean => !live.has(object.id);
  const last = objects.some(isNew) ? lastPositions(live) : new Map<ObjectId, number>();
  return new Map(
    objects.map((object) => {
      const counterpart = live.get(object.id);
      if (counterpart !== undefined) return [object.id, completed(object, counterpart, live, model)];
      return [object.id, object.isOptional === true ? null : appended(object, last)];
    }),
  );
}

/**
 * Completes a model.
 *
 * @param live what the database has.
 * @param model canonical types and expressions, so that equality is equality.
 * @returns the live catalog itself where the model comes to all of it.
 */
export function reconcile(live: Catalog, model: Catalog): Reconciled {
  const matches = matchByStructure(live, model);
  const renamed =
    matches.size === 0 ? model : rewritten(model, new Map([...matches].map(([id, match]) => [id, match.path])));
  const differing = apart(live, renamed);
  const ofModel = said(live, renamed, differing.model);
  const kept = new Map<ObjectId, CatalogObject>();
  const stays = (id: ObjectId): boolean => kept.has(id) || (renamed.has(id) && ofModel.get(id) !== null);
  const diagnostics: Diagnostic[] = differing.model.flatMap((object) => {
    const counterpart = live.get(object.id);
    return counterpart === undefined ? [] : unspokenOf(object, counterpart);
  });
  let isLive = [...ofModel].every(([id, object]) => object === (live.get(id) ?? null));
  for (const object of live.values()) {
    const { isDeclarable, keptFor, finding } = kindOf(object).changes;
    const found = finding?.(object as never) ?? null;
    if (found !== null) diagnostics.push({ ...found, object: object.id });
    if (stays(object.id)) continue;
    const why = keptFor?.(object as never) ?? null;
    const isKept = isDeclarable === false || why !== null;
    const hasPlace = object.parent === null || stays(object.parent);
    if (!isKept || !hasPlace || !object.dependsOn.every((id) => stays(id) || !live.has(id))) {
      isLive = false;
      continue;
    }
    kept.set(object.id, object);
    // That a whole kind can't be declared is no news of one of its objects.
    if (why !== null) diagnostics.push(keptBecause(object, why));
  }
  if (isLive) return { target: live, diagnostics };
  const ofBoth = [...renamed].flatMap(([id, object]) => ofModel.get(id) ?? (ofModel.has(id) ? [] : object));
  return { target: catalogOf([...ofBoth, ...kept.values()]), diagnostics };
}
