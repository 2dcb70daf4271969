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

/** Gives a configuration its type. @example export default defineConfig({ schema: "./schema.ts" }) */
export function defineConfig(config: SluiceConfig): SluiceConfig {
  return config;
}

/** Where the database is when nobody says: in the project's own folder, so that a newcomer needs nothing installed. */
export const EMBEDDED_DATABASE = "pglite:.sluice/pglite";
