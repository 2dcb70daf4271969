/** Finds and reads a project's configuration: sluice.config.*, else drizzle.config.* as drizzle-kit reads it. */

import { existsSync } from "node:fs";
import { dirname, isAbsolute, join, resolve } from "node:path";
import { sluiceError, type SluiceError } from "@sluice/runner";
import { evaluated } from "../model/evaluate.ts";
import { defineConfig, EMBEDDED_DATABASE, type SluiceConfig } from "./config.ts";
import { drizzleConfig } from "./drizzle-config.ts";

export interface LoadedConfig extends SluiceConfig {
  readonly database: string;
  readonly migrations: readonly string[];
  /** The folder of the file: its paths start there. */
  readonly root: string;
  readonly path: string;
}

const ENDINGS = ["ts", "mts", "cts", "js", "mjs", "cjs"];
const NAMES = ["sluice", "drizzle"].flatMap((tool) => ENDINGS.map((ending) => `${tool}.config.${ending}`));

type Shape = Readonly<
  Record<string, "text" | "texts" | "text or texts" | "flag" | "record" | "function" | "commands" | "tenants" | "locks">
>;
const SHAPE: Shape = {
  schema: "text or texts",
  database: "text",
  migrations: "text or texts",
  recursive: "flag",
  casing: "text",
  schemas: "texts",
  exclude: "texts",
  schemaFilter: "text or texts",
  tablesFilter: "text or texts",
  extensionsFilters: "texts",
  entities: "record",
  includeName: "function",
  includeObject: "function",
  compareType: "function",
  processRevision: "function",
  renderItem: "function",
  postWrite: "commands",
  ledger: "record",
  tenants: "tenants",
  locks: "locks",
  proof: "flag",
  scratch: "text",
  fileName: "text",
};

function invalid(path: string, message: string): SluiceError {
  return sluiceError("CONFIG_INVALID", `${path}: ${message}`, {
    hint: "defineConfig of @sluice/core gives the file its type.",
    details: { path },
  });
}

function holds(value: unknown, shape: Shape[string]): boolean {
  if (shape === "function") return typeof value === "function";
  if (shape === "locks") return value === "brief" || value === "plain";
  if (shape === "tenants") return typeof value === "function" || Array.isArray(value);
  if (shape === "commands")
    return (
      Array.isArray(value) && value.every((each) => Array.isArray(each) && each.length > 0 && holds(each, "texts"))
    );
  if (shape === "flag") return typeof value === "boolean";
  const isTexts = Array.isArray(value) && value.every((each) => typeof each === "string");
  if (shape === "record") return typeof value === "object" && value !== null && !Array.isArray(value);
  return (shape !== "texts" && typeof value === "string") || (shape !== "text" && isTexts);
}

function checked(path: string, value: unknown): SluiceConfig {
  if (typeof value !== "object" || value === null) throw invalid(path, "the default export is no configuration");
  for (const [key, held] of Object.entries(value)) {
    const shape = SHAPE[key];
    if (shape === undefined)
      throw invalid(path, `there is no ${JSON.stringify(key)}; there are ${Object.keys(SHAPE).join(", ")}`);
    if (held !== undefined && !holds(held, shape))
      throw invalid(
        path,
        `${key} must be ${shape === "commands" ? "a list of commands, each a list of texts" : `a ${shape}`}`,
      );
  }
  if (!("schema" in value) || value.schema === undefined)
    throw invalid(path, "schema is missing: the files that export the models");
  // Every key has just been held against its shape.
  return value as SluiceConfig;
}

/** A folder of an embedded database is the project's, wherever the command runs. */
function located(database: string, root: string): string {
  if (!database.startsWith("pglite:")) return database;
  const folder = database.slice("pglite:".length);
  return `pglite:${isAbsolute(folder) ? folder : join(root, folder)}`;
}

/**
 * Loads the configuration of the project that a folder is in.
 *
 * @param options.cwd where to look, then in the folders above it.
 * @param options.path a file to read instead.
 * @param options.args what a configuration that is a function is called with.
 * @throws CONFIG_NOT_FOUND, CONFIG_INVALID naming the file and key.
 */
export async function loadConfig(options: {
  readonly cwd: string;
  readonly path?: string | undefined;
  readonly args?: Readonly<Record<string, string>>;
}): Promise<LoadedConfig> {
  const path = options.path === undefined ? found(options.cwd) : resolve(options.cwd, options.path);
  if (path === null || !existsSync(path)) {
    throw sluiceError(
      "CONFIG_NOT_FOUND",
      path === null ? `${options.cwd} has no sluice.config.ts and no drizzle.config.ts` : `${path} is not there`,
      {
        hint: "Run sluice init to write one.",
      },
    );
  }
  const root = dirname(path);
  const { namespaces, failure } = await evaluated([path], {
    cwd: root,
    // Both packages' defineConfig only give a type: the file needs neither installed.
    offered: { "@sluice/core": { defineConfig }, "drizzle-kit": { defineConfig: (config: unknown) => config } },
    codes: { invalid: "CONFIG_INVALID", failed: "CONFIG_INVALID" },
  });
  const said = namespaces[0]?.["default"];
  let exported: unknown = said;
  if (typeof said === "function") {
    try {
      exported = await said({ args: options.args ?? {} });
    } catch (cause) {
      throw await failure(cause);
    }
  }
  const given = path.includes("drizzle.config.") ? drizzleConfig(path, exported) : exported;
  const config = checked(path, given);
  const folders = [config.migrations ?? "./migrations"].flat();
  return {
    ...config,
    database: located(config.database ?? EMBEDDED_DATABASE, root),
    migrations: folders.map((folder) => (isAbsolute(folder) ? folder : join(root, folder))),
    root,
    path,
  };
}

function found(cwd: string): string | null {
  for (let folder = resolve(cwd); ; folder = dirname(folder)) {
    const name = NAMES.find((each) => existsSync(join(folder, each)));
    if (name !== undefined) return join(folder, name);
    if (folder === dirname(folder)) return null;
  }
}
