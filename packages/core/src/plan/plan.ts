/** Two catalogs → operations, in an order in which each finds what it needs. Knows no kind. */

import type { Operation } from "@sluice/runner";
import type { Catalog } from "../catalog/catalog.ts";
import type { CatalogObject } from "../catalog/object.ts";
import { kindOf } from "../kinds/index.ts";
import type { PlanContext } from "../kinds/kind.ts";
import { foldedCreates } from "./fold.ts";
import { planGraph } from "./graph.ts";
import { dropContexts, yieldingTo } from "./gradual.ts";
import { orderWithoutGaps, type Node } from "./order.ts";
import { alterPhase, commits, CREATES, SWAPS, dropPhase, phaseOf, yieldPhase } from "./phases.ts";
import { scopeOfChange, TURNS } from "./scope-of-change.ts";
import { takeOvers } from "./take-over.ts";

interface PlanNode extends Node {
  readonly operations: readonly Operation[];
}

/** The object under whose heading it is read: the highest above it that has a schema. */
function rootOf(object: CatalogObject, catalog: Catalog): CatalogObject {
  let root = object;
  for (;;) {
    const parent = root.parent === null ? undefined : catalog.get(root.parent);
    if (parent === undefined || parent.path.length < 2) return root;
    root = parent;
  }
}

function keyOf(object: CatalogObject, catalog: Catalog): readonly (string | number)[] {
  const root = rootOf(object, catalog);
  const { rank } = kindOf(object);
  const position = "position" in object.attributes ? Number(object.attributes.position) : 0;
  return [kindOf(root).rank, ...root.path.slice(0, 2), rank, position, object.id];
}

/**
 * Plans a migration.
 *
 * @returns the operations, in order; none where the catalogs are equal.
 * @throws CAST_REQUIRED where a type can't become another without the user's word, DEPENDENCY_CYCLE where no order is right.
 */
export function planMigration(context: PlanContext): readonly Operation[] {
  const scope = scopeOfChange(context);
  const { operations: takingOver, taken } = takeOvers(scope, context);
  const { graph, ways } = planGraph(scope, new Set(takingOver.keys()), context);
  const yielding = yieldingTo(ways.gradual);
  const contextOfDrop = dropContexts(scope, yielding, context);
  const phaseOfDrop = (object: CatalogObject, operations: readonly Operation[]): number => {
    if (yielding.has(object.id)) return yieldPhase(operations, context);
    return scope.created.has(object.id) ? CREATES : dropPhase(operations, context);
  };
  const nodes: PlanNode[] = [];
  const add = (id: string, object: CatalogObject, catalog: Catalog, phase: number, operations: readonly Operation[]) =>
    nodes.push({ id, phase, commits: commits(operations, context), key: keyOf(object, catalog), operations });
  for (const object of scope.dropped.values()) {
    if (ways.drops.get(object.id) !== object.id) continue;
    const operations = taken.has(object.id) ? [] : kindOf(object).changes.drop(object as never, contextOfDrop(object));
    const phase = phaseOfDrop(object, operations);
    add(`drop ${object.id}`, object, context.from, phase, operations);
  }
  const creates = new Map([...scope.created].filter(([id]) => !ways.gradual.has(id)));
  for (const [id, operations] of foldedCreates(creates, ways.creates, context)) {
    const object = scope.created.get(id);
    const made = takingOver.get(id) ?? operations;
    if (object !== undefined) add(`create ${id}`, object, context.to, phaseOf(made, context), made);
  }
  for (const [id, { gradual }] of ways.gradual) {
    const object = scope.created.get(id);
    if (object === undefined) continue;
    const { build, validate, attach } = gradual;
    add(`build ${id}`, object, context.to, phaseOf(build, context), build);
    add(`validate ${id}`, object, context.to, phaseOf(validate, context), validate);
    add(`create ${id}`, object, context.to, attach.length === 0 ? CREATES : SWAPS, attach);
  }
  for (const { to, turns } of scope.altered.values()) {
    for (const turn of TURNS) add(`${turn} ${to.id}`, to, context.to, alterPhase(turns[turn], context), turns[turn]);
  }
  // What commits as it goes can't be in one transaction with what comes after.
  const committing = new Set(nodes.filter((node) => node.commits).map(({ id }) => id));
  const gaps = graph.gaps.filter(({ opens }) => !committing.has(opens));
  return orderWithoutGaps(nodes, graph.edges, gaps).flatMap((node) => node.operations);
}
