/** Literals as PostgreSQL reads them. https://www.postgresql.org/docs/current/sql-syntax-lexical.html */

import { types } from "node:util";
import { sluiceError } from "../errors/sluice-error.ts";

/** A JavaScript value that has one plain spelling as an SQL literal. */
export type LiteralValue =
  | string
  | number
  | bigint
  | boolean
  | null
  | Date
  | Uint8Array
  | readonly LiteralValue[]
  | { readonly [key: string]: unknown };

/**
 * A string in single quotes. A text with a backslash is written as `E'…'`, so that it means the same whatever
 * `standard_conforming_strings` says.
 *
 * @throws INVALID_LITERAL where the text holds a NUL, which PostgreSQL can't store.
 */
export function quoteLiteral(text: string): string {
  if (text.includes("\0")) {
    throw sluiceError("INVALID_LITERAL", "a text with a NUL character can't be stored in PostgreSQL", {
      hint: "Remove the NUL character.",
    });
  }
  const quoted = `'${text.replaceAll("'", "''")}'`;
  return text.includes("\\") ? `E${quoted.replaceAll("\\", "\\\\")}` : quoted;
}

function arrayElement(value: LiteralValue): string {
  if (value === null) return "NULL";
  if (Array.isArray(value)) return arrayText(value);
  // A quoted element may hold anything once its backslashes and double quotes are escaped.
  return `"${plainText(value).replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
}

/** An array in PostgreSQL's own notation: `{"a","b",NULL}`. */
export function arrayText(values: readonly LiteralValue[]): string {
  return `{${values.map(arrayElement).join(",")}}`;
}

function plainText(value: Exclude<LiteralValue, null>): string {
  if (typeof value === "string") return value;
  if (types.isDate(value)) return value.toISOString();
  if (types.isUint8Array(value)) return `\\x${Buffer.from(value).toString("hex")}`;
  if (Array.isArray(value)) return arrayText(value);
  if (typeof value === "object") return JSON.stringify(value);
  return String(value);
}

/**
 * A value as an SQL literal. Strings, dates, arrays (`'{…}'`) and JSON stay untyped, so PostgreSQL reads them as the
 * type of the place where they stand.
 *
 * @example literal([1, 2]) // "'{\"1\",\"2\"}'"
 */
export function literal(value: LiteralValue): string {
  if (value === null) return "NULL";
  if (typeof value === "boolean") return value ? "true" : "false";
  if (typeof value === "bigint") return String(value);
  if (typeof value === "number") return Number.isFinite(value) ? String(value) : `'${value}'`;
  return quoteLiteral(plainText(value));
}

/** An array of texts as SQL. @example textArray(["a"]) // "ARRAY['a']" */
export function textArray(values: readonly string[]): string {
  return values.length === 0 ? "'{}'" : `ARRAY[${values.map(quoteLiteral).join(", ")}]`;
}
