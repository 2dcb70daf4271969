/** pg: a Pool or a Client of the app's. */

import type { Connection, Database, Row } from "../ports/connection.ts";
import { connectionError } from "./connection-error.ts";

interface PgQueryable {
  query(text: string, parameters?: unknown[]): Promise<{ readonly rows: readonly Row[] } | readonly unknown[]>;
}
/** What is used of pg's Client. */
export interface PgClient extends PgQueryable {
  readonly database?: string | undefined;
  readonly host?: string;
}
/** What is used of pg's Pool. */
export interface PgPool {
  readonly totalCount: number;
  connect(): Promise<PgQueryable & { release(): void }>;
}

function connectionOver(client: PgQueryable, release: () => void): Connection {
  return {
    async query(text, parameters = []) {
      // Without parameters pg sends a simple query, which may be several statements.
      const result = await client.query(text, parameters.length === 0 ? undefined : [...parameters]);
      return "rows" in result ? [...result.rows] : [];
    },
    async script(text) {
      await client.query(text);
    },
    release: () => Promise.resolve(release()),
  };
}

/** A database over a pool; each connection is a client of it. */
export function poolDatabase(pool: PgPool): Database {
  const label = "a pg pool";
  return {
    label,
    async connect() {
      try {
        const client = await pool.connect();
        return connectionOver(client, () => client.release());
      } catch (cause) {
        throw connectionError(label, cause, (text) => text);
      }
    },
    close: () => Promise.resolve(),
  };
}

/** A database over one connected client, which is its only session. */
export function clientDatabase(client: PgClient): Database {
  return {
    label: `postgres://${client.host ?? "localhost"}/${client.database ?? ""}`,
    connect: () => Promise.resolve(connectionOver(client, () => undefined)),
    close: () => Promise.resolve(),
  };
}
