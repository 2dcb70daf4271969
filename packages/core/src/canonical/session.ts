/** A transaction in which the server is asked what SQL means. It is always rolled back and locks nothing of the user's. */

import { codeOf, messageOf, sluiceError, type Connection, type Row } from "@sluice/runner";

export interface Session {
  /** Runs a statement with the search path that migrations run with. */
  query(text: string, parameters?: readonly string[]): Promise<readonly Row[]>;
  /** Runs a statement with an empty search path, so that everything prints qualified. */
  printed(text: string, parameters?: readonly string[]): Promise<readonly Row[]>;
  /** Runs several statements, without results, with the search path that migrations run with. */
  script(text: string): Promise<void>;
  /** Runs work and takes back whatever it made. */
  aside<T>(work: () => Promise<T>): Promise<T>;
  /** Runs work that may be refused; null where it was, with what the server said. */
  attempt<T>(work: () => Promise<T>): Promise<{ readonly value: T } | { readonly refused: unknown }>;
}

const READ_ONLY = "25006";
const NO_RIGHT = "42501";

/**
 * Runs work in such a transaction. It begins with the first question: where there is none, nothing is sent.
 *
 * @throws CANONICAL_UNAVAILABLE where the role may not create temporary objects, or the server only reads.
 */
export async function withSession<T>(connection: Connection, work: (session: Session) => Promise<T>): Promise<T> {
  let opened: Promise<string> | null = null;
  const begin = async (): Promise<string> => {
    await connection.query("begin");
    const [path] = await connection.query("select pg_catalog.current_setting('search_path') as path");
    return typeof path?.["path"] === "string" ? path["path"] : "";
  };
  const open = (): Promise<string> => (opened ??= begin());
  try {
    let isEmpty = false;
    const use = async (empty: boolean): Promise<void> => {
      const own = await open();
      if (empty === isEmpty) return;
      await connection.query("select pg_catalog.set_config('search_path', $1, true)", [empty ? "" : own]);
      isEmpty = empty;
    };
    return await work({
      async query(text, parameters) {
        await use(false);
        return connection.query(text, parameters);
      },
      async printed(text, parameters) {
        await use(true);
        return connection.query(text, parameters);
      },
      async script(text) {
        await use(false);
        return connection.script(text);
      },
      async aside(made) {
        const own = await open();
        await connection.query("savepoint sluice_aside");
        const value = await made();
        await connection.query("rollback to savepoint sluice_aside");
        // The path is part of what was rolled back: which one it was by then is not worth knowing.
        await connection.query("select pg_catalog.set_config('search_path', $1, true)", [own]);
        isEmpty = false;
        return value;
      },
      async attempt(tried) {
        const own = await open();
        await connection.query("savepoint sluice_ask");
        try {
          const value = await tried();
          await connection.query("release savepoint sluice_ask");
          return { value };
        } catch (refused) {
          await connection.query("rollback to savepoint sluice_ask");
          // The path is part of what was rolled back.
          isEmpty = false;
          await connection.query("select pg_catalog.set_config('search_path', $1, true)", [own]);
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
