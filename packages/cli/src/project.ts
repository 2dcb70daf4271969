/** The project that a command works on: its configuration, and the command line's word over it. */

import type { GlobalOptions, Project } from "./context.ts";

function argsOf(texts: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    texts.map((text) => {
      const end = text.indexOf("=");
      return end < 0 ? [text, ""] : [text.slice(0, end), text.slice(end + 1)];
    }),
  );
}

/** @throws CONFIG_NOT_FOUND, CONFIG_INVALID */
export async function projectOf(options: GlobalOptions): Promise<Project> {
  const { answersFile, loadConfig } = await import("@sluice/core");
  const config = await loadConfig({ cwd: process.cwd(), path: options.config, args: argsOf(options.arg ?? []) });
  return {
    // Filters and hooks are asked for under the names that they have there.
    ...config,
    database: options.database ?? config.database,
    migrations: config.migrations,
    recursive: config.recursive,
    ledger: config.ledger ?? {},
    schema: config.schema,
    casing: config.casing,
    schemas: config.schemas,
    exclude: config.exclude,
    fileName: config.fileName,
    proof: config.proof,
    locks: config.locks,
    scratch: config.scratch,
    tenants: config.tenants,
    answers: answersFile(),
  };
}
