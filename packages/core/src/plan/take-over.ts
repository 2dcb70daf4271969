/** Which created objects are made of a dropped one that holds their name, so that nothing is built again. */

import type { Operation } from "@sluice/runner";
import type { CatalogObject, ObjectId } from "../catalog/object.ts";
import { kindOf } from "../kinds/index.ts";
import type { PlanContext } from "../kinds/kind.ts";
import type { ScopeOfChange } from "./scope-of-change.ts";

export interface TakeOvers {
  readonly operations: ReadonlyMap<ObjectId, readonly Operation[]>;
  /** What is taken over, and not dropped. */
  readonly taken: ReadonlySet<ObjectId>;
}

/** What created objects are made of that takes a dropped one over, and the ids of the ones that are taken over. */
export function takeOvers(scope: ScopeOfChange, context: PlanContext): TakeOvers {
  const holders = new Map<string, CatalogObject>();
  for (const object of scope.dropped.values()) {
    if (scope.created.has(object.id)) continue;
    for (const claim of kindOf(object).changes.claims?.(object as never) ?? []) holders.set(claim, object);
  }
  const operations = new Map<ObjectId, readonly Operation[]>();
  const taken = new Set<ObjectId>();
  for (const object of scope.created.values()) {
    const { claims, takeOver } = kindOf(object).changes;
    if (takeOver === undefined) continue;
    for (const claim of claims?.(object as never) ?? []) {
      const holder = holders.get(claim);
      const made = holder === undefined ? null : takeOver(object as never, holder, context);
      if (holder === undefined || made === null) continue;
      operations.set(object.id, made);
      taken.add(holder.id);
    }
  }
  return { operations, taken };
}
