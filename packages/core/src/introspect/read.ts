/** Sends a live query and gives its rows. */

import { createHash } from "node:crypto";
import type { Connection } from "@sluice/runner";
import type { LiveQuery } from "../kinds/kind.ts";

/** A query as one statement: each field is a JSON array as text, so that every driver gives the same. */
export function statementOf(query: LiveQuery<unknown>): string {
  const fields = Object.values<string>(query.fields).map(
    (expression, place) => `coalesce(json_agg(${expression})::text, '[]') as f${place}`,
  );
  return `select ${fields.join(", ")} from ${query.from}`;
}

/** The same where only a hash of the fields is wanted: that of {@link Rows}. https://www.postgresql.org/docs/current/functions-binarystring.html */
export function hashStatementOf(query: LiveQuery<unknown>): string {
  const texts = Object.keys(query.fields).map((_, place) => `f${place}`);
  return `select encode(sha256(convert_to(concat_ws(E'\\n', ${texts.join(", ")}), 'UTF8')), 'hex') as hash from (${statementOf(query)}) fields`;
}

/** Rows as the fields' arrays; each row is put together when it is looked at, so that rows don't pile up. */
export interface Rows<R> {
  /** Of what the server said, in hexadecimal digits. */
  readonly hash: string;
  forEach(work: (row: R) => void): void;
}

/** The rows of a query. */
export async function readRows<R>(connection: Connection, query: LiveQuery<R>): Promise<Rows<R>> {
  const names = Object.keys(query.fields);
  const [row] = await connection.query(statementOf(query));
  // Each field is an array that json_agg made, and all are of the same length.
  const texts = names.map((_, place) => String(row?.[`f${place}`]));
  const hash = texts.reduce((sum, text, place) => sum.update(place === 0 ? text : `\n${text}`), createHash("sha256"));
  const columns = texts.map((text) => JSON.parse(text) as readonly unknown[]);
  const count = columns[0]?.length ?? 0;
  const forEach = (work: (row: R) => void): void => {
    for (let place = 0; place < count; place += 1) {
      const record: Record<string, unknown> = {};
      for (let column = 0; column < names.length; column += 1) record[names[column] ?? ""] = columns[column]?.[place];
      // The fields of the query are the keys of R.
      work(record as R);
    }
  };
  return { hash: hash.digest("hex"), forEach };
}
