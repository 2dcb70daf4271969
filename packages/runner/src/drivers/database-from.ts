/** Makes a database of whatever the app has: a URL, a client, or a Drizzle database over one. */

import type { Database } from "../ports/connection.ts";
import { sluiceError } from "../errors/sluice-error.ts";
import { clientDatabase, poolDatabase, type PgClient, type PgPool } from "./node-postgres.ts";
import { pgliteDatabase, pgliteFolder, type PgliteClient } from "./pglite.ts";
import {
  postgresJsDatabase,
  postgresJsTransaction,
  urlDatabase,
  type PostgresJsClient,
  type PostgresJsTransaction,
} from "./postgres-js.ts";

/** A Drizzle database: it keeps the client that it was made of. */
export interface DrizzleDatabase {
  readonly $client: PostgresJsClient | PgPool | PgClient | PgliteClient;
}

/**
 * A `postgres://` URL, `pglite:<folder>`, a postgres.js client or transaction, a pg Pool or connected Client, a PGlite, a Drizzle database
 * over one of them, or a {@link Database}.
 */
export type DatabaseInput =
  | string
  | PostgresJsClient
  | PostgresJsTransaction
  | PgPool
  | PgClient
  | PgliteClient
  | DrizzleDatabase
  | Database;

type Has<K extends string> = { readonly [N in K]: unknown };

function has<K extends string>(value: object, ...keys: readonly K[]): value is Has<K> {
  return keys.every((key) => key in value);
}

function fromText(text: string): Database {
  if (text.startsWith("pglite:")) return pgliteFolder(text.slice("pglite:".length));
  if (/^postgres(ql)?:\/\//.test(text)) return urlDatabase(text);
  throw sluiceError("UNSUPPORTED_DATABASE", "the database is neither a postgres:// URL nor pglite:<folder>", {
    hint: "Write postgres://user:password@host:5432/name.",
  });
}

/**
 * A database to connect to. Nothing is opened yet; what is handed in is never closed.
 *
 * @throws UNSUPPORTED_DATABASE
 * @example databaseFrom("postgres://localhost/school")
 */
export function databaseFrom(input: DatabaseInput): Database {
  if (typeof input === "string") return fromText(input);
  // Clients are told apart by what they can do: they may come from any copy of their package. postgres.js's is a function.
  if ((typeof input === "object" || typeof input === "function") && input !== null) {
    if (has(input, "label", "connect", "close")) return input;
    if (has(input, "$client")) return databaseFrom(input.$client);
    if (has(input, "unsafe", "reserve")) return postgresJsDatabase(input);
    if (has(input, "unsafe", "savepoint")) return postgresJsTransaction(input);
    if (has(input, "query", "exec")) return pgliteDatabase(input);
    if (has(input, "connect", "totalCount")) return poolDatabase(input);
    if (has(input, "query", "connect")) return clientDatabase(input);
  }
  throw sluiceError("UNSUPPORTED_DATABASE", "the database is of no kind that Sluice knows", {
    hint: "Give a URL, a postgres.js client, a pg Pool or Client, a PGlite, or a Drizzle database over one of them.",
  });
}
