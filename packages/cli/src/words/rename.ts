/** `--rename kind:from=to`. */

import type { Rename } from "@sluice/core";
import { sluiceError } from "@sluice/runner";

/** How many names say where one is: its schema, its table or type, itself. */
const NAMES: Readonly<Record<string, number>> = {
  schema: 1,
  role: 1,
  enum: 2,
  sequence: 2,
  table: 2,
  view: 2,
  "materialized-view": 2,
  index: 2,
  column: 3,
  "enum-value": 3,
  "primary-key": 3,
  unique: 3,
  check: 3,
  "foreign-key": 3,
  policy: 3,
};
const DEFAULT_SCHEMA = "public";
const NAME = /(?:"((?:[^"]|"")+)"|([^."=]+))(\.|=|$)/y;

/** The names of `a."B.c"`, up to an equals sign or the end, and where it ended; null where it is no list of names. */
function namesFrom(text: string, start: number): { readonly names: readonly string[]; readonly end: number } | null {
  const names: string[] = [];
  for (let position = start; ;) {
    NAME.lastIndex = position;
    const match = NAME.exec(text);
    if (match === null) return null;
    names.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? "");
    position += match[0].length;
    if (match[3] !== ".") return { names, end: position };
  }
}

/**
 * A rename as the command line tells it. Names that hold dots or equals signs stand in double quotes; the schema may be left out.
 *
 * @throws USAGE
 * @example renameOf("enum-value:status.unpaid=pending")
 */
export function renameOf(text: string): Rename {
  const [, kind = "", rest = ""] = /^([a-z-]+):(.*)$/s.exec(text) ?? [];
  const wanted = NAMES[kind];
  const from = wanted === undefined ? null : namesFrom(rest, 0);
  const to = from === null || rest[from.end - 1] !== "=" ? null : namesFrom(rest, from.end);
  const full = (names: readonly string[]): readonly string[] =>
    names.length + 1 === wanted ? [DEFAULT_SCHEMA, ...names] : names;
  const fromPath = full(from?.names ?? []);
  // A new name alone stays where the object is.
  const toPath = to?.names.length === 1 ? [...fromPath.slice(0, -1), ...to.names] : full(to?.names ?? []);
  if (to === null || to.end < rest.length || fromPath.length !== wanted || toPath.length !== wanted) {
    throw sluiceError("USAGE", `--rename ${text} is not kind:from=to`, {
      hint: `Kinds are ${Object.keys(NAMES).join(", ")}. Write table:users=accounts, column:users.name=full_name or enum-value:status.unpaid=pending.`,
    });
  }
  return { kind, from: fromPath, to: toPath };
}
