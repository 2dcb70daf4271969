/** Roles as the commands that name them read them. https://www.postgresql.org/docs/current/sql-grant.html */

import { quoteIdentifier } from "../sql/identifier.ts";

/** Words that PostgreSQL reads as somebody who is not called so; quoted they would be names. */
export const ROLE_WORDS = ["public", "current_user", "current_role", "session_user"] as const;

const WORDS: ReadonlySet<string> = new Set(ROLE_WORDS);

/** One role: a word of {@link ROLE_WORDS} as it is, any other name quoted. */
export function roleSql(role: string): string {
  return WORDS.has(role) ? role.toUpperCase() : quoteIdentifier(role);
}

/** Several, joined by commas. */
export function rolesSql(roles: readonly string[]): string {
  return roles.map(roleSql).join(", ");
}
