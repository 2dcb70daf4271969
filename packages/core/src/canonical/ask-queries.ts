/** What the server says of queries: each becomes a temporary view, and what PostgreSQL keeps of that is read. */

import { printedQuery, usedByQuery, type UsedByQuery } from "../kinds/view-query.ts";
import { inBatches, type Session } from "./session.ts";

const QUERIES_A_SCRIPT = 50;

export interface SelectedColumn {
  readonly name: string;
  readonly type: string;
  readonly collation: string | null;
}

export interface QueryAnswer {
  /** As `pg_get_viewdef` prints it. */
  readonly printed: string;
  readonly columns: readonly SelectedColumn[];
  readonly uses: readonly UsedByQuery[];
}

let views = 0;

/** What PostgreSQL keeps of temporary views, in the order of their names. */
export async function readViews(session: Session, names: readonly string[]): Promise<readonly QueryAnswer[]> {
  const rows = await session.printed(
    `select pg_catalog.pg_get_viewdef(c.oid) as definition,
       (select coalesce(json_agg(json_build_object('name', a.attname, 'type', pg_catalog.format_type(a.atttypid, a.atttypmod),
           'collation', case when a.attcollation not in (0, 100) then a.attcollation::regcollation::text end) order by a.attnum), '[]')::text
         from pg_attribute a where a.attrelid = c.oid and a.attnum > 0) as columns,
       coalesce(${usedByQuery("c.oid")}, '[]')::text as uses
     from json_array_elements_text($1::text::json) with ordinality v(name, place)
     join pg_class c on c.relname = v.name::name and c.relnamespace = pg_catalog.pg_my_temp_schema() and c.relkind = 'v'
     order by v.place`,
    [JSON.stringify(names)],
  );
  return rows.map((row) => ({
    printed: printedQuery(String(row["definition"])),
    // The two are built by the query above.
    columns: JSON.parse(String(row["columns"])) as readonly SelectedColumn[],
    uses: JSON.parse(String(row["uses"])) as readonly UsedByQuery[],
  }));
}

async function together(session: Session, queries: readonly string[]): Promise<readonly QueryAnswer[]> {
  const names = queries.map(() => `sluice_query_${(views += 1)}`);
  await session.script(queries.map((query, place) => `create temporary view ${names[place] ?? ""} as ${query}`));
  return readViews(session, names);
}

/** The server's answer to each query; where it refuses one, why. */
export function askQueries(
  session: Session,
  queries: readonly string[],
): Promise<readonly ({ readonly value: QueryAnswer } | { readonly refused: unknown })[]> {
  return inBatches(session, queries, QUERIES_A_SCRIPT, (batch) => together(session, batch));
}
