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
import type { Memory } from "./memory.ts";
import { namedShapes } from "./named-shapes.ts";
import type { Pair } from "./pairs.ts";
import { inBatches, type Session } from "./session.ts";
import { sameTrees } from "./same-trees.ts";
import { sameValues, type StoredPair } from "./values.ts";

const PAIRS_A_BODY = 300;

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
function namesIn(pair: Pair): ReadonlySet<string> {
  const found = known.get(pair) ?? mentionedNames(`${pair.liveText}\n${pair.modelText}`);
  known.set(pair, found);
  return found;
}

/** Whether a pair is best read over its table itself: nothing else goes by a name with a schema before it. */
function isOverItself({ readsTables, tablePath }: Pair, names: ReadonlySet<string>): boolean {
  return readsTables || (tablePath.length > 1 && tablePath.every((name) => names.has(name)));
}

/** What pairs of one table are read over: typed nulls for the columns that they name, or the table itself. */
function sourceOf(pairs: readonly Pair[], columns: ColumnsOf): string {
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
function sourcesOf(pairs: readonly Pair[], columns: ColumnsOf): ReadonlyMap<Pair, string> {
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

function expression(pair: Pair, text: string, from: string): Expression {
  return pair.type === null ? { text: `(${text}\n)`, from } : castTo(text, pair.type);
}

/** What the server prints for one text of each pair, all over the sources that the pairs share. */
async function printed(
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
async function printedAgain(
  session: Session,
  pairs: readonly Pair[],
  columns: ColumnsOf,
): Promise<readonly (readonly [live: string, model: string])[]> {
  const lives = await printed(session, pairs, columns, "liveText", "printed");
  const models = await printed(session, pairs, columns, "modelText", "printed");
  return lives.map((live, place) => [live, models[place] ?? ""]);
}

export interface Verdict {
  readonly pair: Pair;
  readonly isSame: boolean;
  /** What the server said against it, where it refused one of the two. */
  readonly refused: unknown;
}

/** All that is asked of a pair. */
function questionOf(pair: Pair, columns: ColumnsOf): string {
  const source = sourceOf([pair], columns);
  const names = namesIn(pair);
  // A table that is read itself does not say of what types its columns are.
  const types = isOverItself(pair, names)
    ? [...columns(pair.tablePath, names)].map(([name, { type }]) => ` ${quoteIdentifier(name)} ${type}`)
    : [];
  return `same ${pair.type ?? ""}${source}${types.join(",")}\n${pair.liveText}\n${pair.modelText}`;
}

/** A policy's expression may hold a query. https://www.postgresql.org/docs/current/sql-expressions.html */
const HOLDS_QUERY = /\b(?:select|table)\b/i;
/** A constant may name a relation, a function or a type, as nobody's shape tells. https://www.postgresql.org/docs/current/datatype-oid.html */
const NAMES_BY_TEXT = /\b(?:reg[a-z]+|to_reg[a-z]+|nextval|currval|setval)\b/i;

/** What is asked of each pair, as a key; null where an answer would rest on more. */
async function questionsOf(
  pairs: readonly Pair[],
  columns: ColumnsOf,
  memory: Memory,
): Promise<ReadonlyMap<Pair, string | null>> {
  const texts = new Map(pairs.map((pair) => [pair, `${pair.liveText}\n${pair.modelText}`]));
  const querying = pairs.filter((pair) => HOLDS_QUERY.test(texts.get(pair) ?? ""));
  const shapes = await namedShapes(
    querying.map((pair) => texts.get(pair) ?? ""),
    memory,
  );
  const named = new Map(querying.map((pair, place) => [pair, shapes[place] ?? null]));
  return new Map(
    pairs.map((pair) => {
      const read = named.get(pair);
      if (read === null || NAMES_BY_TEXT.test(texts.get(pair) ?? "")) return [pair, null];
      const question = questionOf(pair, columns);
      return [pair, read === undefined ? question : `${question}\n${JSON.stringify(read)}`];
    }),
  );
}

/** The server's verdict on each pair; on one that was found the same before, as it was remembered. */
export async function verdicts(
  session: Session,
  pairs: readonly Pair[],
  columns: ColumnsOf,
  memory: Memory,
): Promise<readonly Verdict[]> {
  const questions = new Map<string | Pair, Pair[]>();
  const said: Verdict[] = [];
  for (const [pair, question] of await questionsOf(pairs, columns, memory)) {
    const alike = question === null ? undefined : questions.get(question);
    if (question !== null && memory.recall(question) === SAME) said.push({ pair, isSame: true, refused: undefined });
    else if (alike === undefined) questions.set(question ?? pair, [pair]);
    else alike.push(pair);
  }
  const asked = [...questions.values()].flatMap(([first]) => first ?? []);
  const answers = asked.length === 0 ? [] : await askedVerdicts(session, asked, columns);
  [...questions].forEach(([question, alike], position) => {
    const answer = answers[position];
    if (answer === undefined) return;
    if (answer.isSame && typeof question === "string") memory.learn(question, SAME);
    said.push(...alike.map((pair) => ({ ...answer, pair })));
  });
  return said;
}

const SAME = "=";

async function askedVerdicts(
  session: Session,
  pairs: readonly Pair[],
  columns: ColumnsOf,
): Promise<readonly Verdict[]> {
  const isSame = new Map<Pair, boolean>();
  const refused = new Map<Pair, unknown>();
  const ask = async (
    asked: readonly Pair[],
    text: "liveText" | "modelText",
    settings: "query" | "printed",
  ): Promise<ReadonlyMap<Pair, string>> => {
    const answers = await inBatches(session, asked, PAIRS_A_BODY, (batch) =>
      printed(session, batch, columns, text, settings),
    );
    const said = new Map<Pair, string>();
    asked.forEach((pair, place) => {
      const answer = answers[place];
      if (answer !== undefined && "value" in answer) said.set(pair, answer.value);
      else refused.set(pair, answer?.refused ?? null);
    });
    return said;
  };
  const models = await ask(pairs, "modelText", "query");
  // Most are printed as the live text is, which the server has printed too: that one need not be read.
  const unlike = pairs.filter((pair) => models.has(pair) && models.get(pair) !== pair.liveText);
  for (const [pair, model] of models) isSame.set(pair, model === pair.liveText);
  const lives = await ask(unlike, "liveText", "printed");
  const stored: StoredPair[] = [];
  const different: { readonly pair: Pair; readonly again: Pair }[] = [];
  for (const [pair, live] of lives) {
    const model = models.get(pair) ?? "";
    isSame.set(pair, live === model);
    if (live === model) continue;
    const again = { ...pair, liveText: live, modelText: model };
    if (pair.type !== null) stored.push({ pair, again });
    different.push({ pair, again });
  }
  // What PostgreSQL prints it may print otherwise when it reads that again (an IN over varchar): a live text has been there.
  const printedTwice = await inBatches(session, different, PAIRS_A_BODY, (batch) =>
    printedAgain(
      session,
      batch.map(({ again }) => again),
      columns,
    ),
  );
  different.forEach(({ pair }, position) => {
    const answer = printedTwice[position];
    if (answer !== undefined && "value" in answer && answer.value[0] === answer.value[1]) isSame.set(pair, true);
  });
  const open = different.filter(({ pair }) => isSame.get(pair) !== true);
  const sources = sourcesOf(
    open.map(({ pair }) => pair),
    columns,
  );
  const trees = await sameTrees(
    session,
    open.map(({ pair, again }) => {
      const of = (text: string): Expression => expression(pair, text, sources.get(pair) ?? "");
      return { live: of(again.liveText), model: of(again.modelText) };
    }),
  );
  open.forEach(({ pair }, position) => {
    if (trees[position] === true) isSame.set(pair, true);
  });
  for (const pair of await sameValues(session, stored)) isSame.set(pair, true);
  return pairs.map((pair) => ({ pair, isSame: isSame.get(pair) ?? false, refused: refused.get(pair) }));
}

/** Whether the server refuses the model's side of a pair by itself. */
export async function refusedAlone(session: Session, pair: Pair, columns: ColumnsOf): Promise<unknown> {
  // Over what it names itself.
  const alone = { ...pair, liveText: pair.modelText };
  const answer = await session.attempt(() => printed(session, [alone], columns, "modelText", "query"));
  return "refused" in answer ? answer.refused : null;
}
