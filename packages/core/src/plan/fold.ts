/** Makes the operations of created objects, and one of those of a parent and its children where a kind says how. */

import type { Operation } from "@sluice/runner";
import type { CatalogObject, ObjectId } from "../catalog/object.ts";
import { kindOf } from "../kinds/index.ts";
import type { PlanContext } from "../kinds/kind.ts";

function positionOf(object: CatalogObject): number {
  return "position" in object.attributes ? Number(object.attributes.position) : 0;
}

function inReadingOrder(one: CatalogObject, other: CatalogObject): number {
  const rank = kindOf(one).rank - kindOf(other).rank;
  if (rank !== 0) return rank;
  const position = positionOf(one) - positionOf(other);
  if (position !== 0) return position;
  return one.id < other.id ? -1 : 1;
}

/**
 * The operations of each object that stands for itself, its folded children in them.
 *
 * @param representatives who stands for whom, as the order of the plan has it.
 */
export function foldedCreates(
  created: ReadonlyMap<ObjectId, CatalogObject>,
  representatives: ReadonlyMap<ObjectId, ObjectId>,
  context: PlanContext,
): ReadonlyMap<ObjectId, readonly Operation[]> {
  const children = new Map<ObjectId, CatalogObject[]>();
  for (const object of created.values()) {
    if (object.parent === null || representatives.get(object.id) === object.id) continue;
    const list = children.get(object.parent);
    if (list === undefined) children.set(object.parent, [object]);
    else list.push(object);
  }
  const operationsOf = (object: CatalogObject): readonly Operation[] => {
    let [first, ...rest] = kindOf(object).changes.create(object as never, context);
    for (const child of (children.get(object.id) ?? []).toSorted(inReadingOrder)) {
      const { fold } = kindOf(child).changes;
      for (const operation of operationsOf(child)) {
        const folded: Operation | null = first === undefined ? null : (fold?.(first, operation) ?? null);
        if (folded === null) rest.push(operation);
        else first = folded;
      }
    }
    return first === undefined ? rest : [first, ...rest];
  };
  const result = new Map<ObjectId, readonly Operation[]>();
  for (const object of created.values()) {
    if (representatives.get(object.id) === object.id) result.set(object.id, operationsOf(object));
  }
  return result;
}
