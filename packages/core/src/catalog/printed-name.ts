/** Names as PostgreSQL prints them where the default schema is in the search path. */

import { pathText } from "./object.ts";

/** What operations leave out: names without a schema mean it, or the schema that a tenant's session begins in. */
export const DEFAULT_SCHEMA = "public";

/**
 * A name as PostgreSQL prints it. What one of its own hides prints with the schema, which only the server can tell.
 *
 * @example printedName(["public", "mood"]) // "mood"
 */
export function printedName(path: readonly string[]): string {
  return pathText(path[0] === DEFAULT_SCHEMA ? path.slice(1) : path);
}
