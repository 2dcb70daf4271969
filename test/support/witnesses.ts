/** What the golden folders are run on, and how each is looked at without Sluice. */

import { dump, servers, testDatabase, testPglite, wantedMajors } from "@sluice/test-kit";
import type { DatabaseInput } from "@sluice/runner";

export interface Ground {
  readonly database: DatabaseInput;
  /** The schema as an independent witness tells it. */
  dump(): Promise<string>;
  /** How many rows each table holds, by name. */
  rowCounts(): Promise<ReadonlyMap<string, number>>;
  query(text: string): Promise<readonly Readonly<Record<string, unknown>>[]>;
  leave(): Promise<void>;
}

export type GroundName = number | "pglite";

/** The servers of this run, and PGlite. */
export function grounds(): readonly GroundName[] {
  return [...wantedMajors(), "pglite"];
}

const COUNTS = `select format('%I.%I', schemaname, tablename) as name,
  (xpath('/row/c/text()', query_to_xml(format('select count(*) as c from %I.%I', schemaname, tablename), false, true, '')))[1]::text::int as rows
  from pg_tables where schemaname !~ '^pg_' and schemaname <> 'information_schema' and tablename <> 'sluice_revisions'`;

function counted(rows: readonly Readonly<Record<string, unknown>>[]): ReadonlyMap<string, number> {
  return new Map(rows.map((row) => [String(row["name"]), Number(row["rows"])]));
}

/** A database of the given ground with `sql` run in it. */
export async function enter(ground: GroundName, sql: string): Promise<Ground> {
  if (ground === "pglite") {
    const pglite = await testPglite(sql);
    return {
      database: pglite,
      dump: () => dump(pglite),
      // PGlite is built without XML: its tables are counted one by one.
      rowCounts: async () => {
        const { rows } = await pglite.query<{ name: string }>(
          "select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname !~ '^pg_' and schemaname <> 'information_schema' and tablename <> 'sluice_revisions'",
        );
        const counts = new Map<string, number>();
        for (const { name } of rows)
          counts.set(
            name,
            Number((await pglite.query<{ n: number }>(`select count(*)::int as n from ${name}`)).rows[0]?.n),
          );
        return counts;
      },
      query: async (text) => (await pglite.query<Readonly<Record<string, unknown>>>(text)).rows,
      leave: () => Promise.resolve(),
    };
  }
  const server = servers().find(({ major }) => major === ground);
  if (server === undefined) throw new Error(`PostgreSQL ${ground} does not run`);
  const database = await testDatabase({ server, sql });
  return {
    database: database.url,
    dump: () => dump(database),
    rowCounts: async () => counted(await database.query(COUNTS)),
    query: (text) => database.query(text),
    leave: () => database.drop(),
  };
}
