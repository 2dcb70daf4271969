/** What `op.run` hands to its function. */

import type { RunContext } from "../operations/data-operations.ts";
import type { Connection } from "../ports/connection.ts";

/** @param project the folder from which the app's packages are looked for. */
export function runContext(connection: Connection, project: string): RunContext {
  void project;
  return {
    connection,
    sql: (strings, ...parameters) =>
      connection.query(
        strings.map((part, position) => (position === 0 ? part : `$${position}${part}`)).join(""),
        parameters,
      ),
  };
}
