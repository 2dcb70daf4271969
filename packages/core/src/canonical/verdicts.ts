/** The server's verdicts on pairs of expressions: asked for once, and remembered. */

import { quoteIdentifier } from "@sluice/runner";
import type { Expression } from "./bodies.ts";
import {
  expression,
  isOverItself,
  namesIn,
  printed,
  printedAgain,
  sourceOf,
  sourcesOf,
  type ColumnsOf,
} from "./expressions.ts";
import type { Memory } from "./memory.ts";
import { holdsQuery, namedShapes, namesByText } from "./named-shapes.ts";
import type { Pair } from "./pairs.ts";
import { sameTrees } from "./same-trees.ts";
import { inBatches, type Session } from "./session.ts";
import { refusedDefaults, sameValues, type StoredPair } from "./values.ts";

const PAIRS_A_BODY = 300;

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
  const sort = pair.isRetyped ? "storable" : "same";
  return `${sort} ${pair.type ?? ""}${source}${types.join(",")}\n${pair.liveText}\n${pair.modelText}`;
}

/** What is asked of each pair, as a key; null where an answer would rest on more. */
async function questionsOf(
  pairs: readonly Pair[],
  columns: ColumnsOf,
  memory: Memory,
): Promise<ReadonlyMap<Pair, string | null>> {
  const texts = new Map(pairs.map((pair) => [pair, `${pair.liveText}\n${pair.modelText}`]));
  const querying = pairs.filter((pair) => holdsQuery(texts.get(pair) ?? ""));
  const shapes = await namedShapes(
    querying.map((pair) => texts.get(pair) ?? ""),
    memory,
  );
  const named = new Map(querying.map((pair, place) => [pair, shapes[place] ?? null]));
  return new Map(
    pairs.map((pair) => {
      const read = named.get(pair);
      if (read === null || namesByText(texts.get(pair) ?? "")) return [pair, null];
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
  const answers = asked.length === 0 ? [] : await sharedVerdicts(session, asked, columns);
  [...questions].forEach(([question, alike], position) => {
    const answer = answers[position];
    if (answer === undefined) return;
    if (answer.isSame && typeof question === "string") memory.learn(question, SAME);
    said.push(...alike.map((pair) => ({ ...answer, pair })));
  });
  return said;
}

const SAME = "=";

/** Above this many pairs, what a second session takes over is worth more than opening it. */
const ENOUGH_FOR_TWO = 2 * PAIRS_A_BODY;

/** The server's verdicts, where there are many by two sessions, since one keeps one processor busy. */
async function sharedVerdicts(
  session: Session,
  pairs: readonly Pair[],
  columns: ColumnsOf,
): Promise<readonly Verdict[]> {
  if (pairs.length < ENOUGH_FOR_TWO) return askedVerdicts(session, pairs, columns);
  const half = Math.ceil(pairs.length / 2);
  const [mine, others] = [pairs.slice(0, half), pairs.slice(half)];
  const asked = [
    askedVerdicts(session, mine, columns),
    session.beside((other) => askedVerdicts(other, others, columns)),
  ] as const;
  // Neither is under way when the other has failed.
  await Promise.allSettled(asked);
  const [ours, theirs] = await Promise.all(asked);
  return [...ours, ...(theirs ?? (await askedVerdicts(session, others, columns)))];
}

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
  const ofOneValue = [...(await sameValues(session, stored))];
  const unstorable = await refusedDefaults(
    session,
    ofOneValue.filter(({ isRetyped }) => isRetyped),
  );
  for (const pair of ofOneValue) if (!unstorable.has(pair)) isSame.set(pair, true);
  return pairs.map((pair) => ({ pair, isSame: isSame.get(pair) ?? false, refused: refused.get(pair) }));
}
