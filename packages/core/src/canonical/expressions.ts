/**
 * Asks the server whether two expressions are the same: both stand as columns of one temporary view over typed nulls, and what
 * the server prints for the two is compared. No table of the user's is touched, and nothing is parsed here: columns with a
 * random text stand between the expressions and cut what is printed.
 */

import { randomBytes } from "node:crypto";
import { qualifiedName, quoteIdentifier } from "@sluice/runner";
import type { Catalog } from "../catalog/catalog.ts";
import type { ObjectId } from "../catalog/object.ts";
import type { Kinds } from "../kinds/index.ts";
import type { Memory } from "./memory.ts";
import type { Pair } from "./pairs.ts";
import { inBatches, type Session } from "./session.ts";
import { sameValues, type StoredPair } from "./values.ts";

const PAIRS_A_VIEW = 100;

export interface KnownColumn {
  readonly type: string;
  /** The database has it, with this type. */
  readonly isLive: boolean;
}

/** Columns of tables, by table. */
export type ColumnsOf = (table: ObjectId) => ReadonlyMap<string, KnownColumn>;

/** The columns of the model's tables, and those of the live ones that the model lacks, with their types. */
export function columnsOf(live: Catalog, model: Catalog): ColumnsOf {
  const tables = new Map<ObjectId, Map<string, KnownColumn>>();
  for (const catalog of [live, model]) {
    for (const object of catalog.values()) {
      if (object.kind !== "column" || object.parent === null) continue;
      const columns = tables.get(object.parent) ?? new Map<string, KnownColumn>();
      tables.set(object.parent, columns);
      // Objects of the kind column have a column's attributes.
      const { type } = (object as Kinds["column"]).attributes;
      const name = object.path[2] ?? "";
      columns.set(name, { type, isLive: catalog === live || columns.get(name)?.type === type });
    }
  }
  return (table) => tables.get(table) ?? new Map();
}

function source(pair: Pair, columns: ColumnsOf): string {
  if (pair.table === null) return "";
  const texts = `${pair.liveText}\n${pair.modelText}`;
  const used = [...columns(pair.table)].filter(
    ([name]) => texts.includes(name) || texts.includes(name.replaceAll('"', '""')),
  );
  const [schema, table] = pair.object.path;
  if (pair.readsTables && table !== undefined && used.length > 0 && used.every(([, { isLive }]) => isLive))
    return ` from ${qualifiedName(table, schema)}`;
  const nulls = used.map(([name, { type }]) => `null::${type} as ${quoteIdentifier(name)}`);
  const alias = pair.object.path.length > 2 ? (pair.object.path[1] ?? "t") : "t";
  return ` from (select ${nulls.length === 0 ? "1" : nulls.join(", ")}) as ${quoteIdentifier(alias)}`;
}

function withoutModifier(type: string): string {
  return type.replace(/\([^)]*\)/, "");
}

/** An expression as a value of a type, with nothing of the type's modifier in it. */
export function castTo(text: string, type: string): string {
  return `(select (${text})::${withoutModifier(type)} as v)`;
}

function column(pair: Pair, text: string, columns: ColumnsOf): string {
  return pair.type === null ? `(select (${text}) as v${source(pair, columns)})` : castTo(text, pair.type);
}

let views = 0;

/** A temporary view and the text that stands between its columns. */
export interface MarkedView {
  readonly name: string;
  readonly mark: string;
}

/** Makes a view of expressions. */
export async function viewOf(session: Session, columns: readonly string[]): Promise<MarkedView> {
  const name = `sluice_expressions_${(views += 1)}`;
  const mark = `cut_${randomBytes(8).toString("hex")}`;
  const list = columns.flatMap((text, position) => [`'${mark}'::text as m${position}`, `${text} as x${position}`]);
  await session.query(`create temporary view ${name} as select ${list.join(",\n")}`);
  return { name, mark };
}

/** What the server prints for each expression of a view. */
export async function readView(session: Session, { name, mark }: MarkedView): Promise<readonly string[]> {
  const [row] = await session.printed(
    `select pg_catalog.pg_get_viewdef('pg_temp.${name}'::pg_catalog.regclass) as definition`,
  );
  return String(row?.["definition"])
    .split(`'${mark}'::text AS m`)
    .slice(1)
    .map((piece, position) => {
      const start = piece.indexOf(",") + 1;
      return piece.slice(start, piece.lastIndexOf(` AS x${position}`)).trim();
    });
}

/** What the server prints for both sides of each pair. */
async function printed(
  session: Session,
  pairs: readonly Pair[],
  columns: ColumnsOf,
): Promise<readonly (readonly [string, string])[]> {
  const texts = pairs.flatMap((pair) => [column(pair, pair.liveText, columns), column(pair, pair.modelText, columns)]);
  const pieces = await readView(session, await viewOf(session, texts));
  return pairs.map((_, position) => [pieces[position * 2] ?? "", pieces[position * 2 + 1] ?? ""]);
}

export interface Verdict {
  readonly pair: Pair;
  readonly isSame: boolean;
  /** What the server said against it, where it refused one of the two. */
  readonly refused: unknown;
}

/** All that is asked of a pair. */
function questionOf(pair: Pair, columns: ColumnsOf): string {
  return `same\n${column(pair, pair.liveText, columns)}\n${column(pair, pair.modelText, columns)}`;
}

/** The server's verdict on each pair; on one that was found the same before, as it was remembered. */
export async function verdicts(
  session: Session,
  pairs: readonly Pair[],
  columns: ColumnsOf,
  memory: Memory,
): Promise<readonly Verdict[]> {
  const open: (readonly [Pair, string])[] = [];
  const remembered: Verdict[] = [];
  for (const pair of pairs) {
    const question = questionOf(pair, columns);
    if (memory.recall(question) === SAME) remembered.push({ pair, isSame: true, refused: undefined });
    else open.push([pair, question]);
  }
  const questions = new Map(open);
  const asked = open.length === 0 ? [] : await askedVerdicts(session, [...questions.keys()], columns);
  for (const { pair, isSame } of asked) if (isSame) memory.learn(questions.get(pair) ?? "", SAME);
  return [...remembered, ...asked];
}

const SAME = "=";

async function askedVerdicts(
  session: Session,
  pairs: readonly Pair[],
  columns: ColumnsOf,
): Promise<readonly Verdict[]> {
  const answers = await inBatches(session, pairs, PAIRS_A_VIEW, (batch) => printed(session, batch, columns));
  const isSame = new Map<Pair, boolean>();
  const stored: StoredPair[] = [];
  const different: { readonly pair: Pair; readonly again: Pair }[] = [];
  const refused = new Map<Pair, unknown>();
  pairs.forEach((pair, position) => {
    const answer = answers[position];
    if (answer === undefined || "refused" in answer) {
      refused.set(pair, answer?.refused ?? null);
      return;
    }
    const [live, model] = answer.value;
    isSame.set(pair, live === model);
    if (live === model) return;
    if (pair.type !== null) stored.push({ pair, printed: answer.value });
    different.push({ pair, again: { ...pair, liveText: live, modelText: model } });
  });
  // What PostgreSQL prints it may print otherwise when it reads that again (an IN over varchar): a live text has been there.
  const printedAgain = await inBatches(session, different, PAIRS_A_VIEW, (batch) =>
    printed(
      session,
      batch.map(({ again }) => again),
      columns,
    ),
  );
  different.forEach(({ pair }, position) => {
    const answer = printedAgain[position];
    if (answer !== undefined && "value" in answer && answer.value[0] === answer.value[1]) isSame.set(pair, true);
  });
  for (const pair of await sameValues(session, stored)) isSame.set(pair, true);
  return pairs.map((pair) => ({ pair, isSame: isSame.get(pair) ?? false, refused: refused.get(pair) }));
}

/** Whether the server refuses the model's side of a pair by itself. */
export async function refusedAlone(session: Session, pair: Pair, columns: ColumnsOf): Promise<unknown> {
  const answer = await session.attempt(() => printed(session, [{ ...pair, liveText: pair.modelText }], columns));
  return "refused" in answer ? answer.refused : null;
}
