/** What of a shape is otherwise than it was. */

import type { Parts, Shape } from "./shape.ts";

/** One thing that somebody changed by hand. */
export interface Drift {
  /** As it is called: `column nickname of table public.students`, `table public.fees`. */
  readonly object: string;
  /** What became of it. */
  readonly message: string;
}

function partDrift(thing: string, part: string, was: string | undefined, is: string | undefined): readonly Drift[] {
  if (was === is) return [];
  const object = `${part} of ${thing}`;
  if (was === undefined) return [{ object, message: `${object} is there, and no revision made it` }];
  if (is === undefined) return [{ object, message: `${object} is gone, and no revision took it away` }];
  if (part === "its query")
    return [{ object: thing, message: `${thing} has another query, and no revision gave it one` }];
  // An enum's values have places.
  if (part.startsWith("value ")) return [{ object, message: `${object} has another place` }];
  return [{ object, message: `${object} is: ${is}; the last revision left: ${was}` }];
}

function partsDrift(thing: string, was: Parts, is: Parts): readonly Drift[] {
  const names = [...new Set([...Object.keys(was), ...Object.keys(is)])].toSorted();
  const places = names.every((name) => name.startsWith("value "));
  // A value put in before others moves them all: that it is there says enough.
  const isMoved = places && names.every((name) => name in was && name in is);
  return names
    .filter((name) => !places || isMoved || !(name in was && name in is))
    .flatMap((name) => partDrift(thing, name, was[name], is[name]));
}

/** What differs between what was left and what is, of the things that were left. */
export function driftBetween(left: Shape, live: Shape): readonly Drift[] {
  return [...left].flatMap(([thing, was]) => {
    const is = live.get(thing);
    if (is === undefined) return [{ object: thing, message: `${thing} is gone, and no revision took it away` }];
    return partsDrift(thing, was, is);
  });
}

function isSame(one: Parts | undefined, other: Parts | undefined): boolean {
  if (one === undefined || other === undefined) return one === other;
  const names = Object.keys(one);
  return names.length === Object.keys(other).length && names.every((name) => one[name] === other[name]);
}

/** Things that came, or became others, between two looks. */
export function changedBetween(before: Shape, after: Shape): readonly string[] {
  return [...after.keys()].filter((thing) => !isSame(before.get(thing), after.get(thing)));
}
