/**
 * Asks the server whether two expressions are the same: each is read as what wrote it reads it, over typed nulls, and what the
 * server prints for the two is compared. No table of the user's is touched, but for those that an expression names with a schema.
 */

import { qualifiedName, quoteIdentifier, truncateIdentifier } from "@sluice/runner";
import type { Catalog } from "../catalog/catalog.ts";
import { objectId } from "../catalog/object.ts";
import type { Kinds } from "../kinds/index.ts";
import { mentionedNames } from "../model/mentioned-names.ts";
import { bodyOf, readBodies, type Expression } from "./bodies.ts";
import type { Pair } from "./pairs.ts";
import type { Session } from "./session.ts";

export interface KnownColumn {
  readonly type: string;
  /** The database has it, with this type. */
  readonly isLive: boolean;
}

/** Those columns of a table that are among some names, with their types. */
export type ColumnsOf = (table: readonly string[], names: ReadonlySet<string>) => ReadonlyMap<string, KnownColumn>;

/** The one that a check may read and that nobody declares. https://www.postgresql.org/docs/current/ddl-system-columns.html */
const SYSTEM_COLUMN = ["tableoid", { type: "oid", isLive: true }] as const;

/** The columns of the model's tables, and those of the live ones that the model lacks. */
export function columnsOf(live: Catalog, model: Catalog): ColumnsOf {
  return (table, names) => {
    const columns = new Map<string, KnownColumn>();
    for (const mentioned of names) {
      const name = truncateIdentifier(mentioned);
      const id = objectId("column", [...table, name]);
      // Objects of the kind column have a column's attributes.
      const was = live.get(id) as Kinds["column"] | undefined;
      const is = (model.get(id) as Kinds["column"] | undefined) ?? was;
      if (is === undefined) continue;
      const { type } = is.attributes;
      columns.set(name, { type, isLive: was?.attributes.type === type });
    }
    if (names.has(SYSTEM_COLUMN[0])) columns.set(...SYSTEM_COLUMN);
    return columns;
  };
}

const known = new WeakMap<Pair, ReadonlySet<string>>();

/** The names that stand in the texts of a pair, which is looked at more than once. */
export function namesIn(pair: Pair): ReadonlySet<string> {
  const found = known.get(pair) ?? mentionedNames(`${pair.liveText}\n${pair.modelText}`);
  known.set(pair, found);
  return found;
}

/** Whether a pair is best read over its table itself: nothing else goes by a name with a schema before it. */
export function isOverItself({ readsTables, tablePath }: Pair, names: ReadonlySet<string>): boolean {
  return readsTables || (tablePath.length > 1 && tablePath.every((name) => names.has(name)));
}

/** What pairs of one table are read over: typed nulls for the columns that they name, or the table itself. */
export function sourceOf(pairs: readonly Pair[], columns: ColumnsOf): string {
  const [pair] = pairs;
  if (pair === undefined || pair.table === null) return "";
  const names = pairs.length === 1 ? namesIn(pair) : new Set(pairs.flatMap((each) => [...namesIn(each)]));
  const used = [...columns(pair.tablePath, names)];
  const [schema, table] = pair.tablePath;
  if (table !== undefined && used.length > 0 && used.every(([, { isLive }]) => isLive) && isOverItself(pair, names))
    return ` from ${qualifiedName(table, schema)}`;
  const nulls = used.map(([name, { type }]) => `null::${type} as ${quoteIdentifier(name)}`);
  return ` from (select ${nulls.length === 0 ? "1" : nulls.join(", ")}) as ${quoteIdentifier(table ?? "t")}`;
}

/** The sources of pairs; those of a table share one. */
export function sourcesOf(pairs: readonly Pair[], columns: ColumnsOf): ReadonlyMap<Pair, string> {
  const groups = new Map<string, Pair[]>();
  for (const pair of pairs) {
    // A table's constraints and its indexes apart: the more columns a source has, the longer it takes to read.
    const key = isOverItself(pair, namesIn(pair))
      ? `${pair.object.id} itself`
      : `${pair.table ?? ""}\n${pair.object.path.length}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [pair]);
    else group.push(pair);
  }
  const sources = new Map<Pair, string>();
  for (const group of groups.values()) {
    const source = sourceOf(group, columns);
    for (const pair of group) sources.set(pair, source);
  }
  return sources;
}

/**
 * Names that are of length one where no length is said, by those that say none: `'abc'::character` is `a`.
 * https://www.postgresql.org/docs/current/datatype-character.html, https://www.postgresql.org/docs/current/datatype-bit.html
 */
const OF_NO_LENGTH: ReadonlyMap<string, string> = new Map([
  ["character", "pg_catalog.bpchar"],
  ["bit", 'pg_catalog."bit"'],
]);

function withoutModifier(type: string): string {
  const bare = type.replace(/\([^)]*\)/, "");
  const [name = bare] = bare.split("[]");
  return (OF_NO_LENGTH.get(name) ?? name) + bare.slice(name.length);
}

/** An expression as a value of a type, with nothing of the type's modifier in it. */
export function castTo(text: string, type: string): Expression {
  return { text: `(${text}\n)::${withoutModifier(type)}`, from: "" };
}

export function expression(pair: Pair, text: string, from: string): Expression {
  return pair.type === null ? { text: `(${text}\n)`, from } : castTo(text, pair.type);
}

/** What the server prints for one text of each pair, all over the sources that the pairs share. */
export async function printed(
  session: Session,
  pairs: readonly Pair[],
  columns: ColumnsOf,
  text: "liveText" | "modelText",
  settings: "query" | "printed",
): Promise<readonly string[]> {
  const sources = sourcesOf(pairs, columns);
  const expressions = pairs.map((pair) => expression(pair, pair[text], sources.get(pair) ?? ""));
  const [texts] = await readBodies(session, [await bodyOf(session, settings, expressions)]);
  return texts;
}

/** The same for both texts, read under the settings that live texts are printed under. */
export async function printedAgain(
  session: Session,
  pairs: readonly Pair[],
  columns: ColumnsOf,
): Promise<readonly (readonly [live: string, model: string])[]> {
  const lives = await printed(session, pairs, columns, "liveText", "printed");
  const models = await printed(session, pairs, columns, "modelText", "printed");
  return lives.map((live, place) => [live, models[place] ?? ""]);
}

/** Whether the server refuses the model's side of a pair by itself. */
export async function refusedAlone(session: Session, pair: Pair, columns: ColumnsOf): Promise<unknown> {
  // Over what it names itself.
  const alone = { ...pair, liveText: pair.modelText };
  const answer = await session.attempt(() => printed(session, [alone], columns, "modelText", "query"));
  return "refused" in answer ? answer.refused : null;
}
