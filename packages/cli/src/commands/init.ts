/** `init`: what a project needs to begin. Never writes over a file. */

import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isSluiceError, sluiceError } from "@sluice/runner";
import { bold, green } from "../colours.ts";
import type { Answer, GlobalOptions } from "../context.ts";
import { projectOf } from "../project.ts";
import { baselineCommand, type BaselineCommandOptions } from "./adopt.ts";
import { pullModels } from "./pull.ts";

const CONFIG = `import { defineConfig } from "@sluice/core";

export default defineConfig({
  // The files that export your Drizzle models: paths, folders or globs.
  schema: "./schema.ts",
  migrations: "./migrations",
  // Without a database, an embedded one under .sluice/ serves.
  ...(process.env.DATABASE_URL ? { database: process.env.DATABASE_URL } : {}),
});
`;

export interface InitOptions extends GlobalOptions, BaselineCommandOptions {
  readonly fromDatabase?: boolean;
  readonly pull?: boolean;
}

export function init(root: string): Answer {
  const config = join(root, "sluice.config.ts");
  if (existsSync(config)) {
    throw sluiceError("FILE_EXISTS", `${config} is there already`, {
      hint: "The project is set up; write a first migration with gen.",
      details: { path: config },
    });
  }
  const migrations = join(root, "migrations");
  mkdirSync(migrations, { recursive: true });
  writeFileSync(config, CONFIG, { flag: "wx" });
  return {
    json: { config, migrations },
    text: `${green("wrote")} ${bold(config)}\n\nNext: declare tables in schema.ts, then run sluice gen "first tables" and sluice upgrade head.`,
  };
}

/** A project for a database that is there: its configuration where it has none, a baseline, and models where they are asked for. */
export async function initFromDatabase(root: string, options: InitOptions): Promise<Answer> {
  const config = join(root, "sluice.config.ts");
  const known = await projectOf(options).catch((cause: unknown) => {
    if (isSluiceError(cause) && cause.code === "CONFIG_NOT_FOUND") return null;
    throw cause;
  });
  if (known === null) writeFileSync(config, CONFIG, { flag: "wx" });
  const project = known ?? (await projectOf(options));
  const models = options.pull === true ? pullModels(project, join(root, "schema.ts")) : null;
  const made = await baselineCommand(project, options);
  const wrote = [...(known === null ? [config] : []), ...(models === null ? [] : [models])];
  return { ...made, text: [...wrote.map((path) => `${green("wrote")} ${bold(path)}`), made.text].join("\n") };
}
