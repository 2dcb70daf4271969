/** A piece of SQL as plain data, and the tag that writes one. */

import { sluiceError } from "../errors/sluice-error.ts";
import { quoteIdentifier } from "./identifier.ts";
import { literal, type LiteralValue } from "./literal.ts";

/** SQL that is sent as it stands. Plain data: two equal texts are the same SQL. */
export interface SqlText {
  readonly sql: string;
}

/** What may stand in a placeholder of {@link sql}: other SQL goes in as it is, anything else as a literal. */
export type SqlPlaceholder = SqlText | LiteralValue;

/** Whether a value is a {@link SqlText}: a record that has nothing else. */
export function isSqlText(value: unknown): value is SqlText {
  return (
    typeof value === "object" &&
    value !== null &&
    "sql" in value &&
    typeof value.sql === "string" &&
    Object.keys(value).length === 1
  );
}

function tag(strings: TemplateStringsArray, ...placeholders: readonly SqlPlaceholder[]): SqlText {
  let text = "";
  strings.forEach((part: string | undefined, position) => {
    if (part === undefined) {
      throw sluiceError("INVALID_SQL", "a sql`…` text holds an escape that JavaScript does not know", {
        hint: "Write a backslash as two backslashes.",
      });
    }
    const placeholder = placeholders[position];
    text += part;
    if (position >= placeholders.length) return;
    const value = isSqlText(placeholder) ? placeholder.sql : literal(placeholder ?? null);
    // Two hyphens would begin a comment.
    text += text.endsWith("-") && value.startsWith("-") ? ` ${value}` : value;
  });
  return { sql: text };
}

/**
 * Writes SQL. Placeholders become literals, quoted as PostgreSQL wants them; SQL in a placeholder stays SQL.
 *
 * @example
 * sql`status = ${"it's"}` // { sql: "status = 'it''s'" }
 * sql`select * from ${sql.identifier("fees")}`
 */
export const sql: {
  (strings: TemplateStringsArray, ...placeholders: readonly SqlPlaceholder[]): SqlText;
  /** A quoted identifier, its parts joined by dots: `sql.identifier("app", "fees")` is `"app"."fees"`. */
  identifier(...parts: readonly string[]): SqlText;
  /** SQL that is already text. Nothing in it is quoted. */
  raw(text: string): SqlText;
} = Object.assign(tag, {
  identifier: (...parts: readonly string[]): SqlText => ({ sql: parts.map(quoteIdentifier).join(".") }),
  raw: (text: string): SqlText => ({ sql: text }),
});
