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

/** A policy's expression may hold a query. https://www.postgresql.org/docs/current/sql-expressions.html */
const HOLDS_QUERY = /\b(?:select|table)\b/i;
/** A constant may name a relation, a function or a type. https://www.postgresql.org/docs/current/datatype-oid.html */
const NAMES_BY_TEXT = /\b(?:reg[a-z]+|to_reg[a-z]+|nextval|currval|setval)\b/i;

export function holdsQuery(text: string): boolean {
  return HOLDS_QUERY.test(text);
}

export function namesByText(text: string): boolean {
  return NAMES_BY_TEXT.test(text);
}
