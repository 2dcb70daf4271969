/** Finds the revisions that a target means, in a graph and over what is applied. Ambiguity is an error, never a guess. */

import { sluiceError, type SluiceError } from "../errors/sluice-error.ts";
import { basesOf, branchMembers, closure, headsOf, lineage, maximal, type RevisionGraph } from "./graph.ts";
import type { Target } from "./target.ts";

function named(graph: RevisionGraph, ids: Iterable<string>): string {
  return [...ids].map((id) => `${id} (${graph.revisions.get(id)?.message ?? ""})`).join(", ");
}

function ambiguous(graph: RevisionGraph, target: Target, candidates: readonly string[]): SluiceError {
  return sluiceError("AMBIGUOUS_REVISION", `${target.text} may mean ${named(graph, candidates)}`, {
    hint: "Name one of them by its id, or a branch as label@target.",
    details: { target: target.text, candidates },
  });
}

function tooFar(target: Target, found: number): SluiceError {
  return sluiceError(
    "RELATIVE_TARGET",
    `${target.text} goes further than there are revisions: ${found} of ${Math.abs(target.delta)}`,
    {
      hint: "Use head or base to go all the way.",
      details: { target: target.text, found },
    },
  );
}

/**
 * A revision by id, unique beginning of an id, or label.
 *
 * @throws REVISION_NOT_FOUND, AMBIGUOUS_REVISION
 */
export function findRevision(graph: RevisionGraph, symbol: string): string {
  if (graph.revisions.has(symbol)) return symbol;
  const labelled = graph.labels.get(symbol);
  if (labelled !== undefined) return labelled;
  const candidates = [...graph.revisions.keys()].filter((id) => id.startsWith(symbol));
  if (candidates.length > 1) throw ambiguous(graph, { text: symbol, branch: null, symbol, delta: 0 }, candidates);
  if (candidates[0] === undefined) {
    throw sluiceError("REVISION_NOT_FOUND", `no revision has the id or label ${symbol}`, {
      hint: "List the revisions with history; a missing one may be on a branch that is not merged.",
      details: { target: symbol },
    });
  }
  return candidates[0];
}

/** The revisions that a target may speak of: all, or those of the branch before `@`. */
function scopeOf(graph: RevisionGraph, target: Target): ReadonlySet<string> | null {
  return target.branch === null ? null : lineage(graph, findRevision(graph, target.branch));
}

function inScope(scope: ReadonlySet<string> | null, ids: readonly string[]): readonly string[] {
  return scope === null ? ids : ids.filter((id) => scope.has(id));
}

function only(graph: RevisionGraph, target: Target, candidates: readonly string[]): string | null {
  if (candidates.length > 1) throw ambiguous(graph, target, candidates);
  return candidates[0] ?? null;
}

/** The heads, at most one unless `heads` is asked for. */
function headsFor(graph: RevisionGraph, target: Target): readonly string[] {
  const heads = inScope(scopeOf(graph, target), headsOf(graph));
  if (target.symbol === "head" && heads.length > 1) {
    throw sluiceError("MULTIPLE_HEADS", `there are ${heads.length} heads: ${named(graph, heads)}`, {
      hint: "Say heads for all of them, label@head or an id for one, or merge them.",
      details: { heads },
    });
  }
  return heads;
}

/** Walks `delta` revisions from a place (null: base) along children or parents. */
function walk(graph: RevisionGraph, target: Target, from: string | null): string | null {
  const scope = scopeOf(graph, target);
  let place = from;
  for (let done = 0; done < Math.abs(target.delta); done += 1) {
    if (target.delta > 0) {
      const next = place === null ? basesOf(graph) : (graph.children.get(place) ?? []);
      const child = only(graph, target, inScope(scope, next));
      if (child === null) throw tooFar(target, done);
      place = child;
    } else {
      if (place === null) throw tooFar(target, done);
      place = only(graph, target, inScope(scope, graph.revisions.get(place)?.downRevisions ?? []));
    }
  }
  return place;
}

/**
 * The revisions that a target names apart from what is applied; null stands for base.
 *
 * @throws REVISION_NOT_FOUND, AMBIGUOUS_REVISION, MULTIPLE_HEADS, RELATIVE_TARGET, INVALID_TARGET
 */
export function resolveAbsolute(
  graph: RevisionGraph,
  applied: ReadonlySet<string>,
  target: Target,
): readonly (string | null)[] {
  const { symbol } = target;
  if (symbol === "heads" || symbol === "head") {
    const heads = headsFor(graph, target);
    if (target.delta === 0) return heads;
    return heads.map((head) => walk(graph, target, head));
  }
  if (symbol === "base") return [walk(graph, target, null)];
  if (symbol === "current") {
    const places = inScope(scopeOf(graph, target), maximal(graph, applied));
    if (target.delta === 0) return places.length === 0 ? [null] : places;
    return [walk(graph, target, only(graph, target, places))];
  }
  if (symbol === null) return resolveAbsolute(graph, applied, { ...target, symbol: "current" });
  const found = findRevision(graph, symbol);
  const scope = scopeOf(graph, target);
  if (scope !== null && !scope.has(found)) {
    throw sluiceError("REVISION_NOT_FOUND", `revision ${found} is not on the branch ${target.branch ?? ""}`, {
      hint: "Leave out the branch, or name a revision of it.",
      details: { target: target.text },
    });
  }
  return [walk(graph, target, found)];
}

/** What `+N` applies: N times the one revision that follows what is current and has all it needs. */
function nextRevisions(graph: RevisionGraph, applied: ReadonlySet<string>, target: Target): readonly string[] {
  const scope = scopeOf(graph, target);
  const reached = new Set(applied);
  const places = new Set(maximal(graph, scope === null ? applied : new Set(inScope(scope, [...applied]))));
  let last: string | null = null;
  for (let done = 0; done < target.delta; done += 1) {
    const following: readonly string[] =
      places.size === 0 ? basesOf(graph) : [...places].flatMap((place) => graph.children.get(place) ?? []);
    const open = [...new Set(inScope(scope, following))].filter((id) => !reached.has(id));
    const ready = open.filter((id) => (graph.parents.get(id) ?? []).every((parent) => reached.has(parent)));
    const next = only(graph, target, ready);
    if (next === null) throw blockedOr(graph, target, open[0], reached, done);
    reached.add(next);
    for (const parent of graph.parents.get(next) ?? []) places.delete(parent);
    places.add(next);
    last = next;
  }
  return last === null ? [] : [last];
}

function blockedOr(
  graph: RevisionGraph,
  target: Target,
  blocked: string | undefined,
  reached: ReadonlySet<string>,
  done: number,
): SluiceError {
  if (blocked === undefined) return tooFar(target, done);
  const missing = (graph.parents.get(blocked) ?? []).filter((parent) => !reached.has(parent));
  return sluiceError(
    "RELATIVE_TARGET",
    `${blocked} also needs ${named(graph, missing)}, so ${target.text} can't apply it alone`,
    {
      hint: `Upgrade to ${blocked} to apply all that it needs.`,
      details: { target: target.text, missing },
    },
  );
}

/**
 * The revisions that an upgrade must have applied at its end.
 *
 * @throws as {@link resolveAbsolute}; RELATIVE_TARGET for `-N`.
 */
export function resolveUpgrade(graph: RevisionGraph, applied: ReadonlySet<string>, target: Target): readonly string[] {
  if (target.symbol === null) {
    if (target.delta < 0) {
      throw sluiceError("RELATIVE_TARGET", `${target.text} goes down`, { hint: "Use downgrade to go down." });
    }
    return nextRevisions(graph, applied, target);
  }
  return resolveAbsolute(graph, applied, target).filter((id) => id !== null);
}

/** The given ids and all that is applied and follows them. What is applied is closed, so the way there is applied too. */
export function withFollowers(graph: RevisionGraph, ids: Iterable<string>, applied: ReadonlySet<string>): Set<string> {
  const reached = new Set<string>();
  const waiting = [...ids];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    if (reached.has(id) || !applied.has(id)) continue;
    reached.add(id);
    waiting.push(...(graph.followers.get(id) ?? []));
  }
  return reached;
}

/** What `-N` takes back: N times the one current revision. */
function lastRevisions(graph: RevisionGraph, applied: ReadonlySet<string>, target: Target): ReadonlySet<string> {
  const scope = target.branch === null ? null : branchMembers(graph, findRevision(graph, target.branch));
  const left = new Set(applied);
  const removed = new Set<string>();
  const isLeft = (id: string): boolean => left.has(id) && (scope === null || scope.has(id));
  const places = new Set(maximal(graph, new Set(inScope(scope, [...applied]))));
  for (let done = 0; done < -target.delta; done += 1) {
    const place = only(graph, target, [...places]);
    if (place === null) throw tooFar(target, done);
    const gone = withFollowers(graph, [place], left);
    for (const id of gone) {
      left.delete(id);
      removed.add(id);
      places.delete(id);
    }
    for (const parent of [...gone].flatMap((id) => graph.parents.get(id) ?? [])) {
      if (isLeft(parent) && !(graph.followers.get(parent) ?? []).some(isLeft)) places.add(parent);
    }
    const parents = graph.revisions.get(place)?.downRevisions ?? [];
    if (parents.length > 1) throw ambiguous(graph, target, parents);
  }
  return removed;
}

/**
 * The applied revisions that a downgrade takes back. `downgrade X` leaves X: what descends from it goes, and what depends
 * on what goes.
 *
 * @throws as {@link resolveAbsolute}; INVALID_TARGET where the target is not applied; RELATIVE_TARGET for `+N`.
 */
export function resolveDowngrade(
  graph: RevisionGraph,
  applied: ReadonlySet<string>,
  target: Target,
): ReadonlySet<string> {
  if (target.symbol === null) {
    if (target.delta > 0) {
      throw sluiceError("RELATIVE_TARGET", `${target.text} goes up`, { hint: "Use upgrade to go up." });
    }
    return lastRevisions(graph, applied, target);
  }
  const scope = target.branch === null ? null : branchMembers(graph, findRevision(graph, target.branch));
  const removed = new Set<string>();
  for (const place of resolveAbsolute(graph, applied, target)) {
    if (place !== null && !applied.has(place)) {
      throw sluiceError("INVALID_TARGET", `${place} is not applied, so there is no way down to it`, {
        hint: "Use upgrade to reach it; current tells what is applied.",
        details: { target: target.text, revision: place },
      });
    }
    const above = place === null ? [...applied] : [...closure(graph.children, graph.children.get(place) ?? [])];
    for (const id of above) {
      if (applied.has(id) && (scope === null || scope.has(id))) removed.add(id);
    }
  }
  return withFollowers(graph, removed, applied);
}
