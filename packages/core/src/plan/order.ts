/** One topological sort: what must come first does, and what is free is ordered by keys, whatever order it came in. */

import { sluiceError } from "@sluice/runner";
import { heapOf } from "./heap.ts";

export interface Node {
  readonly id: string;
  /** Where it stands, before the key is looked at. */
  readonly phase: number;
  /** It can't be in one transaction with what comes before and after. */
  readonly commits: boolean;
  /** Compared part by part; numbers before texts. */
  readonly key: readonly (string | number)[];
}

function compareKeys(one: readonly (string | number)[], other: readonly (string | number)[]): number {
  for (let position = 0; position < Math.min(one.length, other.length); position += 1) {
    const [first = "", second = ""] = [one[position], other[position]];
    if (first === second) continue;
    if (typeof first === "number" && typeof second === "number") return first - second;
    return String(first) < String(second) ? -1 : 1;
  }
  return one.length - other.length;
}

function isBefore(one: Node, other: Node): boolean {
  if (one.phase !== other.phase) return one.phase < other.phase;
  const order = compareKeys(one.key, other.key);
  return order === 0 ? one.id < other.id : order < 0;
}

/** The edges of a graph of nodes: what must come after each. */
export type Edges = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * Orders nodes.
 *
 * @throws DEPENDENCY_CYCLE naming what is in the circle.
 */
export function topologicalOrder<N extends Node>(
  nodes: readonly N[],
  edges: Edges,
  before: (one: Node, other: Node) => boolean = isBefore,
): readonly N[] {
  const known = new Map(nodes.map((node) => [node.id, node]));
  const waiting = new Map<string, number>(nodes.map((node) => [node.id, 0]));
  for (const [from, targets] of edges) {
    if (!known.has(from)) continue;
    for (const target of targets) if (known.has(target)) waiting.set(target, (waiting.get(target) ?? 0) + 1);
  }
  const free = heapOf<N>(before);
  for (const node of nodes) if (waiting.get(node.id) === 0) free.push(node);
  const ordered: N[] = [];
  for (let node = free.pop(); node !== undefined; node = free.pop()) {
    ordered.push(node);
    waiting.delete(node.id);
    for (const target of edges.get(node.id) ?? []) {
      const left = (waiting.get(target) ?? 0) - 1;
      const next = known.get(target);
      if (next === undefined) continue;
      waiting.set(target, left);
      if (left === 0) free.push(next);
    }
  }
  if (waiting.size > 0) {
    throw sluiceError(
      "DEPENDENCY_CYCLE",
      `these depend on one another in a circle: ${[...waiting.keys()].toSorted().join(", ")}`,
      {
        hint: "Split the change into two migrations, or write this one by hand.",
        details: { nodes: [...waiting.keys()] },
      },
    );
  }
  return ordered;
}

/** Groups of nodes that can reach one another, of two and more. Tarjan's, without recursion. */
export function circles(nodes: readonly string[], edges: Edges): readonly (readonly string[])[] {
  const index = new Map<string, number>();
  const low = new Map<string, number>();
  const onStack = new Set<string>();
  const stack: string[] = [];
  const found: string[][] = [];
  for (const root of nodes) {
    if (index.has(root)) continue;
    const work: { id: string; targets: Iterator<string> }[] = [];
    const open = (id: string): void => {
      index.set(id, index.size);
      low.set(id, index.get(id) ?? 0);
      stack.push(id);
      onStack.add(id);
      work.push({ id, targets: (edges.get(id) ?? new Set<string>()).values() });
    };
    open(root);
    while (work.length > 0) {
      const top = work[work.length - 1];
      if (top === undefined) break;
      const next = top.targets.next();
      if (next.done !== true) {
        if (!index.has(next.value)) open(next.value);
        else if (onStack.has(next.value)) low.set(top.id, Math.min(low.get(top.id) ?? 0, index.get(next.value) ?? 0));
        continue;
      }
      work.pop();
      const parent = work[work.length - 1];
      if (parent !== undefined) low.set(parent.id, Math.min(low.get(parent.id) ?? 0, low.get(top.id) ?? 0));
      if (low.get(top.id) !== index.get(top.id)) continue;
      const members: string[] = [];
      for (let id = stack.pop(); id !== undefined; id = stack.pop()) {
        onStack.delete(id);
        members.push(id);
        if (id === top.id) break;
      }
      if (members.length > 1) found.push(members);
    }
  }
  return found;
}

/** What is missed between two nodes: from where it is opened to where it is closed. */
export interface Gap {
  readonly opens: string;
  readonly closes: string;
}

/**
 * Orders nodes so that nothing stands in a gap that need not: it opens when all that must come before its close has come.
 * A gap that leads back from its close to where it opens makes a circle of just what must stand in it, and of gaps that need
 * one another; what commits comes last there.
 *
 * @throws DEPENDENCY_CYCLE naming what is in the circle.
 */
export function orderWithoutGaps<N extends Node>(
  nodes: readonly N[],
  edges: Edges,
  gaps: readonly Gap[],
): readonly N[] {
  if (gaps.length === 0) return topologicalOrder(nodes, edges);
  const known = new Map(nodes.map((node) => [node.id, node]));
  const back = new Map<string, ReadonlySet<string>>(edges);
  for (const { opens, closes } of gaps) back.set(closes, new Set([...(back.get(closes) ?? []), opens]));
  const groupOf = new Map<string, string>();
  const groups: (Node & { readonly members: readonly N[] })[] = [];
  for (const ids of circles([...known.keys()], back)) {
    const members = topologicalOrder(
      ids.flatMap((id) => known.get(id) ?? []),
      edges,
      (one, other) => (one.commits === other.commits ? isBefore(one, other) : other.commits),
    );
    const [first] = members;
    if (first === undefined) continue;
    for (const id of ids) groupOf.set(id, first.id);
    groups.push({ ...first, phase: Math.max(...members.map(({ phase }) => phase)), members });
  }
  const between = new Map<string, Set<string>>();
  for (const [from, targets] of edges) {
    const group = groupOf.get(from) ?? from;
    const list = between.get(group) ?? new Set();
    for (const target of targets) {
      const other = groupOf.get(target) ?? target;
      if (other !== group) list.add(other);
    }
    between.set(group, list);
  }
  const alone = nodes.filter(({ id }) => !groupOf.has(id)).map((node) => ({ ...node, members: [node] }));
  return topologicalOrder([...groups, ...alone], between).flatMap(({ members }) => members);
}
