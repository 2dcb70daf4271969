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

/** The element types of built-in array types that hold more than text. */
const ARRAYS: ReadonlyMap<number, number> = new Map([
  [199, 114],
  [1000, BOOLEAN],
  [1005, 21],
  [1006, 23],
  [1007, 23],
  [1021, 700],
  [1022, 701],
  [1028, 26],
  [3807, 3802],
  // character, character varying, text, name, bigint, numeric, uuid, dates and times, inet, cidr, macaddr: as texts.
  ...[1014, 1015, 1009, 1003, 1016, 1231, 2951, 1182, 1183, 1270, 1115, 1185, 1187, 1041, 651, 1040].map(
    (array) => [array, 25] as const,
  ),
]);

/**
 * The values of an array as PostgreSQL prints it. https://www.postgresql.org/docs/current/arrays.html#ARRAYS-IO
 *
 * @param read reads one element.
 */
export function readArray(text: string, read: (element: string | null) => unknown): readonly unknown[] {
  // Bounds that do not begin with one stand before: `[0:1]={a,b}`.
  let at = text.indexOf("{");
  const list = (): unknown[] => {
    const values: unknown[] = [];
    for (at += 1; text[at] !== "}" && at < text.length;) {
      if (text[at] === ",") at += 1;
      else if (text[at] === "{") values.push(list());
      else if (text[at] === '"') {
        const start = at + 1;
        for (at = start; text[at] !== '"' && at < text.length; at += 1) if (text[at] === "\\") at += 1;
        values.push(read(text.slice(start, at).replace(/\\([\s\S])/g, "$1")));
        at += 1;
      } else {
        const start = at;
        while (at < text.length && text[at] !== "," && text[at] !== "}") at += 1;
        const element = text.slice(start, at);
        values.push(read(element === "NULL" ? null : element));
      }
    }
    at += 1;
    return values;
  };
  return list();
}

/** Rows as lists, arrays and JSON read too: what node-postgres gives, which drizzle-orm 1.0 knows. */
export function readLists({ columns, rows }: TextResult): unknown[][] {
  return rows.map((row) =>
    row.map((text, place) => {
      const type = columns[place]?.type ?? 0;
      const element = ARRAYS.get(type);
      if (text === null || element === undefined) return readValue(text, type, true);
      return readArray(text, (each) => readValue(each, element, true));
    }),
  );
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
