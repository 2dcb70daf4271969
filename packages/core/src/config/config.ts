/** What a project's configuration says. */

import type { LedgerOptions, Tenants } from "@sluice/runner";
import type { AutogenerateOptions } from "../commands/autogenerate.ts";
import type { FilterOptions } from "../filters/filters.ts";
import type { Casing } from "../model/drizzle-api.ts";

/** Functions and commands that take part in comparing and writing; see docs/architecture.md. */
export type Hooks = Pick<
  AutogenerateOptions,
  "includeName" | "includeObject" | "compareType" | "processRevision" | "renderItem" | "postWrite"
>;

export interface SluiceConfig extends FilterOptions, Hooks {
  /** The files that export the models: paths, folders or globs. */
  readonly schema: string | readonly string[];
  /** A `postgres://` URL or `pglite:<folder>`. Default: an embedded database under `.sluice/`. */
  readonly database?: string;
  /** The folder of the migration files, or several. Default: `./migrations`. */
  readonly migrations?: string | readonly string[];
  /** Look for migration files in the folders' folders too. Default: no. */
  readonly recursive?: boolean;
  readonly casing?: Casing;
  readonly ledger?: LedgerOptions;
  /** `brief` (default): no lock on a table in use is held while it is read; `plain`: a revision commits as a whole. */
  readonly locks?: "brief" | "plain";
  /** Whether `gen` proves a migration on a scratch database before it writes it. Default: true. */
  readonly proof?: boolean;
  /** Where: `pglite`, `server` (a temporary database on the same server), or the URL of an empty database. */
  readonly scratch?: string;
  /** The databases or schemas that `upgrade --all` goes to: a list, or a function that gives one. */
  readonly tenants?: Tenants;
  /** A template of file names: `{year}_{month}_{day}_{hour}{minute}_{slug}`. */
  readonly fileName?: string;
}

/** What a configuration that is a function is called with. */
export interface ConfigInput {
  /** What the command line said by `-x key=value`; `-x key` gives an empty text. */
  readonly args: Readonly<Record<string, string>>;
}

export type ConfigFunction = (input: ConfigInput) => SluiceConfig | Promise<SluiceConfig>;

/**
 * Gives a configuration its type.
 *
 * @returns what it is given: a configuration, or a function that makes one of what the command line says by `-x`.
 * @example export default defineConfig({ schema: "./schema.ts" })
 * @example export default defineConfig(({ args }) => ({ schema: "./schema.ts", database: urlOf(args["region"]) }))
 */
export function defineConfig<C extends SluiceConfig | ConfigFunction>(config: C): C {
  return config;
}

/** Where the database is when nobody says: in the project's own folder, so that a newcomer needs nothing installed. */
export const EMBEDDED_DATABASE = "pglite:.sluice/pglite";
