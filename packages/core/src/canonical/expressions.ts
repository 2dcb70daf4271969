/**
 * Asks the server whether two expressions are the same: both stand as columns of one temporary view over typed nulls, and what
 * the server prints for the two is compared. No table of the user's is touched, and nothing is parsed here: columns with a
 * random text stand between the expressions and cut what is printed.
 */

import { randomBytes } from "node:crypto";
import { quoteIdentifier } from "@sluice/runner";
import type { Catalog } from "../catalog/catalog.ts";
import type { ObjectId } from "../catalog/object.ts";
import type { Kinds } from "../kinds/index.ts";
import type { Pair } from "./pairs.ts";
import { inBatches, type Session } from "./session.ts";

const PAIRS_A_VIEW = 100;
const PAIRS_A_SELECT = 200;

/** Columns of tables, by table. */
export type ColumnsOf = (table: ObjectId) => ReadonlyMap<string, string>;

/** The columns of the model's tables, and those of the live ones that the model lacks, with their types. */
export function columnsOf(live: Catalog, model: Catalog): ColumnsOf {
  const tables = new Map<ObjectId, Map<string, string>>();
  for (const catalog of [live, model]) {
    for (const object of catalog.values()) {
      if (object.kind !== "column" || object.parent === null) continue;
      const columns = tables.get(object.parent) ?? new Map<string, string>();
      tables.set(object.parent, columns);
      // Objects of the kind column have a column's attributes.
      columns.set(object.path[2] ?? "", (object as Kinds["column"]).attributes.type);
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
  const nulls = used.map(([name, type]) => `null::${type} as ${quoteIdentifier(name)}`);
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

const WITHOUT_EQUALITY = /^(json|xml|point|line|lseg|box|path|polygon|circle|txid_snapshot|pg_snapshot)/;

/** Whether both are one value, as the column would store them. */
function equality({ liveText, modelText, type }: Pair): string {
  const target = type ?? "text";
  const [live, model] = [`(${liveText})::${target}`, `(${modelText})::${target}`];
  if (target === "json") return `(${live})::jsonb = (${model})::jsonb`;
  if (WITHOUT_EQUALITY.test(target) && target !== "jsonb") return `(${live})::text = (${model})::text`;
  return `${live} = ${model}`;
}

/** `same` and `different`: both are constants. `apart`: only one is. `alive`: both depend on when and by whom they are run. */
type Folded = "same" | "different" | "apart" | "alive";

/**
 * Lets the planner fold what is constant, which runs nothing that isn't immutable: what is equal becomes `true`, and what is
 * constant is known not to be null. https://www.postgresql.org/docs/current/xfunc-volatility.html
 */
async function folded(session: Session, pairs: readonly Pair[]): Promise<readonly Folded[]> {
  const columns = pairs.flatMap((pair) => [
    equality(pair),
    `((${pair.liveText})::${pair.type ?? "text"}) is null`,
    `((${pair.modelText})::${pair.type ?? "text"}) is null`,
  ]);
  const [row] = await session.query(`explain (verbose, costs off, format json) select ${columns.join(", ")}`);
  const told: unknown = row?.["QUERY PLAN"];
  // What EXPLAIN gives in JSON; some drivers parse it.
  const [plan] = (typeof told === "string" ? JSON.parse(told) : told) as readonly [
    { readonly Plan: { readonly Output: readonly string[] } },
  ];
  const outputs = plan.Plan.Output;
  return pairs.map((_, position) => {
    const [isSame, live, model] = outputs.slice(position * 3, position * 3 + 3);
    const isConstant = [live, model].map((output) => output === "true" || output === "false");
    if (isSame === "true") return "same";
    if (isConstant[0] === true && isConstant[1] === true) return "different";
    return isConstant[0] === isConstant[1] ? "alive" : "apart";
  });
}

/**
 * Whether a printed expression may be run: it calls nothing. A function might be slow, or draw from a sequence; now() is the
 * one that PostgreSQL prints in two ways.
 */
function isRunnable(text: string): boolean {
  const withoutTexts = text.replace(/E?'(?:[^'\\]|''|\\.)*'/g, "''").replace(/^\(\s*SELECT/, "");
  return !/[\w"]\s*\((?!\s*\d+\s*(?:,\s*-?\d+\s*)?\))/.test(withoutTexts.replaceAll("now()", "").replace(/\s\(/g, "("));
}

/** Other values that a session has (its user) may be the same by chance; one moment spelled in two ways is one moment. */
const MOMENT = /^(?:date|time|timestamp)\b/;

async function sameMoments(session: Session, pairs: readonly Pair[]): Promise<readonly boolean[]> {
  const columns = pairs.map((pair, position) => `${equality(pair)} as c${position}`);
  const [row] = await session.query(`select ${columns.join(", ")}`);
  return pairs.map((_, position) => row?.[`c${position}`] === true);
}

export interface Verdict {
  readonly pair: Pair;
  readonly isSame: boolean;
  /** What the server said against it, where it refused one of the two. */
  readonly refused: unknown;
}

/** The server's verdict on each pair. */
export async function verdicts(
  session: Session,
  pairs: readonly Pair[],
  columns: ColumnsOf,
): Promise<readonly Verdict[]> {
  const answers = await inBatches(session, pairs, PAIRS_A_VIEW, (batch) => printed(session, batch, columns));
  const isSame = new Map<Pair, boolean>();
  const stored: { readonly pair: Pair; readonly isRunnable: boolean }[] = [];
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
    if (pair.type !== null) stored.push({ pair, isRunnable: isRunnable(live) && isRunnable(model) });
    else different.push({ pair, again: { ...pair, liveText: live, modelText: model } });
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
  const moments: Pair[] = [];
  const folds = await inBatches(session, stored, PAIRS_A_SELECT, (batch) =>
    folded(
      session,
      batch.map(({ pair }) => pair),
    ),
  );
  stored.forEach(({ pair, isRunnable: mayRun }, position) => {
    const fold = folds[position];
    if (fold === undefined || !("value" in fold)) return;
    if (fold.value === "same") isSame.set(pair, true);
    if (fold.value === "alive" && mayRun && MOMENT.test(pair.type ?? "")) moments.push(pair);
  });
  const values = await inBatches(session, moments, PAIRS_A_SELECT, (batch) => sameMoments(session, batch));
  moments.forEach((pair, position) => {
    const value = values[position];
    isSame.set(pair, value !== undefined && "value" in value && value.value);
  });
  return pairs.map((pair) => ({ pair, isSame: isSame.get(pair) ?? false, refused: refused.get(pair) }));
}

/** Whether the server refuses the model's side of a pair by itself. */
export async function refusedAlone(session: Session, pair: Pair, columns: ColumnsOf): Promise<unknown> {
  const answer = await session.attempt(() => printed(session, [{ ...pair, liveText: pair.modelText }], columns));
  return "refused" in answer ? answer.refused : null;
}
