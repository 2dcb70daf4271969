/** Which steps a plan has, and which of them must come before which. Knows no kind. */

import type { CatalogObject, ObjectId } from "../catalog/object.ts";
import { kindOf } from "../kinds/index.ts";
import type { PlanContext } from "../kinds/kind.ts";
import { gradualCreates, yieldingTo, type GradualCreate } from "./gradual.ts";
import { circles, type Edges, type Gap } from "./order.ts";
import { TURNS, type ScopeOfChange, type Turn } from "./scope-of-change.ts";

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

/** Who stands for whom, and who is made gradually. */
export interface Ways {
  readonly drops: ReadonlyMap<ObjectId, ObjectId>;
  readonly creates: ReadonlyMap<ObjectId, ObjectId>;
  readonly gradual: ReadonlyMap<ObjectId, GradualCreate>;
}

interface Graph {
  readonly nodes: readonly string[];
  readonly edges: Edges;
  /** From where something is taken away to where it, or what takes its name, is put in its place. */
  readonly gaps: readonly Gap[];
  /** Which objects an edge between two nodes comes from. */
  readonly reasons: ReadonlyMap<string, readonly ObjectId[]>;
}

function graphOf(scope: ScopeOfChange, { drops, creates, gradual }: Ways): Graph {
  const edges = new Map<string, Set<string>>();
  const reasons = new Map<string, ObjectId[]>();
  const nodes = new Set<string>();
  const gaps: Gap[] = [];
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
  const turnNode = (turn: Turn, id: ObjectId): string | undefined =>
    scope.altered.has(id) ? `${turn} ${id}` : undefined;
  const entry = (id: ObjectId): string | undefined => turnNode("before", id);
  const middle = (id: ObjectId): string | undefined => turnNode("alter", id);
  const exit = (id: ObjectId): string | undefined => turnNode("after", id);
  const has = (id: ObjectId, turn: Turn): boolean => (scope.altered.get(id)?.turns[turn].length ?? 0) > 0;
  /** The first node of what makes an object. */
  const start = (id: ObjectId): string | undefined => (gradual.has(id) ? `build ${id}` : createNode(id));
  const yielding = yieldingTo(gradual);
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
      // What waits for its successor can't be gone before the column that both are of is altered.
      const isPatient = yielding.has(object.id) && !scope.unsettled.has(need);
      link(dropNode(object.id), isPatient ? turnNode("behind", need) : entry(need), object.id);
    }
  }
  for (const object of scope.created.values()) {
    nodes.add(createNode(object.id) ?? "");
    const first = start(object.id);
    const way = gradual.get(object.id);
    const isBeside = way !== undefined && way.replaces.length > 0;
    if (way !== undefined) {
      for (const node of [first, `validate ${object.id}`]) nodes.add(node ?? "");
      link(first, `validate ${object.id}`, object.id);
      link(first, createNode(object.id), object.id);
    }
    for (const replaced of way?.replaces ?? []) link(`validate ${object.id}`, dropNode(replaced), object.id);
    const holders = (kindOf(object).changes.claims?.(object as never) ?? []).flatMap(
      (claim) => claimedBy.get(claim) ?? [],
    );
    for (const gone of new Set([object.id, ...holders])) {
      const [opens, closes] = [dropNode(gone), isBeside ? createNode(object.id) : first];
      link(opens, closes, object.id);
      if (opens !== undefined && closes !== undefined) gaps.push({ opens, closes });
    }
    for (const need of needs(object)) {
      link(createNode(need), first, object.id);
      if (!isBeside) link(exit(need), first, object.id);
      else if (has(need, "before") || has(need, "alter")) link(middle(need), first, object.id);
    }
    // PostgreSQL chooses what a constraint rests on when it is made: what is to go must be gone by then.
    for (const need of scope.dropped.get(object.id)?.dependsOn ?? []) {
      const gone = scope.dropped.get(need);
      if (gone !== undefined && kindOf(gone).changes.goesWith !== undefined) link(dropNode(need), first, object.id);
    }
    const { rests } = kindOf(object).changes;
    if (rests !== undefined) {
      for (const gone of scope.dropped.values())
        if (rests.on(object as never, gone)) link(dropNode(gone.id), first, object.id);
    }
  }
  for (const { from, to } of scope.altered.values()) {
    for (const [place, turn] of TURNS.entries()) {
      nodes.add(turnNode(turn, to.id) ?? "");
      link(turnNode(TURNS[place - 1] ?? turn, to.id), turnNode(turn, to.id), to.id);
    }
    if (has(to.id, "before") && has(to.id, "after")) gaps.push({ opens: `before ${to.id}`, closes: `after ${to.id}` });
    for (const need of needs(to)) {
      link(createNode(need), entry(to.id), to.id);
      // Between the two halves of what is remade under it.
      link(entry(need), middle(to.id), to.id);
      link(middle(need), middle(to.id), to.id);
      if (has(need, "after")) link(middle(to.id), exit(need), to.id);
    }
    for (const need of needs(from)) {
      // It could exist without what it only comes after, and stays where that goes.
      if (from.comesAfter?.includes(need) === true) continue;
      link(exit(to.id), dropNode(need), to.id);
      // What is remade goes in the end: what leaves it has left by then.
      if (!needs(to).includes(need)) link(exit(to.id), exit(need), to.id);
    }
  }
  return { nodes: [...nodes], edges, gaps, reasons };
}

/** What of a circle's edges can be done otherwise. */
function loosened(
  graph: Graph,
  scope: ScopeOfChange,
  ways: Ways,
  detached: Set<ObjectId>,
  direct: Set<ObjectId>,
): boolean {
  const before = detached.size + direct.size;
  for (const members of circles(graph.nodes, graph.edges)) {
    const inCircle = new Set(members);
    for (const member of members) {
      for (const target of graph.edges.get(member) ?? []) {
        if (!inCircle.has(target)) continue;
        for (const id of graph.reasons.get(`${member} ${target}`) ?? []) {
          const object = scope.created.get(id) ?? scope.dropped.get(id);
          if (object !== undefined && kindOf(object).changes.isDetachable === true) detached.add(id);
          if ((ways.gradual.get(id)?.replaces.length ?? 0) > 0) direct.add(id);
        }
      }
    }
  }
  return detached.size + direct.size > before;
}

/**
 * The steps and their order: objects that may stand on their own are taken out of their parents' operations, and what can't
 * be made beside what it replaces is made after it, until nothing waits for itself.
 */
export function planGraph(
  scope: ScopeOfChange,
  takingOver: ReadonlySet<ObjectId>,
  context: PlanContext,
): { readonly graph: Graph; readonly ways: Ways } {
  const detached = new Set<ObjectId>();
  const direct = new Set<ObjectId>();
  for (;;) {
    const creates = createRepresentatives(scope, detached);
    const ways: Ways = {
      drops: dropRepresentatives(scope, detached),
      creates,
      gradual: gradualCreates(scope, creates, takingOver, direct, context),
    };
    const graph = graphOf(scope, ways);
    if (!loosened(graph, scope, ways, detached, direct)) return { graph, ways };
  }
}
