/** postgres.js: what serves a URL, and clients of it that the app already has. */

import type { Connection, ConnectOptions, Database, Notice, Parameter, Row } from "../ports/connection.ts";
import { connectionError, lostConnection } from "./connection-error.ts";
import { labelOf, masked } from "./label.ts";
import { parameterText, textOrNull } from "./parameter.ts";
import { sharedSession } from "./shared-session.ts";

interface PostgresJsQueryOptions {
  readonly prepare?: boolean;
  /** Given the session that a query is sent on, whose own `onclose` tells when it is gone. */
  readonly onexecute?: (session: object) => void;
}
interface Queries {
  unsafe(text: string, parameters?: readonly unknown[], options?: PostgresJsQueryOptions): PostgresJsQuery;
  /** A value that is sent as one of this type. */
  typed: unknown;
}
/** What is used of postgres.js, so that a client of any copy of it will do. */
export interface PostgresJsClient extends Queries {
  readonly options: { readonly host?: readonly string[] | string; readonly database?: string; readonly max?: number };
  reserve(): Promise<Queries & { release(): void }>;
  end(options?: { readonly timeout?: number }): Promise<void>;
}
/** What `sql.begin` hands to its function: a session in the app's own transaction. */
export interface PostgresJsTransaction extends Queries {
  savepoint: unknown;
}
interface RawResult extends ReadonlyArray<readonly (Uint8Array | null)[]> {
  readonly columns?: readonly { readonly name: string; readonly type: number }[];
}
type PostgresJsQuery = PromiseLike<readonly Row[] | readonly (readonly Row[])[]> & {
  simple(): PromiseLike<unknown>;
  raw(): PromiseLike<RawResult>;
};

/**
 * The type "unknown": the server decides, as for a literal. Told nothing, postgres.js would ask for the type and write the
 * text its own way: a date read in the local time zone, a text as a JSON string.
 */
const UNKNOWN = 705;

interface Session {
  readonly queries: Queries;
  /** Whether the session is gone; postgres.js would open another with the next query. */
  readonly isLost: () => boolean;
  readonly isPipelined?: boolean;
  readonly release: () => Promise<void>;
}

function connectionOver({ queries, isLost, isPipelined = false, release }: Session): Connection {
  const sent = (text: string, parameters: readonly Parameter[]): PostgresJsQuery => {
    if (isLost()) throw lostConnection();
    // A method of every postgres.js client; its own type has further overloads.
    const typed = queries.typed as (value: string, type: number) => unknown;
    const given = parameters.map((parameter) => {
      const value = parameterText(parameter);
      return value === null ? null : typed(value, UNKNOWN);
    });
    return queries.unsafe(text, given, { prepare: false });
  };
  return {
    isPipelined,
    async query(text, parameters = []) {
      const result = await sent(text, parameters);
      const [first] = result;
      // Several statements give a list for each.
      const last = Array.isArray(first) ? result.at(-1) : result;
      // A list of rows, or the last of the lists.
      return [...(last as readonly Row[])];
    },
    async text(text, parameters = []) {
      const result = await sent(text, parameters).raw();
      const rows = [...result].map((row) =>
        row.map((value) => (value === null ? null : Buffer.from(value).toString("utf8"))),
      );
      return { columns: (result.columns ?? []).map(({ name, type }) => ({ name, type })), rows };
    },
    async script(text) {
      await sent(text, []).simple();
    },
    release,
  };
}

const CONNECT_SECONDS = 10;

function noticeOf(notice: Readonly<Record<string, unknown>>): Notice {
  return {
    severity: textOrNull(notice["severity"]) ?? "",
    code: textOrNull(notice["code"]) ?? "",
    message: textOrNull(notice["message"]) ?? "",
  };
}

/** A database at a URL. Each connection is a session of its own. */
export function urlDatabase(url: string): Database {
  const label = labelOf(url);
  const mask = (text: string): string => masked(text, url);
  return {
    label,
    async connect({ onNotice }: ConnectOptions = {}) {
      try {
        const { default: postgres } = await import("postgres");
        let isLost = false;
        const client: PostgresJsClient = postgres(url, {
          max: 1,
          onnotice: (notice) => onNotice?.(noticeOf(notice)),
          onclose: () => {
            isLost = true;
          },
          fetch_types: false,
          connect_timeout: CONNECT_SECONDS,
          idle_timeout: 0,
          max_lifetime: null,
          connection: { application_name: "sluice" },
        });
        try {
          await client.unsafe("select 1");
        } catch (cause) {
          await client.end({ timeout: 0 });
          throw cause;
        }
        return connectionOver({
          queries: client,
          isLost: () => isLost,
          isPipelined: true,
          release: () => client.end({ timeout: isLost ? 0 : 5 }),
        });
      } catch (cause) {
        throw connectionError(label, cause, mask);
      }
    },
    sibling: (name) => urlDatabase(urlWithDatabase(url, name)),
    close: () => Promise.resolve(),
  };
}

/** The URL of another database of the same server. */
export function urlWithDatabase(url: string, name: string): string {
  const other = new URL(url);
  other.pathname = `/${encodeURIComponent(name)}`;
  for (const parameter of ["database", "dbname"]) other.searchParams.delete(parameter);
  return other.toString();
}

/** A database over a postgres.js client of the app's; sessions are reserved from it and given back. */
export function postgresJsDatabase(client: PostgresJsClient): Database {
  const host = [client.options.host ?? "localhost"].flat().join(",");
  const label = `postgres://${host}/${client.options.database ?? ""}`;
  const connect = async (): Promise<Connection> => {
    try {
      const reserved = await client.reserve();
      let isLost = false;
      await reserved.unsafe("select 1", [], {
        onexecute: (session) => {
          Object.assign(session, {
            onclose: () => {
              isLost = true;
            },
          });
        },
      });
      return connectionOver({
        queries: reserved,
        isLost: () => isLost,
        release: () => {
          // A lost one has gone back already.
          if (!isLost) reserved.release();
          return Promise.resolve();
        },
      });
    } catch (cause) {
      throw connectionError(label, cause, (text) => text);
    }
  };
  if (client.options.max === 1) return sharedSession(label, client, connect);
  return { label, connect, close: () => Promise.resolve() };
}

/** A database over the session of an open `sql.begin`. */
export function postgresJsTransaction(transaction: PostgresJsTransaction): Database {
  return {
    label: "a postgres.js transaction",
    session: transaction,
    connect: () =>
      Promise.resolve(connectionOver({ queries: transaction, isLost: () => false, release: () => Promise.resolve() })),
    close: () => Promise.resolve(),
  };
}
