/** `init`: what a project needs to begin. Never writes over a file. */

import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { sluiceError } from "@sluice/runner";
import { bold, green } from "../colours.ts";
import type { Answer } from "../context.ts";

const CONFIG = `import { defineConfig } from "@sluice/core";

export default defineConfig({
  // The files that export your Drizzle models: paths, folders or globs.
  schema: "./schema.ts",
  migrations: "./migrations",
  // Without a database, an embedded one under .sluice/ serves.
  ...(process.env.DATABASE_URL === undefined ? {} : { database: process.env.DATABASE_URL }),
});
`;

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
