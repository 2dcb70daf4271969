/** Two catalogs → operations, in an order in which each finds what it needs. Knows no kind. */

import type { Operation } from "@sluice/runner";
import type { Catalog } from "../catalog/catalog.ts";
import type { CatalogObject, ObjectId } from "../catalog/object.ts";
import { kindOf } from "../kinds/index.ts";
import type { PlanContext } from "../kinds/kind.ts";
import { foldedCreates } from "./fold.ts";
import { circles, topologicalOrder, type Node } from "./order.ts";
import { scopeOfChange, type ScopeOfChange } from "./scope-of-change.ts";

interface PlanNode extends Node {
  readonly operations: readonly Operation[];
}

const CREATES = 0;
const DROPS = 1;

/** The object under whose heading it is read: the highest above it that has a schema. */
function rootOf(object: CatalogObject, catalog: Catalog): CatalogObject {
  let root = object;
  for (;;) {
    const parent = root.parent === null ? undefined : catalog.get(root.parent);
    if (parent === undefined || parent.path.length < 2) return root;
    root = parent;
  }
}

function keyOf(object: CatalogObject, catalog: Catalog, phase: number): readonly (string | number)[] {
  const root = rootOf(object, catalog);
  const { rank } = kindOf(object);
  const position = "position" in object.attributes ? Number(object.attributes.position) : 0;
  return [phase, kindOf(root).rank, ...root.path.slice(0, 2), rank, position, object.id];
}

/** What stands for each dropped object: itself, or the one that takes it along. */
function dropRepresentatives(scope: ScopeOfChange, detached: ReadonlySet<ObjectId>): ReadonlyMap<ObjectId, ObjectId> {
  const { dropped, created } = scope;
  const representatives = new Map<ObjectId, ObjectId>();
  const find = (object: CatalogObject): ObjectId => {
    const known = representatives.get(object.id);
    if (known !== undefined) return known;
    const parent = object.parent === null || detached.has(object.id) ? undefined : dropped.get(object.parent);
    // What comes back must be dropped before it: it can't wait for what would take it along.
    const others =
      created.has(object.id) || detached.has(object.id)
        ? []
        : (kindOf(object).changes.goesWith?.(object as never) ?? []);
    const taker = parent ?? others.map((id) => dropped.get(id)).find((each) => each !== undefined);
    const found = taker === undefined ? object.id : find(taker);
    representatives.set(object.id, found);
    return found;
  };
  for (const object of dropped.values()) find(object);
  return representatives;
}

/** What stands for each created object: itself, or the one whose operation it is part of. */
function createRepresentatives(scope: ScopeOfChange, detached: ReadonlySet<ObjectId>): ReadonlyMap<ObjectId, ObjectId> {
  const representatives = new Map<ObjectId, ObjectId>();
  const find = (object: CatalogObject): ObjectId => {
    const known = representatives.get(object.id);
    if (known !== undefined) return known;
    const isFoldable = kindOf(object).changes.fold !== undefined && !detached.has(object.id);
    const parent = isFoldable && object.parent !== null ? scope.created.get(object.parent) : undefined;
    const found = parent === undefined ? object.id : find(parent);
    representatives.set(object.id, found);
    return found;
  };
  for (const object of scope.created.values()) find(object);
  return representatives;
}

interface Graph {
  readonly nodes: readonly string[];
  readonly edges: ReadonlyMap<string, ReadonlySet<string>>;
  /** Which objects an edge between two nodes comes from. */
  readonly reasons: ReadonlyMap<string, readonly ObjectId[]>;
}

function graphOf(
  scope: ScopeOfChange,
  drops: ReadonlyMap<ObjectId, ObjectId>,
  creates: ReadonlyMap<ObjectId, ObjectId>,
): Graph {
  const edges = new Map<string, Set<string>>();
  const reasons = new Map<string, ObjectId[]>();
  const nodes = new Set<string>();
  const link = (first: string | undefined, second: string | undefined, reason: ObjectId): void => {
    if (first === undefined || second === undefined || first === second) return;
    const targets = edges.get(first);
    if (targets === undefined) edges.set(first, new Set([second]));
    else targets.add(second);
    const key = `${first} ${second}`;
    const known = reasons.get(key);
    if (known === undefined) reasons.set(key, [reason]);
    else known.push(reason);
  };
  const dropNode = (id: ObjectId): string | undefined => {
    const representative = drops.get(id);
    return representative === undefined ? undefined : `drop ${representative}`;
  };
  const createNode = (id: ObjectId): string | undefined => {
    const representative = creates.get(id);
    return representative === undefined ? undefined : `create ${representative}`;
  };
  const entry = (id: ObjectId): string | undefined => (scope.altered.has(id) ? `before ${id}` : undefined);
  const middle = (id: ObjectId): string | undefined => (scope.altered.has(id) ? `alter ${id}` : undefined);
  const exit = (id: ObjectId): string | undefined => (scope.altered.has(id) ? `after ${id}` : undefined);
  const needs = (object: CatalogObject): readonly ObjectId[] => [
    ...(object.parent === null ? [] : [object.parent]),
    ...object.dependsOn,
    ...(object.comesAfter ?? []),
  ];

  const claimedBy = new Map<string, ObjectId>();
  for (const object of scope.dropped.values()) {
    nodes.add(dropNode(object.id) ?? "");
    for (const claim of kindOf(object).changes.claims?.(object as never) ?? []) claimedBy.set(claim, object.id);
    for (const need of needs(object)) {
      link(dropNode(object.id), dropNode(need), object.id);
      link(dropNode(object.id), entry(need), object.id);
    }
  }
  for (const object of scope.created.values()) {
    nodes.add(createNode(object.id) ?? "");
    link(dropNode(object.id), createNode(object.id), object.id);
    for (const need of needs(object)) {
      link(createNode(need), createNode(object.id), object.id);
      link(exit(need), createNode(object.id), object.id);
    }
    // PostgreSQL chooses what a constraint rests on when it is made: what is to go must be gone by then.
    for (const need of scope.dropped.get(object.id)?.dependsOn ?? []) {
      const gone = scope.created.has(need) ? undefined : scope.dropped.get(need);
      if (gone !== undefined && kindOf(gone).changes.goesWith !== undefined)
        link(dropNode(need), createNode(object.id), object.id);
    }
    for (const claim of kindOf(object).changes.claims?.(object as never) ?? []) {
      const holder = claimedBy.get(claim);
      if (holder !== undefined) link(dropNode(holder), createNode(object.id), object.id);
    }
  }
  for (const { from, to } of scope.altered.values()) {
    for (const node of [entry(to.id), middle(to.id), exit(to.id)]) nodes.add(node ?? "");
    link(entry(to.id), middle(to.id), to.id);
    link(middle(to.id), exit(to.id), to.id);
    for (const need of needs(to)) {
      link(createNode(need), entry(to.id), to.id);
      // Between the two halves of what is remade under it.
      link(entry(need), middle(to.id), to.id);
      link(middle(need), middle(to.id), to.id);
      if ((scope.altered.get(need)?.after.length ?? 0) > 0) link(middle(to.id), exit(need), to.id);
    }
    for (const need of needs(from)) {
      // Of what is replaced it comes after the second: it could exist without either.
      if (from.comesAfter?.includes(need) === true && scope.created.has(need)) continue;
      link(exit(to.id), dropNode(need), to.id);
      // What is remade goes in the end: what leaves it has left by then.
      if (!needs(to).includes(need)) link(exit(to.id), exit(need), to.id);
    }
  }
  return { nodes: [...nodes], edges, reasons };
}

/** Takes objects that may stand on their own out of their parents' operations until nothing waits for itself. */
function withoutCircles(scope: ScopeOfChange): { readonly graph: Graph; readonly detached: ReadonlySet<ObjectId> } {
  const detached = new Set<ObjectId>();
  for (;;) {
    const graph = graphOf(scope, dropRepresentatives(scope, detached), createRepresentatives(scope, detached));
    const before = detached.size;
    for (const members of circles(graph.nodes, graph.edges)) {
      const inCircle = new Set(members);
      for (const member of members) {
        for (const target of graph.edges.get(member) ?? []) {
          if (!inCircle.has(target)) continue;
          for (const id of graph.reasons.get(`${member} ${target}`) ?? []) {
            const object = scope.created.get(id) ?? scope.dropped.get(id);
            if (object !== undefined && kindOf(object).changes.isDetachable === true) detached.add(id);
          }
        }
      }
    }
    if (detached.size === before) return { graph, detached };
  }
}

/** What created objects are made of that takes a dropped one over, and the ids of the ones that are taken over. */
function takeOvers(
  scope: ScopeOfChange,
  context: PlanContext,
): { readonly operations: ReadonlyMap<ObjectId, readonly Operation[]>; readonly taken: ReadonlySet<ObjectId> } {
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

/**
 * Plans a migration.
 *
 * @returns the operations, in order; none where the catalogs are equal.
 * @throws CAST_REQUIRED where a type can't become another without the user's word, DEPENDENCY_CYCLE where no order is right.
 */
export function planMigration(context: PlanContext): readonly Operation[] {
  const scope = scopeOfChange(context);
  const { graph, detached } = withoutCircles(scope);
  const drops = dropRepresentatives(scope, detached);
  const creates = createRepresentatives(scope, detached);
  const { operations: takingOver, taken } = takeOvers(scope, context);
  const nodes: PlanNode[] = [];
  for (const object of scope.dropped.values()) {
    if (drops.get(object.id) !== object.id) continue;
    const phase = scope.created.has(object.id) ? CREATES : DROPS;
    const operations = taken.has(object.id) ? [] : kindOf(object).changes.drop(object as never, context);
    nodes.push({ id: `drop ${object.id}`, key: keyOf(object, context.from, phase), operations });
  }
  for (const [id, operations] of foldedCreates(scope.created, creates, context)) {
    const object = scope.created.get(id);
    if (object === undefined) continue;
    const made = takingOver.get(id) ?? operations;
    nodes.push({ id: `create ${id}`, key: keyOf(object, context.to, CREATES), operations: made });
  }
  for (const { to, before, operations, after } of scope.altered.values()) {
    const key = keyOf(to, context.to, CREATES);
    nodes.push({ id: `before ${to.id}`, key, operations: before });
    nodes.push({ id: `alter ${to.id}`, key, operations });
    nodes.push({ id: `after ${to.id}`, key, operations: after });
  }
  return topologicalOrder(nodes, graph.edges).flatMap((node) => node.operations);
}
