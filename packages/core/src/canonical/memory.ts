/**
 * What servers have said before, by content: a question is the whole SQL that would be asked, with all of the server and
 * database that its answer may depend on. Only answers that need no second look are kept.
 */

import { createHash, hash as hashOf } from "node:crypto";
import type { Connection } from "@sluice/runner";

/** Where answers are kept. Losing one costs a question, no more. */
export interface AnswerStore {
  read(): Promise<ReadonlyMap<string, string>>;
  add(answers: ReadonlyMap<string, string>): Promise<void>;
}

export interface Memory {
  recall(question: string): string | undefined;
  learn(question: string, answer: string): void;
  /** Keeps what was learnt. */
  save(): Promise<void>;
}

const NOTHING: Memory = {
  recall: () => undefined,
  learn: () => undefined,
  save: () => Promise.resolve(),
};

/**
 * All that may change what an expression means, besides its text and the columns that it names: the server's version, the
 * search path, and the functions, operators, casts, types and collations that somebody has made.
 * https://www.postgresql.org/docs/current/typeconv.html
 */
const SURROUNDINGS = `select pg_catalog.concat_ws(' ', pg_catalog.version(), pg_catalog.current_setting('search_path'), current_user,
  ${["pg_proc", "pg_operator", "pg_cast", "pg_collation", "pg_enum", "pg_namespace", "pg_extension"]
    .map(
      (name) =>
        `(select pg_catalog.concat(pg_catalog.count(*), '/', pg_catalog.max(oid)) from pg_catalog.${name} where oid >= 16384)`,
    )
    .join(",\n  ")},
  (select pg_catalog.concat(pg_catalog.count(*), '/', pg_catalog.max(oid)) from pg_catalog.pg_type where oid >= 16384 and typtype <> 'c' and typcategory <> 'A')
) as surroundings`;

/** The memory of answers about one database as it is now. */
export async function memoryOf(connection: Connection, store: AnswerStore | undefined): Promise<Memory> {
  if (store === undefined) return NOTHING;
  const [[row], known] = await Promise.all([connection.query(SURROUNDINGS), store.read()]);
  const base = createHash("sha256").update(String(row?.["surroundings"])).digest("base64url");
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
    save: () => (learnt.size === 0 ? Promise.resolve() : store.add(learnt)),
  };
}
