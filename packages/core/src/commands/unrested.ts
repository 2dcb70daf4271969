/** What can't be made: nothing of what the model leaves there is anything that it could rest on. */

import { sluiceError } from "@sluice/runner";
import type { Catalog } from "../catalog/catalog.ts";
import type { Diagnostic } from "../catalog/diagnostic.ts";
import type { CatalogObject, ObjectId } from "../catalog/object.ts";
import { kindOf } from "../kinds/index.ts";

const HINT =
  "PostgreSQL asks for a primary key, a unique constraint or a unique index over exactly these columns: declare one of them.";

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
 * The objects of a target that PostgreSQL would refuse to make.
 *
 * @param live what is compared; its objects rest on what they rest on.
 * @param found with what stays in the database though it is not compared.
 */
export function unrested(target: Catalog, live: Catalog, found: Catalog): readonly CatalogObject[] {
  if (target === live) return [];
  let parts: ReadonlyMap<ObjectId, readonly CatalogObject[]> | undefined;
  return [...target.values()].filter((object) => {
    const { rests } = kindOf(object).changes;
    if (rests === undefined) return false;
    const within = rests.within(object as never);
    // What is not compared is not known whole.
    if (!target.has(within)) return false;
    const isOn = (other: CatalogObject | undefined): boolean => other !== undefined && rests.on(object as never, other);
    if (object.dependsOn.some((id) => isOn(target.get(id)))) return false;
    parts ??= partsOf([...target.values(), ...[...found.values()].filter(({ id }) => !live.has(id))]);
    return !(parts.get(within) ?? []).some(isOn);
  });
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
