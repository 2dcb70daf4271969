/**
 * What servers have said before, by content: a question is the whole SQL that would be asked, with all of the server and
 * database that its answer may depend on. Only answers that need no second look are kept.
 */

import { createHash, hash as hashOf } from "node:crypto";
import type { Connection } from "@sluice/runner";
import { shapesOf, surroundingsOf } from "./surroundings.ts";

/** Where answers are kept. Losing one costs a question, no more. */
export interface AnswerStore {
  read(): Promise<ReadonlyMap<string, string>>;
  add(answers: ReadonlyMap<string, string>): Promise<void>;
}

export interface Memory {
  recall(question: string): string | undefined;
  learn(question: string, answer: string): void;
  /** What tells how relations of these names look to a query, in whatever schema; null where nothing is remembered anyway. */
  shapes(names: ReadonlySet<string>): Promise<ReadonlyMap<string, string> | null>;
  /** Keeps what was learnt. */
  save(): Promise<void>;
}

const NOTHING: Memory = {
  recall: () => undefined,
  learn: () => undefined,
  shapes: () => Promise.resolve(null),
  save: () => Promise.resolve(),
};

/** The memory of answers about one database as it is now. */
export async function memoryOf(connection: Connection, store: AnswerStore | undefined): Promise<Memory> {
  if (store === undefined) return NOTHING;
  const [surroundings, known] = await Promise.all([surroundingsOf(connection), store.read()]);
  const base = createHash("sha256").update(surroundings).digest("base64url");
  const keys = new Map<string, string>();
  const learnt = new Map<string, string>();
  const keyOf = (question: string): string => {
    const key = keys.get(question) ?? hashOf("sha256", `${base}\n${question}`, "base64url").slice(0, 22);
    keys.set(question, key);
    return key;
  };
  return {
    recall: (question) => known.get(keyOf(question)),
    learn: (question, answer) => void learnt.set(keyOf(question), answer),
    shapes: (names) => shapesOf(connection, names),
    save: () => (learnt.size === 0 ? Promise.resolve() : store.add(learnt)),
  };
}
