/** Texts of the server as JavaScript values, the same with every driver. */

import type { TextResult } from "../ports/connection.ts";

/** Oids of built-in types: https://github.com/postgres/postgres/blob/master/src/include/catalog/pg_type.dat */
const BOOLEAN = 16;
const NUMBERS: ReadonlySet<number> = new Set([21, 23, 26, 700, 701]);
const JSONS: ReadonlySet<number> = new Set([114, 3802]);

/**
 * Truths and numbers that JavaScript holds exactly are read, JSON is where asked for; everything else stays the server's
 * text, which loses nothing: a bigint's last digits, a timestamp's microseconds.
 */
export function readValue(text: string | null, type: number, readsJson: boolean): unknown {
  if (text === null) return null;
  if (type === BOOLEAN) return text === "t";
  if (NUMBERS.has(type)) return Number(text);
  if (readsJson && JSONS.has(type)) return JSON.parse(text) as unknown;
  return text;
}

/** Rows as lists, in the order of the columns. */
export function rowLists({ columns, rows }: TextResult): unknown[][] {
  return rows.map((row) => row.map((text, place) => readValue(text, columns[place]?.type ?? 0, false)));
}

/** Rows as records. */
export function rowRecords({ columns, rows }: TextResult): Record<string, unknown>[] {
  return rows.map((row) =>
    Object.fromEntries(columns.map(({ name, type }, place) => [name, readValue(row[place] ?? null, type, true)])),
  );
}
