/** The schemas that a baseline makes. */

import type { Connection } from "@sluice/runner";
import { pathText } from "../catalog/object.ts";
import { filtersOf, type FilterOptions } from "../filters/filters.ts";
import type { LiveDatabase } from "../introspect/introspect.ts";
import { notOfExtension, OWN } from "../proof/definitions.ts";

/** Those that the options tell, else all that somebody has made. */
export async function schemasToMake(connection: Connection, options: FilterOptions): Promise<readonly string[]> {
  const { schema, schemas } = filtersOf(options);
  if (Array.isArray(schemas)) return schemas;
  const rows = await connection.query(
    `select n.nspname as name from pg_catalog.pg_namespace n where ${OWN} and ${notOfExtension("pg_namespace", "n.oid")} order by 1`,
  );
  return rows.map((row) => String(row["name"])).filter(schema);
}

/** Without the schemas that hold another tool's ledger and nothing else. */
export function withoutLedgerSchemas({ catalog, unmanaged }: LiveDatabase): LiveDatabase["catalog"] {
  const used = new Set([...catalog.values()].flatMap(({ path }) => (path.length > 1 ? [path[0]] : [])));
  const isLedgers = (schema: string): boolean =>
    !used.has(schema) &&
    unmanaged.some(
      ({ code, object }) => code === "OTHER_LEDGER" && object?.startsWith(`table ${pathText([schema])}.`) === true,
    );
  return new Map([...catalog].filter(([, { path }]) => !isLedgers(path[0] ?? "")));
}
