/** Reads the declared schemas of a live database in one snapshot, with a fixed number of round trips. */

import { DEFAULT_LEDGER_TABLE, sluiceError, type Connection } from "@sluice/runner";
import { catalogOf } from "../catalog/catalog.ts";
import type { Diagnostic } from "../catalog/diagnostic.ts";
import { kinds, type AnyObject, type ModelledCatalog } from "../kinds/index.ts";
import type { ServerInfo } from "../kinds/kind.ts";
import { OTHER_TOOLS_TABLES, scopedQuery } from "./scope.ts";
import { UNMANAGED, unmanagedDiagnostic, type UnmanagedRow } from "./unmanaged.ts";

export interface IntrospectOptions {
  /** The declared schemas. Nothing outside them is read. */
  readonly schemas: readonly string[];
  /** Names of tables to leave alone, in any schema; the ledger's is always among them. */
  readonly exclude?: readonly string[];
}

export interface LiveDatabase {
  readonly catalog: ModelledCatalog;
  readonly server: ServerInfo;
  /** What is in the declared schemas and Sluice does not manage. */
  readonly unmanaged: readonly Diagnostic[];
}

const OLDEST = 140000;

async function rowsOf(connection: Connection, query: string, parameters: readonly string[]): Promise<readonly unknown[]> {
  const [row] = await connection.query(scopedQuery(query), parameters);
  // scopedQuery gives a JSON array.
  return JSON.parse(String(row?.["rows"] ?? "[]")) as readonly unknown[];
}

/**
 * Reads the declared schemas. Nothing is locked but for reading the catalogs, nothing is written, and the session is left as
 * it was.
 *
 * @throws UNSUPPORTED_SERVER before PostgreSQL 14.
 */
export async function introspect(connection: Connection, options: IntrospectOptions): Promise<LiveDatabase> {
  const exclude = [DEFAULT_LEDGER_TABLE, ...OTHER_TOOLS_TABLES, ...(options.exclude ?? [])];
  const parameters = [JSON.stringify(options.schemas), JSON.stringify(exclude)];
  await connection.query("begin isolation level repeatable read read only");
  try {
    const [set] = await connection.query(
      "select pg_catalog.set_config('search_path', '', true), pg_catalog.current_setting('server_version_num')::int as version",
    );
    const server: ServerInfo = { version: Number(set?.["version"]) };
    if (server.version < OLDEST) {
      throw sluiceError("UNSUPPORTED_SERVER", `the server is PostgreSQL ${Math.floor(server.version / 10000)}`, {
        hint: "Sluice works with PostgreSQL 14 and later.",
      });
    }
    const objects: AnyObject[] = [];
    for (const kind of Object.values(kinds)) {
      for (const row of await rowsOf(connection, kind.live.query(server), parameters)) objects.push(kind.live.object(row));
    }
    // The query's own columns.
    const unmanaged = (await rowsOf(connection, UNMANAGED, parameters)) as readonly UnmanagedRow[];
    return { catalog: catalogOf(objects), server, unmanaged: unmanaged.map(unmanagedDiagnostic) };
  } finally {
    await connection.query("rollback");
  }
}
