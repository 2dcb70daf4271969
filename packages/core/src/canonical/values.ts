/** Whether two expressions that print otherwise are one value: what a column would store for them. */

import type { Pair } from "./pairs.ts";
import { executed, inBatches, type Session } from "./session.ts";

const PAIRS_A_SELECT = 200;

/** Types that PostgreSQL compares by no operator, or by one that means something else; they are compared as others. */
const COMPARED_AS: readonly (readonly [RegExp, string])[] = [
  [/^json(?!b)/, "jsonb"],
  [/^(?:xml|point|line|lseg|box|path|polygon|circle|txid_snapshot|pg_snapshot)\b/, "text"],
  // What differs in its case is another default.
  [/^(?:\w+\.|"(?:[^"]|"")+"\.)?citext\b/, "text"],
];

/**
 * Types whose cast cuts or fills up what their columns refuse: without their length neither is done.
 * https://www.postgresql.org/docs/current/datatype-character.html
 */
const UNCUT: readonly (readonly [RegExp, string])[] = [
  [/^(character varying|bit varying)\(\d+\)/, "$1"],
  [/^character\(\d+\)/, "bpchar"],
  [/^bit\(\d+\)/, "bit varying"],
];

function uncut(type: string): string {
  return UNCUT.reduce((text, [length, without]) => text.replace(length, without), type);
}

/** Whether both are one value, as the column would store them. */
function equality({ liveText, modelText, type }: Pair): string {
  const target = uncut(type ?? "text");
  const as = COMPARED_AS.find(([types]) => types.test(target))?.[1];
  const cast = as === undefined ? "" : `::${as}${target.endsWith("[]") ? "[]" : ""}`;
  const [live, model] = [liveText, modelText].map((text) => `((${text})::${target}${cast})`);
  // A day of 24 hours is one, but no month is thirty days for good.
  const parts = /^interval\b(?!.*\[\])/.test(target) ? ["year", "month"] : [];
  const same = parts.map((part) => ` and extract(${part} from ${live}) = extract(${part} from ${model})`);
  return `${live} = ${model}${same.join("")}`;
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
  const [row] = await session.printed(`explain (verbose, costs off, format json) select ${columns.join(", ")}`);
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
  const withoutTexts = text.replace(/E?'(?:[^'\\]|''|\\.)*'/g, "''");
  return !/[\w"]\s*\((?!\s*\d+\s*(?:,\s*-?\d+\s*)?\))/.test(withoutTexts.replaceAll("now()", "").replace(/\s\(/g, "("));
}

/** Other values that a session has (its user) may be the same by chance; one moment spelled in two ways is one moment. */
const MOMENT = /^(?:date|time|timestamp)\b/;

async function sameMoments(session: Session, pairs: readonly Pair[]): Promise<readonly boolean[]> {
  const columns = pairs.map((pair, position) => `${equality(pair)} as c${position}`);
  const [row] = await session.printed(`select ${columns.join(", ")}`);
  return pairs.map((_, position) => row?.[`c${position}`] === true);
}

export interface StoredPair {
  readonly pair: Pair;
  /** With what the server prints for the two. */
  readonly again: Pair;
}

/** Those of the pairs that are one value. */
export async function sameValues(session: Session, stored: readonly StoredPair[]): Promise<readonly Pair[]> {
  const pairs = stored.map(({ again }) => again);
  const folds = await inBatches(session, pairs, PAIRS_A_SELECT, (batch) => folded(session, batch));
  const foldOf = (position: number): Folded | null => {
    const fold = folds[position];
    return fold !== undefined && "value" in fold ? fold.value : null;
  };
  const moments = stored.filter(
    ({ again: { type, liveText, modelText } }, position) =>
      foldOf(position) === "alive" && MOMENT.test(type ?? "") && isRunnable(liveText) && isRunnable(modelText),
  );
  const values = await inBatches(
    session,
    moments.map(({ again }) => again),
    PAIRS_A_SELECT,
    (batch) => sameMoments(session, batch),
  );
  const areSame = moments.filter((_, position) => {
    const value = values[position];
    return value !== undefined && "value" in value && value.value;
  });
  return [...stored.filter((_, position) => foldOf(position) === "same"), ...areSame].map(({ pair }) => pair);
}

/**
 * Those whose live text the column would not take for a default once it has its next type: an integer is no boolean, though a
 * cast makes it one. https://www.postgresql.org/docs/current/typeconv-query.html
 */
export async function refusedDefaults(session: Session, pairs: readonly Pair[]): Promise<ReadonlySet<Pair>> {
  const answers = await inBatches(session, pairs, PAIRS_A_SELECT, async (batch) => {
    const columns = batch.map(({ type, liveText }, place) => `c${place} ${type ?? "text"} default (${liveText}\n)`);
    await session.printed(executed([`create temporary table sluice_defaults (${columns.join(", ")}) on commit drop`]));
    await session.printed("drop table pg_temp.sluice_defaults");
    return batch.map(() => null);
  });
  return new Set(pairs.filter((_, place) => !("value" in (answers[place] ?? {}))));
}
