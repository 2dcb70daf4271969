/** The graph of revisions: readonly maps and pure functions over them. */

import { sluiceError, type SluiceError } from "../errors/sluice-error.ts";
import type { Revision } from "./revision.ts";

export interface RevisionGraph {
  readonly revisions: ReadonlyMap<string, Revision>;
  /** Ids in an order in which everything comes after its parents and dependencies. */
  readonly order: readonly string[];
  /** downRevisions and resolved dependencies of each. */
  readonly parents: ReadonlyMap<string, readonly string[]>;
  /** Who names it as downRevision. */
  readonly children: ReadonlyMap<string, readonly string[]>;
  /** Who names it as downRevision or dependency. */
  readonly followers: ReadonlyMap<string, readonly string[]>;
  /** The revision that bears each branch label. */
  readonly labels: ReadonlyMap<string, string>;
}

const ID_SYNTAX = /^[^\s@:+-]+$/;
const SYMBOLS = new Set(["head", "heads", "base", "current"]);

function invalid(revision: Revision, message: string, hint: string): SluiceError {
  return sluiceError("REVISION_ID_INVALID", `${revision.path}: ${message}`, { hint, details: { path: revision.path } });
}

function byAge(one: Revision, other: Revision): number {
  const [first, second] = [one.createdAt ?? "", other.createdAt ?? ""];
  if (first !== second) return first < second ? -1 : 1;
  return one.id < other.id ? -1 : 1;
}

function indexById(list: readonly Revision[]): Map<string, Revision> {
  const revisions = new Map<string, Revision>();
  for (const revision of list.toSorted(byAge)) {
    if (!ID_SYNTAX.test(revision.id) || SYMBOLS.has(revision.id)) {
      throw invalid(
        revision,
        `${JSON.stringify(revision.id)} can't be a revision id`,
        "An id has no space and none of @ : + -, and is not head, heads, base or current.",
      );
    }
    const twin = revisions.get(revision.id);
    if (twin !== undefined) {
      throw sluiceError(
        "DUPLICATE_REVISION",
        `${twin.path} and ${revision.path} both have the revision id ${revision.id}`,
        {
          hint: "Give one of them another id; if it was copied, also correct its downRevision.",
          details: { revision: revision.id, paths: [twin.path, revision.path] },
        },
      );
    }
    revisions.set(revision.id, revision);
  }
  return revisions;
}

function indexLabels(revisions: ReadonlyMap<string, Revision>): Map<string, string> {
  const labels = new Map<string, string>();
  for (const revision of revisions.values()) {
    for (const label of revision.branchLabels) {
      const holder = labels.get(label) ?? (revisions.has(label) ? label : undefined);
      if (holder !== undefined) {
        throw sluiceError(
          "BRANCH_LABEL_CONFLICT",
          `${revision.path}: the branch label ${label} is taken by revision ${holder} (${revisions.get(holder)?.path ?? ""})`,
          {
            hint: "A label names one revision and is no revision's id.",
            details: { label, revisions: [holder, revision.id] },
          },
        );
      }
      if (!ID_SYNTAX.test(label) || SYMBOLS.has(label)) {
        throw invalid(
          revision,
          `${JSON.stringify(label)} can't be a branch label`,
          "A label has no space and none of @ : + -.",
        );
      }
      labels.set(label, revision.id);
    }
  }
  return labels;
}

/** Who names each, in graph order. */
function inverted(order: readonly string[], edges: (id: string) => readonly string[]): Map<string, string[]> {
  const named = new Map<string, string[]>();
  for (const id of order) {
    for (const target of edges(id)) {
      const list = named.get(target);
      if (list === undefined) named.set(target, [id]);
      else list.push(id);
    }
  }
  return named;
}

/** Depth first, parents before children; without recursion, since a chain may be thousands long. */
function topologicalOrder(
  revisions: ReadonlyMap<string, Revision>,
  parents: ReadonlyMap<string, readonly string[]>,
): string[] {
  const order: string[] = [];
  const state = new Map<string, "open" | "done">();
  for (const root of revisions.keys()) {
    const stack: string[] = [root];
    while (stack.length > 0) {
      const id = stack[stack.length - 1] ?? root;
      if (state.get(id) === "done") {
        stack.pop();
        continue;
      }
      const waiting = (parents.get(id) ?? []).filter((parent) => state.get(parent) !== "done");
      if (waiting.length === 0) {
        state.set(id, "done");
        order.push(id);
        stack.pop();
        continue;
      }
      state.set(id, "open");
      const closing = waiting.find((parent) => state.get(parent) === "open");
      if (closing !== undefined) {
        const members = stack.filter(
          (each, position) => position >= stack.indexOf(closing) && state.get(each) === "open",
        );
        throw sluiceError(
          "REVISION_CYCLE",
          `the revisions ${members.map((each) => `${each} (${revisions.get(each)?.path ?? ""})`).join(", ")} follow one another in a circle`,
          {
            hint: "Correct downRevision or dependsOn in one of them.",
            details: { revisions: members },
          },
        );
      }
      for (const parent of waiting.toReversed()) stack.push(parent);
    }
  }
  return order;
}

/**
 * Builds the graph and refuses a malformed one.
 *
 * @throws DUPLICATE_REVISION, REVISION_ID_INVALID, MISSING_PARENT, BRANCH_LABEL_CONFLICT, REVISION_CYCLE, each naming the file.
 */
export function revisionGraph(list: readonly Revision[]): RevisionGraph {
  const revisions = indexById(list);
  const labels = indexLabels(revisions);
  const parents = new Map<string, readonly string[]>();
  const resolve = (revision: Revision, named: string, key: string): string => {
    const id = revisions.has(named) ? named : key === "dependsOn" ? labels.get(named) : undefined;
    if (id === undefined) {
      throw sluiceError("MISSING_PARENT", `${revision.path}: no file has the revision ${named} that ${key} names`, {
        hint: "Add the missing file (is a branch not merged?) or correct the id.",
        details: { revision: revision.id, missing: named, path: revision.path },
      });
    }
    return id;
  };
  for (const revision of revisions.values()) {
    const down = revision.downRevisions.map((id) => resolve(revision, id, "downRevision"));
    const dependencies = revision.dependsOn.map((id) => resolve(revision, id, "dependsOn"));
    parents.set(revision.id, dependencies.length === 0 ? down : [...new Set([...down, ...dependencies])]);
  }
  const order = topologicalOrder(revisions, parents);
  return {
    revisions,
    order,
    parents,
    labels,
    children: inverted(order, (id) => revisions.get(id)?.downRevisions ?? []),
    followers: inverted(order, (id) => parents.get(id) ?? []),
  };
}

type Edges = ReadonlyMap<string, readonly string[]>;

/** The given ids and everything that edges lead to from them. */
export function closure(edges: Edges, from: Iterable<string>): Set<string> {
  const reached = new Set<string>();
  const waiting = [...from];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    if (reached.has(id)) continue;
    reached.add(id);
    waiting.push(...(edges.get(id) ?? []));
  }
  return reached;
}

/** The given ids with all their parents and dependencies. */
export function ancestors(graph: RevisionGraph, ids: Iterable<string>): Set<string> {
  return closure(graph.parents, ids);
}

/** The given ids in graph order. */
export function ordered(graph: RevisionGraph, ids: ReadonlySet<string>): readonly string[] {
  return graph.order.filter((id) => ids.has(id));
}

/** Revisions that no other names as downRevision. */
export function headsOf(graph: RevisionGraph): readonly string[] {
  return graph.order.filter((id) => !graph.children.has(id));
}

/** Revisions without a downRevision. */
export function basesOf(graph: RevisionGraph): readonly string[] {
  return graph.order.filter((id) => graph.revisions.get(id)?.downRevisions.length === 0);
}

/** Members of a set that no other member follows: what "current" means for an applied set. */
export function maximal(graph: RevisionGraph, ids: ReadonlySet<string>): readonly string[] {
  return ordered(graph, ids).filter((id) => !(graph.followers.get(id) ?? []).some((follower) => ids.has(follower)));
}

/** Whether every member's parents and dependencies are members too. */
export function isClosed(graph: RevisionGraph, ids: ReadonlySet<string>): boolean {
  return [...ids].every((id) => (graph.parents.get(id) ?? []).every((parent) => ids.has(parent)));
}

function downEdges(graph: RevisionGraph): Edges {
  return new Map([...graph.revisions].map(([id, revision]) => [id, revision.downRevisions]));
}

/** A revision, all that leads to it and all that descends from it, by downRevision. */
export function lineage(graph: RevisionGraph, id: string): Set<string> {
  return new Set([...closure(downEdges(graph), [id]), ...closure(graph.children, [id])]);
}

/**
 * The revisions that belong to a branch: the one that bears its name, all that descend from it, and its ancestors up to,
 * not including, the first that has other children.
 */
export function branchMembers(graph: RevisionGraph, id: string): Set<string> {
  const members = closure(graph.children, [id]);
  let parents = graph.revisions.get(id)?.downRevisions ?? [];
  while (parents.length === 1 && parents[0] !== undefined && (graph.children.get(parents[0]) ?? []).length === 1) {
    members.add(parents[0]);
    parents = graph.revisions.get(parents[0])?.downRevisions ?? [];
  }
  return members;
}
