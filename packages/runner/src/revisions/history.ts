/** The revisions between two ends of a range, both included, newest first. */

import { isSluiceError, sluiceError } from "../errors/sluice-error.ts";
import { closure, headsOf, maximal, type RevisionGraph } from "./graph.ts";
import { resolveAbsolute } from "./resolve.ts";
import { parseRange, type Target } from "./target.ts";

function endsOf(graph: RevisionGraph, applied: ReadonlySet<string>, target: Target): readonly (string | null)[] {
  if (target.symbol === "current" && target.delta === 0) return maximal(graph, applied);
  return resolveAbsolute(graph, applied, target);
}

/** A start that goes below base is base: `-10:current` shows all there is. */
function startOf(graph: RevisionGraph, applied: ReadonlySet<string>, target: Target): readonly (string | null)[] {
  for (let delta = target.delta; delta < 0; delta += 1) {
    try {
      return endsOf(graph, applied, { ...target, delta });
    } catch (cause) {
      if (delta === -1) return [null];
      if (!(isSluiceError(cause) && cause.code === "RELATIVE_TARGET")) throw cause;
    }
  }
  return endsOf(graph, applied, target);
}

/**
 * The ids of `from:to`, `from:`, `:to`.
 *
 * @throws INVALID_TARGET where the range has no colon or its ends are not on one line.
 */
export function historyRange(graph: RevisionGraph, applied: ReadonlySet<string>, text: string): readonly string[] {
  const range = parseRange(text);
  const isRelative = range.from?.symbol === null;
  // `-3:current` and `-3:head` count from the other end.
  const from =
    range.from !== null && isRelative && range.to !== null ? { ...range.from, symbol: range.to.symbol } : range.from;
  const starts = from === null ? [null] : startOf(graph, applied, from);
  const isForward = range.to?.symbol === null && range.from?.symbol !== null;
  const to = range.to !== null && isForward ? { ...range.to, symbol: range.from?.symbol ?? "base" } : range.to;
  const ends = to === null ? headsOf(graph) : endsOf(graph, applied, to);
  const below = closure(
    graph.parents,
    ends.filter((id) => id !== null),
  );
  const places = starts.filter((id) => id !== null);
  const above = places.length === 0 ? below : closure(graph.followers, places);
  const ids = graph.order.toReversed().filter((id) => below.has(id) && above.has(id));
  if (ids.length === 0 && places.length > 0 && below.size > 0) {
    throw sluiceError("INVALID_TARGET", `${text}: the two ends are not on one line, older first`, {
      hint: "Write from:to with the older revision first.",
    });
  }
  return ids;
}
