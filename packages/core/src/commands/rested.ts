/** What is made only where it can rest on something, which PostgreSQL chooses: found in what a migration leads to. */

import { sluiceError } from "@sluice/runner";
import { withObjects, type Catalog } from "../catalog/catalog.ts";
import type { Diagnostic } from "../catalog/diagnostic.ts";
import type { CatalogObject, ObjectId } from "../catalog/object.ts";
import { kindOf } from "../kinds/index.ts";

const HINT =
  "PostgreSQL asks for a primary key, a unique constraint or a unique index over exactly these columns: declare one of them.";

export interface Rested {
  /** The target, in which each such object depends on all that it may rest on. */
  readonly target: Catalog;
  /** Those for which there is nothing: PostgreSQL would refuse to make them. */
  readonly unrested: readonly CatalogObject[];
}

function partsOf(catalog: Iterable<CatalogObject>): ReadonlyMap<ObjectId, readonly CatalogObject[]> {
  const parts = new Map<ObjectId, CatalogObject[]>();
  for (const object of catalog) {
    if (object.parent === null) continue;
    const known = parts.get(object.parent);
    if (known === undefined) parts.set(object.parent, [object]);
    else known.push(object);
  }
  return parts;
}

/**
 * Finds what the objects of a target rest on. One that is taken from the database names what it rests on there, which may be
 * on its way out.
 *
 * @param live what is compared; its objects rest on what they rest on.
 * @param found with what stays in the database though it is not compared.
 */
export function rested(target: Catalog, live: Catalog, found: Catalog): Rested {
  if (target === live) return { target, unrested: [] };
  let parts: ReadonlyMap<ObjectId, readonly CatalogObject[]> | undefined;
  const unrested: CatalogObject[] = [];
  const settled: CatalogObject[] = [];
  for (const object of target.values()) {
    const { rests } = kindOf(object).changes;
    if (rests === undefined) continue;
    const within = rests.within(object as never);
    // What is not compared is not known whole.
    if (!target.has(within)) continue;
    const isOn = (other: CatalogObject | undefined): boolean => other !== undefined && rests.on(object as never, other);
    if (object.dependsOn.some((id) => isOn(target.get(id)))) continue;
    parts ??= partsOf([...target.values(), ...[...found.values()].filter(({ id }) => !live.has(id))]);
    const ids = (parts.get(within) ?? []).filter(isOn).map(({ id }) => id);
    if (ids.length === 0) unrested.push(object);
    else settled.push({ ...object, dependsOn: [...object.dependsOn, ...ids] });
  }
  return { target: withObjects(target, settled), unrested };
}

function what(object: CatalogObject): string {
  return `${object.id} ${kindOf(object).changes.rests?.missing(object as never)}`;
}

export function unrestedFinding(object: CatalogObject): Diagnostic {
  return { code: "NOTHING_UNIQUE", severity: "warning", object: object.id, message: what(object), hint: HINT };
}

/** @throws NOTHING_UNIQUE for objects that PostgreSQL would refuse to make: no migration leads there. */
export function assertRested(objects: readonly CatalogObject[]): void {
  if (objects.length === 0) return;
  throw sluiceError("NOTHING_UNIQUE", objects.map(what).join("; "), {
    hint: HINT,
    details: { objects: objects.map(({ id }) => id) },
  });
}
