/**
 * Makes a model complete against a live catalog: unnamed objects take the name of the live object they are, what the model
 * can't say takes the live value, and what it can't declare stays for as long as what it is on.
 */

import type { Catalog } from "../catalog/catalog.ts";
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
function unmatchedByStructure(live: Catalog, model: Catalog): Map<string, CatalogObject[]> {
  const found = new Map<string, CatalogObject[]>();
  for (const object of live.values()) {
    const namesake = model.get(object.id);
    if (namesake === object) continue;
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

/** Which model object is which live one, where names don't tell. A named one is then a rename, an unnamed one no change. */
export function matchByStructure(live: Catalog, model: Catalog): ReadonlyMap<ObjectId, CatalogObject> {
  const candidates = unmatchedByStructure(live, model);
  const matches = new Map<ObjectId, CatalogObject>();
  if (candidates.size === 0) return matches;
  for (const object of model.values()) {
    if (object.isNamed) continue;
    const { structure } = kindOf(object).changes;
    if (structure === undefined) continue;
    const key = structure(object as never);
    const namesake = live.get(object.id);
    if (namesake !== undefined && structure(namesake as never) === key) continue;
    const match = candidates.get(`${object.kind} ${key}`)?.shift();
    if (match !== undefined) matches.set(object.id, match);
  }
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

function kept({ id }: CatalogObject, why: string): Diagnostic {
  return {
    code: "UNSPOKEN",
    severity: "info",
    object: id,
    message: `${id} ${why}, which the model can't say; it is kept`,
    hint: null,
  };
}

/**
 * Completes a model.
 *
 * @param live what the database has.
 * @param model canonical types and expressions, so that equality is equality.
 */
export function reconcile(live: Catalog, model: Catalog): Reconciled {
  const matches = matchByStructure(live, model);
  const renamed =
    matches.size === 0 ? model : rewritten(model, new Map([...matches].map(([id, match]) => [id, match.path])));
  const target = new Map<ObjectId, CatalogObject>();
  const diagnostics: Diagnostic[] = [];
  const last = lastPositions(live);
  for (const object of renamed.values()) {
    const counterpart = live.get(object.id);
    if (counterpart === object) {
      target.set(object.id, object);
      continue;
    }
    if (counterpart === undefined) {
      if (object.isOptional !== true) target.set(object.id, appended(object, last));
      continue;
    }
    target.set(object.id, completed(object, counterpart, live, renamed));
    diagnostics.push(...unspokenOf(object, counterpart));
  }
  for (const object of live.values()) {
    const { isDeclarable, keptFor, finding } = kindOf(object).changes;
    const found = finding?.(object as never) ?? null;
    if (found !== null) diagnostics.push({ ...found, object: object.id });
    if (target.has(object.id)) continue;
    const why = keptFor?.(object as never) ?? null;
    if (isDeclarable !== false && why === null) continue;
    const hasParent = object.parent === null || target.has(object.parent);
    if (!hasParent || !object.dependsOn.every((id) => target.has(id) || !live.has(id))) continue;
    target.set(object.id, object);
    // That a whole kind can't be declared is no news of one of its objects.
    if (why !== null) diagnostics.push(kept(object, why));
  }
  return { target, diagnostics };
}
