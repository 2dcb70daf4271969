/** What `op.run` hands to its function. */

import { createRequire } from "node:module";
import { join } from "node:path";
import { types } from "node:util";
import { readLists, rowLists, rowRecords } from "../drivers/read-value.ts";
import { sluiceError } from "../errors/sluice-error.ts";
import type { RunContext } from "../operations/data-operations.ts";
import type { Connection, Parameter } from "../ports/connection.ts";
import { arrayText, type LiteralValue } from "../sql/literal.ts";

const PROXY = "drizzle-orm/pg-proxy";

type Proxy = (text: string, parameters: readonly unknown[], method: string) => Promise<{ rows: unknown[] }>;

/** A value as Drizzle hands it over: most are texts already. Since 1.0 a list is an array; JSON is a text in either line. */
function parameterOf(value: unknown): Parameter {
  if (value === null || value === undefined) return null;
  if (
    typeof value === "string" ||
    typeof value === "number" ||
    typeof value === "bigint" ||
    typeof value === "boolean"
  ) {
    return value;
  }
  if (types.isUint8Array(value)) return `\\x${Buffer.from(value).toString("hex")}`;
  // Values that a column of an array type takes.
  if (Array.isArray(value)) return arrayText(value as readonly LiteralValue[]);
  return types.isDate(value) ? value.toISOString() : JSON.stringify(value);
}

function proxyOver(connection: Connection, lists: typeof rowLists): Proxy {
  return async (text, parameters, method) => {
    const result = await connection.text(text, parameters.map(parameterOf));
    return { rows: method === "all" ? lists(result) : rowRecords(result) };
  };
}

/** Since 1.0 it is told how a driver's values become its columns'; 0.45 takes texts and has nothing of the kind. */
function codecsOf(require: NodeJS.Require): unknown {
  try {
    // That file's one export.
    return (require("drizzle-orm/node-postgres/codecs") as { readonly nodePgCodecs?: unknown }).nodePgCodecs;
  } catch {
    return undefined;
  }
}

/** The project's own drizzle-orm over the connection: the runner depends on none. */
function drizzleOver(connection: Connection, project: string, config: object | undefined): unknown {
  const require = createRequire(join(project, "migration.js"));
  let loaded: unknown;
  try {
    loaded = require(PROXY);
  } catch (cause) {
    throw sluiceError("DRIZZLE_NOT_FOUND", `drizzle-orm can't be found from ${project}`, {
      hint: "Install drizzle-orm in the project, or use the sql that op.run gives.",
      cause,
    });
  }
  // pg-proxy's one function, in every version of drizzle-orm that Sluice knows.
  const { drizzle } = loaded as { readonly drizzle: (callback: Proxy, config?: object) => unknown };
  const codecs = codecsOf(require);
  return codecs === undefined
    ? drizzle(proxyOver(connection, rowLists), config)
    : drizzle(proxyOver(connection, readLists), { codecs, ...config });
}

/** @param project the folder from which the app's packages are looked for. */
export function runContext(connection: Connection, project: string): RunContext {
  return {
    connection,
    async sql(strings, ...parameters) {
      const text = strings.map((part, position) => (position === 0 ? part : `$${position}${part}`)).join("");
      return rowRecords(await connection.text(text, parameters));
    },
    // The caller names the type of the database that its own drizzle-orm makes.
    drizzle: <D>(config?: object) => Promise.resolve().then(() => drizzleOver(connection, project, config) as D),
  };
}
