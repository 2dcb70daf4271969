/** postgres.js: what serves a URL, and clients of it that the app already has. */

import type { Connection, Database, Row } from "../ports/connection.ts";
import { connectionError } from "./connection-error.ts";
import { labelOf, masked } from "./label.ts";

/** What is used of postgres.js, so that a client of any copy of it will do. */
export interface PostgresJsClient {
  readonly options: { readonly host?: readonly string[] | string; readonly database?: string };
  unsafe(text: string, parameters?: readonly unknown[], options?: { readonly prepare?: boolean }): PostgresJsQuery;
  reserve(): Promise<PostgresJsClient & { release(): void }>;
  end(options?: { readonly timeout?: number }): Promise<void>;
}
type PostgresJsQuery = PromiseLike<readonly Row[]> & { simple(): PromiseLike<unknown> };

function connectionOver(client: PostgresJsClient, release: () => Promise<void>): Connection {
  return {
    query: async (text, parameters = []) => [...(await client.unsafe(text, parameters, { prepare: false }))],
    script: async (text) => {
      await client.unsafe(text).simple();
    },
    release,
  };
}

const CONNECT_SECONDS = 10;

/** A database at a URL. Each connection is a session of its own. */
export function urlDatabase(url: string): Database {
  const label = labelOf(url);
  const mask = (text: string): string => masked(text, url);
  return {
    label,
    async connect() {
      try {
        const { default: postgres } = await import("postgres");
        const client: PostgresJsClient = postgres(url, {
          max: 1,
          onnotice: () => undefined,
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
        return connectionOver(client, () => client.end({ timeout: 5 }));
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
  return {
    label,
    async connect() {
      try {
        const reserved = await client.reserve();
        return connectionOver(reserved, () => Promise.resolve(reserved.release()));
      } catch (cause) {
        throw connectionError(label, cause, (text) => text);
      }
    },
    close: () => Promise.resolve(),
  };
}
