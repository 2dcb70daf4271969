/** What rows a scratch database holds: how many in each table, and a fingerprint of what they say. */

import { qualifiedName, quoteLiteral, type Connection } from "@sluice/runner";

export interface TableRows {
  readonly count: number;
  /** Of all rows, columns by name: the order of columns and rows says nothing. */
  readonly fingerprint: string;
}

/** The rows of every table of the schemas, by name. One query for the names, one for all that they hold. */
export async function rowsOf(
  connection: Connection,
  schemas: readonly string[],
  ledger: string,
): Promise<ReadonlyMap<string, TableRows>> {
  const list = schemas.map(quoteLiteral).join(", ");
  const tables = await connection.query(
    `select n.nspname as schema, c.relname as name from pg_catalog.pg_class c
     join pg_catalog.pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'p') and not c.relispartition and n.nspname in (${list || "''"}) order by 1, 2`,
  );
  const names = tables
    .map((row) => qualifiedName(String(row["name"]), String(row["schema"])))
    .filter((name) => !name.endsWith(ledger));
  if (names.length === 0) return new Map();
  const branches = names.map(
    (name) =>
      `select ${quoteLiteral(name)} as name, count(*)::int as count,
       md5(coalesce(string_agg(to_jsonb(t)::text, ',' order by to_jsonb(t)::text), '')) as fingerprint from ${name} t`,
  );
  const rows = await connection.query(branches.join("\nunion all\n"));
  return new Map(
    rows.map((row) => [String(row["name"]), { count: Number(row["count"]), fingerprint: String(row["fingerprint"]) }]),
  );
}

/** Tables that are on both sides and hold another number of rows, or rows that say something else. */
export function rowsThatDiffer(
  from: ReadonlyMap<string, TableRows>,
  to: ReadonlyMap<string, TableRows>,
): { readonly counts: readonly string[]; readonly values: readonly string[] } {
  const counts: string[] = [];
  const values: string[] = [];
  for (const [name, was] of from) {
    const is = to.get(name);
    if (is === undefined) continue;
    if (is.count !== was.count) counts.push(`${name}: ${was.count} rows before, ${is.count} after`);
    else if (is.fingerprint !== was.fingerprint) values.push(name);
  }
  return { counts, values };
}
