/** Identifiers as PostgreSQL reads them. https://www.postgresql.org/docs/current/sql-syntax-lexical.html */

import { sluiceError } from "../errors/sluice-error.ts";

const MAX_BYTES = 63;

/**
 * A name in double quotes, whatever it holds.
 *
 * @throws INVALID_IDENTIFIER where the name is empty or holds a NUL, which PostgreSQL can't store.
 * @example quoteIdentifier('a"b') // '"a""b"'
 */
export function quoteIdentifier(name: string): string {
  if (name === "" || name.includes("\0")) {
    throw sluiceError("INVALID_IDENTIFIER", `${JSON.stringify(name)} can't name anything in PostgreSQL`, {
      hint: "A name has at least one character and no NUL.",
    });
  }
  return `"${name.replaceAll('"', '""')}"`;
}

/** A name with the schema before it where there is one: `"app"."fees"`. */
export function qualifiedName(name: string, schema?: string): string {
  return schema === undefined ? quoteIdentifier(name) : `${quoteIdentifier(schema)}.${quoteIdentifier(name)}`;
}

function cut(name: string, maxBytes: number): string {
  if (name.length * 3 <= maxBytes || Buffer.byteLength(name) <= maxBytes) return name;
  const bytes = Buffer.from(name, "utf8");
  let end = maxBytes;
  // 10xxxxxx marks the inside of a UTF-8 character.
  while (end > 0 && ((bytes[end] ?? 0) & 0b1100_0000) === 0b1000_0000) end -= 1;
  return bytes.toString("utf8", 0, end);
}

/**
 * A name cut to 63 bytes as PostgreSQL cuts it: never inside a character.
 *
 * @example truncateIdentifier("é".repeat(40)) // 31 times "é": 62 bytes
 */
export function truncateIdentifier(name: string): string {
  return cut(name, MAX_BYTES);
}

/**
 * A name for a while, made of another and a suffix that is never cut: what is built before it takes the other's place.
 *
 * @example nameAside("ix_fees_status", "__next") // "ix_fees_status__next"
 */
export function nameAside(name: string, suffix: string): string {
  return `${cut(name, MAX_BYTES - Buffer.byteLength(suffix))}${suffix}`;
}
