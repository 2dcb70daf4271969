/** What a drizzle.config.ts says, in the words of a Sluice configuration. */

import { sluiceError } from "@sluice/runner";

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value))
    : {};
}

function texts(value: unknown): readonly string[] | undefined {
  const list = [value].flat().filter((each): each is string => typeof each === "string");
  return list.length === 0 ? undefined : list;
}

/** The URL that credentials mean. */
function databaseOf(config: Readonly<Record<string, unknown>>): string | undefined {
  const { url, host, port, user, password, database, ssl } = record(config["dbCredentials"]);
  if (typeof url === "string") return config["driver"] === "pglite" ? `pglite:${url.replace(/^file:\/\//, "")}` : url;
  if (typeof host !== "string" || typeof database !== "string") return undefined;
  const made = new URL(`postgres://${host}/${encodeURIComponent(database)}`);
  if (typeof port === "number" || typeof port === "string") made.port = String(port);
  if (typeof user === "string") made.username = encodeURIComponent(user);
  if (typeof password === "string") made.password = encodeURIComponent(password);
  if (ssl !== undefined && ssl !== false) made.searchParams.set("sslmode", typeof ssl === "string" ? ssl : "require");
  return made.toString();
}

/**
 * @throws CONFIG_INVALID where the dialect is not PostgreSQL.
 */
export function drizzleConfig(path: string, exported: unknown): Readonly<Record<string, unknown>> {
  const config = record(exported);
  if (config["dialect"] !== undefined && config["dialect"] !== "postgresql") {
    throw sluiceError("CONFIG_INVALID", `${path}: the dialect ${JSON.stringify(config["dialect"])} is not PostgreSQL`, {
      hint: "Sluice works with PostgreSQL alone.",
      details: { path },
    });
  }
  // drizzle-kit's own SQL files may stand in `out`: Sluice reads only what ends in .ts or .js there.
  const values = {
    schema: config["schema"],
    migrations: config["out"] ?? "./drizzle",
    database: databaseOf(config),
    casing: config["casing"],
    schemaFilter: texts(config["schemaFilter"]),
    tablesFilter: texts(config["tablesFilter"]),
    extensionsFilters: texts(config["extensionsFilters"]),
    entities: config["entities"],
  };
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}
