/** The names that PostgreSQL gives by itself: makeObjectName in its src/backend/commands/indexcmds.c. */

const MAX_BYTES = 63;

/** A text cut to so many bytes of UTF-8, between characters. */
export function clipped(text: string, bytes: number): string {
  if (text.length * 3 <= bytes || Buffer.byteLength(text) <= bytes) return text;
  const all = Buffer.from(text, "utf8");
  let end = bytes;
  // 10xxxxxx marks the inside of a UTF-8 character.
  while (end > 0 && ((all[end] ?? 0) & 0b1100_0000) === 0b1000_0000) end -= 1;
  return all.toString("utf8", 0, end);
}

/**
 * `<table>_<column>_<label>` in 63 bytes: where it is too long, the longer of the two names is shortened first. Without a
 * column: `<table>_<label>`.
 *
 * @example automaticName("fees", "id", "seq") // "fees_id_seq"
 */
export function automaticName(table: string, column: string | null, label: string): string {
  const available = MAX_BYTES - label.length - (column === null ? 1 : 2);
  let [tableBytes, columnBytes] = [Buffer.byteLength(table), Buffer.byteLength(column ?? "")];
  while (tableBytes + columnBytes > available) {
    if (tableBytes > columnBytes) tableBytes -= 1;
    else columnBytes -= 1;
  }
  return [clipped(table, tableBytes), ...(column === null ? [] : [clipped(column, columnBytes)]), label].join("_");
}

/** A name with a number after it, as PostgreSQL makes the second of two: `fees_id_fkey1`. */
export function numberedName(name: string, number: number): string {
  const ending = String(number);
  return clipped(name, MAX_BYTES - ending.length) + ending;
}

/** The same of what may be named by PostgreSQL: then the names before the label make room for the number. */
export function numberedLabel(
  name: string,
  number: number,
  [table, column, label]: readonly [table: string, column: string | null, label: string],
): string {
  const isAutomatic = name === automaticName(table, column, label);
  return isAutomatic ? automaticName(table, column, `${label}${number}`) : numberedName(name, number);
}
