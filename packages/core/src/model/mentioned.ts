/** Which declared types and sequences an expression may use: a superset, since only PostgreSQL knows. */

import { truncateIdentifier } from "@sluice/runner";
import type { ObjectId } from "../catalog/object.ts";
import { enumId, sequenceId } from "../kinds/ids.ts";
import type { ModelSource } from "./model-source.ts";

const WORD = /[\p{L}\p{N}_$]/u;

/** Whether a name stands in a text with nothing of a longer name around it. */
function mentions(text: string, name: string): boolean {
  for (let start = text.indexOf(name); start >= 0; start = text.indexOf(name, start + 1)) {
    const isLonger = WORD.test(text[start - 1] ?? "") || WORD.test(text[start + name.length] ?? "");
    if (!isLonger) return true;
  }
  return false;
}

/** The enums and sequences of a model whose names stand in texts. */
export function mentionedIds(source: ModelSource, ...texts: readonly (string | undefined)[]): readonly ObjectId[] {
  if (source.enums.length === 0 && source.sequences.length === 0) return [];
  const text = texts.join("\n").toLowerCase();
  const isIn = (name: string): boolean => mentions(text, name.toLowerCase().replaceAll('"', '""'));
  return [
    ...source.enums
      .map(({ schema, enumName }) => [schema ?? source.defaultSchema, truncateIdentifier(enumName)] as const)
      .filter(([, name]) => isIn(name))
      .map((path) => enumId(...path)),
    ...source.sequences
      .map(({ schema, seqName = "" }) => [schema ?? source.defaultSchema, truncateIdentifier(seqName)] as const)
      .filter(([, name]) => isIn(name))
      .map((path) => sequenceId(...path)),
  ];
}
