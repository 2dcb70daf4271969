/**
 * Which objects are made on tables in use, and how: what is replaced is there until its successor is, under a name beside it
 * for as long.
 */

import { nameAside } from "@sluice/runner";
import type { CatalogObject, ObjectId } from "../catalog/object.ts";
import { kindOf } from "../kinds/index.ts";
import type { Gradual, PlanContext } from "../kinds/kind.ts";
import { runsAlone } from "./phases.ts";
import type { ScopeOfChange } from "./scope-of-change.ts";

export interface GradualCreate {
  readonly gradual: Gradual;
  /** What is dropped once this is built; none where it has its own name from the start. */
  readonly replaces: readonly ObjectId[];
}

const ASIDE = "__next";

/** Who is dropped and has a name that the object takes. */
function holdersOf(object: CatalogObject, claimedBy: ReadonlyMap<string, ObjectId>): readonly ObjectId[] {
  const claims = kindOf(object).changes.claims?.(object as never) ?? [];
  return [...new Set(claims.flatMap((claim) => claimedBy.get(claim) ?? []))];
}

function freeName(own: string, taken: Set<string>): string {
  for (let count = 1; ; count += 1) {
    const name = nameAside(own, count === 1 ? ASIDE : `${ASIDE}${count}`);
    if (taken.has(name)) continue;
    taken.add(name);
    return name;
  }
}

/**
 * The gradual ways of created objects.
 *
 * @param creates who stands for whom: what is part of a new table's statement is made with it.
 * @param takingOver objects that are made of something that is built already.
 * @param direct objects that can't be made beside what they replace.
 */
export function gradualCreates(
  scope: ScopeOfChange,
  creates: ReadonlyMap<ObjectId, ObjectId>,
  takingOver: ReadonlySet<ObjectId>,
  direct: ReadonlySet<ObjectId>,
  context: PlanContext,
): ReadonlyMap<ObjectId, GradualCreate> {
  const result = new Map<ObjectId, GradualCreate>();
  if (context.locks === "plain") return result;
  const claimedBy = new Map<string, ObjectId>();
  for (const object of scope.dropped.values())
    for (const claim of kindOf(object).changes.claims?.(object as never) ?? []) claimedBy.set(claim, object.id);
  let taken: Set<string> | undefined;
  const asideOf = (own: string): string => {
    taken ??= new Set([...context.from.values(), ...context.to.values()].map(({ path }) => path.at(-1) ?? ""));
    return freeName(own, taken);
  };
  for (const id of [...scope.created.keys()].toSorted()) {
    const object = scope.created.get(id);
    const { parent = null } = object ?? {};
    const isInUse = parent !== null && context.from.has(parent) && !scope.dropped.has(parent);
    if (object === undefined || !isInUse || creates.get(id) !== id || takingOver.has(id)) continue;
    const holders = holdersOf(object, claimedBy);
    const own = object.path.at(-1) ?? "";
    const { gradual } = kindOf(object).changes;
    const way = gradual?.(object as never, own, context) ?? null;
    if (gradual === undefined || way === null) continue;
    const isAlone = runsAlone(way.build, context);
    // PostgreSQL itself makes indexes anew where a column is retyped: under the same lock, so that it is never without them.
    if (isAlone && scope.putBack.has(id)) continue;
    const isBeside =
      (isAlone || way.validate.length > 0) &&
      holders.length > 0 &&
      !direct.has(id) &&
      holders.every((holder) => !scope.created.has(holder) || (holder === id && scope.swapped.has(holder)));
    const beside = isBeside ? gradual(object as never, asideOf(own), context) : null;
    result.set(id, beside === null ? { gradual: way, replaces: [] } : { gradual: beside, replaces: holders });
  }
  return result;
}

/** What is dropped once its successor is built. */
export function yieldingTo(gradual: ReadonlyMap<ObjectId, GradualCreate>): ReadonlySet<ObjectId> {
  return new Set([...gradual.values()].flatMap(({ replaces }) => replaces));
}

/**
 * Gives the context in which an object is dropped: at once, in the transaction that puts it back, where it has no successor
 * yet, or where others that come back need its successor.
 */
export function dropContexts(
  scope: ScopeOfChange,
  yielding: ReadonlySet<ObjectId>,
  context: PlanContext,
): (object: CatalogObject) => PlanContext {
  const needed = new Set<ObjectId>();
  for (const { id, dependsOn } of scope.created.values())
    if (scope.dropped.has(id)) for (const need of dependsOn) needed.add(need);
  const atOnce: PlanContext = { ...context, locks: "plain" };
  return ({ id }) => (scope.created.has(id) && (needed.has(id) || !yielding.has(id)) ? atOnce : context);
}
