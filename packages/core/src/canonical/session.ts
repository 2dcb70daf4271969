/** A transaction in which the server is asked what SQL means. It is always rolled back and locks nothing of the user's. */

import { randomBytes } from "node:crypto";
import { literal, quoteIdentifier, sluiceError, type Connection, type Row } from "@sluice/runner";
import { DEFAULT_SCHEMA } from "../catalog/printed-name.ts";
import { PRINT_SETTINGS } from "../introspect/snapshot.ts";

export interface Session {
  /** Runs a statement with the settings that migrations run with. */
  query(text: string, parameters?: readonly string[]): Promise<readonly Row[]>;
  /** Runs a statement with the settings that live catalogs are read with. */
  printed(text: string, parameters?: readonly string[]): Promise<readonly Row[]>;
  /**
   * Runs several statements, without results, with the settings that migrations run with. None can end the transaction, whatever
   * texts of a model are in it. https://www.postgresql.org/docs/current/plpgsql-statements.html#PLPGSQL-STATEMENTS-EXECUTING-DYN
   */
  script(statements: readonly string[]): Promise<void>;
  /** Runs work and takes back whatever it made. */
  aside<T>(work: () => Promise<T>): Promise<T>;
  /** Runs work on another session of the same server, beside this one; null where there is none to be had. */
  beside<T>(work: (other: Session) => Promise<T>): Promise<T | null>;
  /** Runs work that may be refused; null where it was, with what the server said. */
  attempt<T>(work: () => Promise<T>): Promise<{ readonly value: T } | { readonly refused: unknown }>;
}

const NAMES = Object.keys(PRINT_SETTINGS);
/** What stands in for a table or a type is temporary, and hides it: it prints as that does. */
const PRINTED = Object.values({ ...PRINT_SETTINGS, search_path: quoteIdentifier(DEFAULT_SCHEMA) });
const OWN = `select ${NAMES.map((name) => `pg_catalog.current_setting('${name}') as "${name}"`).join(", ")}`;
const SET = `select ${NAMES.map((name, place) => `pg_catalog.set_config('${name}', $${place + 1}, true)`).join(", ")}`;

const FACTS = `pg_catalog.pg_is_in_recovery() as standby, pg_catalog.current_setting('transaction_read_only') as readonly,
  pg_catalog.has_database_privilege(pg_catalog.current_database(), 'TEMP') and pg_catalog.has_language_privilege('sql', 'USAGE') as may`;

/** Who can be asked besides. */
export interface Others {
  /** Opens a session on a server that may be asked instead; told why. */
  readonly elsewhere?: (why: string) => Promise<Connection>;
  /** Opens another session of the same server. */
  readonly another?: (() => Promise<Connection>) | undefined;
}

/**
 * One statement that executes others, which hold texts of a model. EXECUTE refuses to commit, and nothing in a statement can close the block around it.
 */
export function executed(statements: readonly string[]): string {
  const tag = `$sluice_${randomBytes(8).toString("hex")}$`;
  return `do ${tag} begin\n${statements.map((statement) => `execute ${literal(statement)};`).join("\n")}\nend ${tag}`;
}

function unavailable(why: string): Promise<never> {
  throw sluiceError("CANONICAL_UNAVAILABLE", `${why}: it can't be asked what the model's expressions mean`, {
    hint: "Compare against the primary, with a role that may create temporary objects (GRANT TEMPORARY ON DATABASE).",
  });
}

/** What stands against asking a server; null where nothing does. */
function obstacle(facts: Row | undefined): string | null {
  if (facts?.["standby"] === true) return "the server is a standby, which only reads";
  return facts?.["may"] === true ? null : "the role may not create temporary objects";
}

/**
 * Runs work in such a transaction. It begins with the first question: where there is none, nothing is sent.
 *
 * @param others whom to ask where the role may not create temporary objects, or the server only reads; and who helps.
 * @throws CANONICAL_UNAVAILABLE where there is nobody to ask.
 */
export async function withSession<T>(
  live: Connection,
  work: (session: Session) => Promise<T>,
  { elsewhere = unavailable, another }: Others = {},
): Promise<T> {
  let connection = live;
  let opened: Promise<readonly string[]> | null = null;
  // Null: not known. Settings are part of what is rolled back, and another server has its own.
  let mode: "own" | "printed" | null = null;
  const begin = async (): Promise<readonly string[]> => {
    const [own] = await live.query(`${OWN}, ${FACTS}`);
    const why = obstacle(own);
    if (why !== null) connection = await elsewhere(why);
    // A role may be set to write nothing by accident: nothing of this stays.
    const start = why === null && own?.["readonly"] === "on" ? "begin read write" : "begin";
    // The bodies of functions are parsed all the same; whether one could be run is nobody's question.
    await connection.script(`${start}; set local check_function_bodies = off`);
    if (why === null) mode = "own";
    return NAMES.map((name) => String(own?.[name]));
  };
  const open = (): Promise<readonly string[]> => (opened ??= begin());
  try {
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
      async script(statements) {
        await use("own");
        await connection.query(executed(statements));
      },
      async aside(made) {
        await open();
        await connection.query("savepoint sluice_aside");
        const value = await made();
        await connection.query("rollback to savepoint sluice_aside");
        mode = null;
        return value;
      },
      async beside(asked) {
        await open();
        // Whoever stands in for a server stands alone, and a server that is full is asked over the session that there is.
        const second = connection === live ? await another?.().catch(() => null) : null;
        if (second === null || second === undefined) return null;
        try {
          return await withSession(second, asked);
        } finally {
          await second.release();
        }
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
