/** Renames that nobody has decided: only a person knows. */

import { sluiceError } from "@sluice/runner";
import { pathText } from "../catalog/object.ts";
import { DEFAULT_SCHEMA } from "../catalog/printed-name.ts";
import type { RenameCandidate } from "../diff/renames.ts";

/** A rename as `--rename` takes it. */
function renameText({ kind, from, to }: RenameCandidate): string {
  const inPlace = from.slice(0, -1).every((part, position) => part === to[position]);
  const isPlain = from.length > 1 && from[0] === DEFAULT_SCHEMA;
  return `${kind}:${pathText(isPlain ? from.slice(1) : from)}=${pathText(inPlace ? to.slice(-1) : to)}`;
}

/** The AMBIGUOUS_RENAME of the candidates, of which there is one at least. */
export function undecided(candidates: readonly RenameCandidate[]): Error {
  const list = candidates.map(({ kind, from, to }) => `${kind} ${pathText(from)} → ${pathText(to)}`).join("; ");
  const [first] = candidates;
  const example = first === undefined ? "" : renameText(first);
  return sluiceError("AMBIGUOUS_RENAME", `renamed, or dropped and created anew? ${list}`, {
    hint: `Say --rename ${example} for a rename, or --no-renames to drop and create.`,
    details: { candidates },
  });
}
