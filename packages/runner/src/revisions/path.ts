/** The way between what is applied and what is wanted: which revisions run, in which order, and what is current after each. */

import { sluiceError } from "../errors/sluice-error.ts";
import { ancestors, branchMembers, closure, maximal, ordered, type RevisionGraph } from "./graph.ts";
import type { Revision } from "./revision.ts";
import { findRevision, resolveAbsolute, resolveDowngrade, resolveUpgrade, withFollowers } from "./resolve.ts";
import { parseTarget } from "./target.ts";

export interface PathEntry {
  readonly revision: Revision;
  /** Current after it ran. */
  readonly current: readonly string[];
}

function revisionsOf(graph: RevisionGraph, ids: readonly string[]): readonly Revision[] {
  return ids.flatMap((id) => graph.revisions.get(id) ?? []);
}

/**
 * What an upgrade runs, oldest first. Empty where all is applied.
 *
 * @param targets one or several, as texts: `head`, `+1`, `ae10`.
 */
export function upgradePath(
  graph: RevisionGraph,
  applied: ReadonlySet<string>,
  targets: readonly string[],
): readonly Revision[] {
  const wanted = targets.flatMap((text) => resolveUpgrade(graph, applied, parseTarget(text)));
  const missing = new Set([...ancestors(graph, wanted)].filter((id) => !applied.has(id)));
  return revisionsOf(graph, ordered(graph, missing));
}

/** What a downgrade takes back, newest first. */
export function downgradePath(graph: RevisionGraph, applied: ReadonlySet<string>, target: string): readonly Revision[] {
  const removed = resolveDowngrade(graph, applied, parseTarget(target));
  return revisionsOf(graph, ordered(graph, removed).toReversed());
}

/**
 * What is taken back and applied again, newest first: the last N of `-N`, or a revision with all that follows it.
 *
 * @throws INVALID_TARGET where the revision is not applied; as resolving a target does.
 */
export function redonePath(graph: RevisionGraph, applied: ReadonlySet<string>, text: string): readonly Revision[] {
  const target = parseTarget(text);
  const removed =
    target.symbol === null
      ? resolveDowngrade(graph, applied, target)
      : appliedFrom(graph, applied, resolveAbsolute(graph, applied, target), target.text);
  return revisionsOf(graph, ordered(graph, removed).toReversed());
}

function appliedFrom(
  graph: RevisionGraph,
  applied: ReadonlySet<string>,
  places: readonly (string | null)[],
  text: string,
): ReadonlySet<string> {
  const ids = places.filter((id) => id !== null);
  const missing = ids.find((id) => !applied.has(id));
  if (missing !== undefined || ids.length === 0) {
    throw sluiceError("INVALID_TARGET", `${missing ?? text} is not applied, so it can't be taken back`, {
      hint: "Use upgrade to apply it; current tells what is applied.",
      details: { target: text },
    });
  }
  return withFollowers(graph, ids, applied);
}

/** A path with what is current after each of its revisions. */
export function withCurrent(
  graph: RevisionGraph,
  applied: ReadonlySet<string>,
  path: readonly Revision[],
  direction: "up" | "down",
): readonly PathEntry[] {
  const set = new Set(applied);
  return path.map((revision) => {
    if (direction === "up") set.add(revision.id);
    else set.delete(revision.id);
    return { revision, current: maximal(graph, set) };
  });
}

/** What a stamp takes out of the applied set that is not in the line of a target: it only depends on what goes. */
export function leftElsewhere(
  graph: RevisionGraph,
  applied: ReadonlySet<string>,
  targets: readonly string[],
): readonly string[] {
  const kept = stampedSet(graph, applied, targets);
  const inLine = targets.map(parseTarget).flatMap((target) => {
    const places = resolveAbsolute(graph, applied, target).filter((place) => place !== null);
    if (places.length > 0) return [...closure(graph.children, places)];
    return target.branch === null
      ? graph.order
      : [...closure(graph.children, branchMembers(graph, findRevision(graph, target.branch)))];
  });
  const own = new Set(inLine);
  return ordered(graph, applied).filter((id) => !kept.has(id) && !own.has(id));
}

/**
 * The applied set after a stamp: each target is applied with all that it needs, and nothing that follows it is.
 *
 * @throws as resolving a target does.
 */
export function stampedSet(
  graph: RevisionGraph,
  applied: ReadonlySet<string>,
  targets: readonly string[],
): ReadonlySet<string> {
  const wanted = new Set<string>();
  const removed = new Set<string>();
  for (const text of targets) {
    const target = parseTarget(text);
    for (const place of resolveAbsolute(graph, applied, target)) {
      if (place !== null) {
        wanted.add(place);
        for (const follower of closure(graph.followers, [place])) if (follower !== place) removed.add(follower);
      } else {
        const branch = target.branch === null ? graph.order : branchMembers(graph, findRevision(graph, target.branch));
        for (const follower of closure(graph.followers, branch)) removed.add(follower);
      }
    }
  }
  const kept = [...applied].filter((id) => !removed.has(id));
  return new Set([...kept, ...ancestors(graph, wanted)]);
}
