/** Options and storage parameters of relations: `WITH (…)`, `SET (…)`, `RESET (…)`. */

import { quoteIdentifier } from "../sql/identifier.ts";
import { quoteLiteral } from "../sql/literal.ts";

/** By PostgreSQL's names. */
export type RelationOptions = Readonly<Record<string, string | number | boolean>>;

/** `toast.autovacuum_enabled` has a namespace before its name. */
function optionName(name: string): string {
  return name.split(".").map(quoteIdentifier).join(".");
}

/** ` WITH (security_barrier = true)` after the given word; nothing where there is no option. */
export function optionsSql(word: string, options: RelationOptions | undefined): string {
  const entries = Object.entries(options ?? {}).map(
    ([name, value]) => `${optionName(name)} = ${typeof value === "string" ? quoteLiteral(value) : String(value)}`,
  );
  return entries.length === 0 ? "" : `${word} (${entries.join(", ")})`;
}

/** `RESET (security_barrier)`. */
export function resetSql(options: readonly string[]): string {
  return `RESET (${options.map(optionName).join(", ")})`;
}
