/** How the relations look that a text of SQL may name: part of what it means. */

import { truncateIdentifier } from "@sluice/runner";
import { mentionedNames } from "../model/mentioned-names.ts";
import type { Memory } from "./memory.ts";

/** Names that are written with escapes are not found in a text. https://www.postgresql.org/docs/current/sql-syntax-lexical.html */
const ESCAPED_NAME = /u&"/i;

/** Of each text the shapes of all relations that may be the ones that it names; null where that can't be told. */
export async function namedShapes(
  texts: readonly string[],
  memory: Memory,
): Promise<readonly (readonly string[] | null)[]> {
  const names = texts.map((text) => [...mentionedNames(text)].map(truncateIdentifier));
  const shapes = texts.length === 0 ? null : await memory.shapes(new Set(names.flat()));
  return texts.map((text, place) => {
    if (shapes === null || ESCAPED_NAME.test(text)) return null;
    return (names[place] ?? []).flatMap((name) => shapes.get(name) ?? []);
  });
}
