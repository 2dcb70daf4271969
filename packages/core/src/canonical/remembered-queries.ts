/** What servers have said of queries before. A query's answer hangs on the relations that it names, besides its text. */

import { askQueries, type QueryAnswer } from "./ask-queries.ts";
import type { Memory } from "./memory.ts";
import { namedShapes } from "./named-shapes.ts";
import type { Session } from "./session.ts";

export type Refusable = { readonly value: QueryAnswer } | { readonly refused: unknown };

/** What is asked, as a key: a query with the shapes of all relations that may be the ones that it names; null: never twice the same. */
async function questionsOf(queries: readonly string[], memory: Memory): Promise<readonly (string | null)[]> {
  const shapes = await namedShapes(queries, memory);
  return queries.map((query, place) => {
    const named = shapes[place] ?? null;
    return named === null ? null : `query ${JSON.stringify([query, ...named])}`;
  });
}

/** As {@link askQueries}; what was answered before is not asked again. */
export async function rememberedQueries(
  session: Session,
  queries: readonly string[],
  memory: Memory,
): Promise<readonly Refusable[]> {
  const questions = await questionsOf(queries, memory);
  const known = new Map<number, QueryAnswer>();
  questions.forEach((question, place) => {
    const answer = question === null ? undefined : memory.recall(question);
    // Only what was learnt below is remembered.
    if (answer !== undefined) known.set(place, JSON.parse(answer) as QueryAnswer);
  });
  const open = queries.map((_, place) => place).filter((place) => !known.has(place));
  const answers = await askQueries(
    session,
    open.map((place) => queries[place] ?? ""),
  );
  const asked = new Map(open.map((place, position) => [place, answers[position] ?? { refused: null }]));
  for (const [place, answer] of asked) {
    const question = questions[place];
    if (typeof question === "string" && "value" in answer) memory.learn(question, JSON.stringify(answer.value));
  }
  return queries.map((_, place) => {
    const value = known.get(place);
    return value === undefined ? (asked.get(place) ?? { refused: null }) : { value };
  });
}
