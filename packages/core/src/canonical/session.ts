/** A transaction in which the server is asked what SQL means. It is always rolled back and locks nothing of the user's. */

import { codeOf, messageOf, sluiceError, type Connection, type Row } from "@sluice/runner";
import { PRINT_SETTINGS } from "../introspect/snapshot.ts";

export interface Session {
  /** Runs a statement with the settings that migrations run with. */
  query(text: string, parameters?: readonly string[]): Promise<readonly Row[]>;
  /** Runs a statement with the settings that live catalogs are read with. */
  printed(text: string, parameters?: readonly string[]): Promise<readonly Row[]>;
  /** Runs several statements, without results, with the settings that migrations run with. */
  script(text: string): Promise<void>;
  /** Runs work and takes back whatever it made. */
  aside<T>(work: () => Promise<T>): Promise<T>;
  /** Runs work that may be refused; null where it was, with what the server said. */
  attempt<T>(work: () => Promise<T>): Promise<{ readonly value: T } | { readonly refused: unknown }>;
}

const READ_ONLY = "25006";
const NO_RIGHT = "42501";

const NAMES = Object.keys(PRINT_SETTINGS);
const PRINTED = Object.values(PRINT_SETTINGS);
const OWN = `select ${NAMES.map((name) => `pg_catalog.current_setting('${name}') as "${name}"`).join(", ")}`;
const SET = `select ${NAMES.map((name, place) => `pg_catalog.set_config('${name}', $${place + 1}, true)`).join(", ")}`;

/**
 * Runs work in such a transaction. It begins with the first question: where there is none, nothing is sent.
 *
 * @throws CANONICAL_UNAVAILABLE where the role may not create temporary objects, or the server only reads.
 */
export async function withSession<T>(connection: Connection, work: (session: Session) => Promise<T>): Promise<T> {
  let opened: Promise<readonly string[]> | null = null;
  const begin = async (): Promise<readonly string[]> => {
    // The bodies of functions are parsed all the same; whether one could be run is nobody's question.
    await connection.script("begin; set local check_function_bodies = off");
    const [own] = await connection.query(OWN);
    return NAMES.map((name) => String(own?.[name]));
  };
  const open = (): Promise<readonly string[]> => (opened ??= begin());
  try {
    // Null: settings are part of what was rolled back, and which they were by then is not worth knowing.
    let mode: "own" | "printed" | null = "own";
    const use = async (wanted: "own" | "printed"): Promise<void> => {
      const own = await open();
      if (wanted === mode) return;
      await connection.query(SET, wanted === "own" ? own : PRINTED);
      mode = wanted;
    };
    return await work({
      async query(text, parameters) {
        await use("own");
        return connection.query(text, parameters);
      },
      async printed(text, parameters) {
        await use("printed");
        return connection.query(text, parameters);
      },
      async script(text) {
        await use("own");
        return connection.script(text);
      },
      async aside(made) {
        await open();
        await connection.query("savepoint sluice_aside");
        const value = await made();
        await connection.query("rollback to savepoint sluice_aside");
        mode = null;
        return value;
      },
      async attempt(tried) {
        await open();
        await connection.query("savepoint sluice_ask");
        try {
          const value = await tried();
          await connection.query("release savepoint sluice_ask");
          return { value };
        } catch (refused) {
          await connection.query("rollback to savepoint sluice_ask");
          mode = null;
          const code = codeOf(refused);
          if (code === READ_ONLY || (code === NO_RIGHT && String(refused).includes("temporary"))) {
            throw sluiceError(
              "CANONICAL_UNAVAILABLE",
              `the server can't be asked what the model's expressions mean: ${messageOf(refused)}`,
              {
                hint: "Compare against the primary, with a role that may create temporary objects (GRANT TEMPORARY ON DATABASE).",
                cause: refused,
              },
            );
          }
          return { refused };
        }
      },
    });
  } finally {
    if (opened !== null) await connection.query("rollback").catch(() => undefined);
  }
}

/** Puts things to the server together; where it refuses them, in halves, so that one bad one spoils no other. */
export async function inBatches<T, R>(
  session: Session,
  things: readonly T[],
  size: number,
  ask: (batch: readonly T[]) => Promise<readonly R[]>,
): Promise<readonly ({ readonly value: R } | { readonly refused: unknown })[]> {
  const results: ({ readonly value: R } | { readonly refused: unknown })[] = [];
  const waiting: (readonly T[])[] = [];
  for (let start = things.length - (things.length % size || size); start >= 0; start -= size)
    waiting.push(things.slice(start, start + size));
  for (let batch = waiting.pop(); batch !== undefined; batch = waiting.pop()) {
    const some = batch;
    if (some.length === 0) continue;
    const answer = await session.attempt(() => ask(some));
    if ("value" in answer) results.push(...answer.value.map((value) => ({ value })));
    else if (some.length === 1) results.push(answer);
    else {
      const half = Math.ceil(some.length / 2);
      waiting.push(some.slice(half), some.slice(0, half));
    }
  }
  return results;
}
