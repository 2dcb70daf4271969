/** Changes what a migration file follows, and nothing else of its text. Pure. */

import { sluiceError } from "../errors/sluice-error.ts";
import { constantPlaces } from "./scan.ts";

function source(parents: readonly string[]): string {
  if (parents.length === 0) return "null";
  return parents.length === 1 ? JSON.stringify(parents[0]) : `[${parents.map((id) => JSON.stringify(id)).join(", ")}]`;
}

/**
 * A file's text with other parents, in its constant and in the comment at its head.
 *
 * @throws REVISION_FILE_INVALID where `downRevision` is no plain constant.
 * @example withParents('export const downRevision = "a";', "f.ts", ["b"]) // 'export const downRevision = "b";'
 */
export function withParents(text: string, path: string, parents: readonly string[]): string {
  const place = constantPlaces(text).get("downRevision");
  if (place === undefined) {
    throw sluiceError("REVISION_FILE_INVALID", `${path}: \`export const downRevision = …\` is missing`, {
      hint: "A migration file exports revision, downRevision, branchLabels and dependsOn as plain constants.",
      details: { path },
    });
  }
  const changed = text.slice(0, place.start) + source(parents) + text.slice(place.end);
  const end = changed.indexOf("*/");
  const head = changed.slice(0, Math.max(end, 0));
  // A function, since an id may hold what a replacement text reads as a sign.
  const line = (_: string, before: string): string =>
    `${before}${parents.length === 0 ? "" : ` ${parents.join(", ")}`}`;
  return head.replace(/^(.*Revises:).*$/m, line) + changed.slice(Math.max(end, 0));
}
