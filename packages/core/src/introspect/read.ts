/** Sends a live query and gives its rows. */

import type { Connection } from "@sluice/runner";
import type { LiveQuery } from "../kinds/kind.ts";

/** A query as one statement: each field is a JSON array as text, so that every driver gives the same. */
export function statementOf(query: LiveQuery<unknown>): string {
  const fields = Object.values(query.fields).map((expression, place) => `coalesce(json_agg(${expression})::text, '[]') as f${place}`);
  return `select ${fields.join(", ")} from ${query.from}`;
}

/** The rows of a query, put together from its fields' arrays. */
export async function readRows<R>(connection: Connection, query: LiveQuery<R>): Promise<readonly R[]> {
  const names = Object.keys(query.fields);
  const [row] = await connection.query(statementOf(query));
  // Each field is an array that json_agg made, and all are of the same length.
  const columns = names.map((_, place) => JSON.parse(String(row?.[`f${place}`])) as readonly unknown[]);
  return Array.from({ length: columns[0]?.length ?? 0 }, (_, place) => {
    const record: Record<string, unknown> = {};
    names.forEach((name, column) => (record[name] = columns[column]?.[place]));
    // The fields of the query are the keys of R.
    return record as R;
  });
}
