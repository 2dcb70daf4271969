/**
 * What servers have said before, by content: a question is the whole SQL that would be asked, with all of the server and
 * database that its answer may depend on. Only answers that need no second look are kept.
 */

import { createHash, hash as hashOf } from "node:crypto";
import type { Connection } from "@sluice/runner";
import { surroundingsOf } from "./surroundings.ts";

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

/** Columns, and keys: a query that groups by one may name the other columns. Numbers, since names print as settings have it. */
const SHAPES = `select c.relname as name, pg_catalog.json_agg(pg_catalog.json_build_array(c.oid, c.relnamespace, c.relkind,
    (select pg_catalog.json_agg(pg_catalog.json_build_array(a.attname, a.atttypid, a.atttypmod, a.attcollation) order by a.attnum)
      from pg_catalog.pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped),
    (select pg_catalog.json_agg(pg_catalog.json_build_array(k.conname, k.conkey, k.condeferrable) order by k.conname)
      from pg_catalog.pg_constraint k where k.conrelid = c.oid and k.contype in ('p', 'u'))) order by c.oid)::pg_catalog.text as shape
  from pg_catalog.pg_class c where c.relkind in ('r', 'p', 'v', 'm', 'f', 'c', 'S') and c.relname = any(array(
    select n::pg_catalog.name from pg_catalog.json_array_elements_text($1::pg_catalog.text::pg_catalog.json) n))
  group by c.relname`;

async function shapesOf(connection: Connection, names: ReadonlySet<string>): Promise<ReadonlyMap<string, string>> {
  const rows = await connection.query(SHAPES, [JSON.stringify([...names])]);
  return new Map(rows.map((row) => [String(row["name"]), String(row["shape"])]));
}

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
