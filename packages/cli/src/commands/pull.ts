/** Lets the project's own drizzle-kit write models from a database. */

import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { sluiceError } from "@sluice/runner";
import type { Project } from "../context.ts";

function drizzleKit(root: string): string {
  const require = createRequire(join(root, "package.json"));
  try {
    return join(dirname(require.resolve("drizzle-kit")), "bin.cjs");
  } catch (cause) {
    throw sluiceError("DRIZZLE_NOT_FOUND", `${root} has no drizzle-kit to write models with`, {
      hint: "Install drizzle-kit in the project, or write schema.ts by hand.",
      cause,
    });
  }
}

/**
 * Writes models, never over a file. The database's URL, which may hold a password, goes through the environment.
 *
 * @throws FILE_EXISTS, DRIZZLE_NOT_FOUND, UNSUPPORTED_DATABASE, MODEL_FAILED with what drizzle-kit said.
 */
export function pullModels(project: Project, target: string): string {
  const { database, root } = project;
  if (existsSync(target)) {
    throw sluiceError("FILE_EXISTS", `${target} is there already`, {
      hint: "Models are never written over.",
      details: { path: target },
    });
  }
  if (typeof database !== "string" || !database.startsWith("postgres")) {
    throw sluiceError("UNSUPPORTED_DATABASE", "drizzle-kit pulls from a server alone", {
      hint: "Give --database postgres://…",
    });
  }
  const folder = mkdtempSync(join(tmpdir(), "sluice-pull-"));
  try {
    const config = join(folder, "drizzle.config.js");
    const pulled = join(folder, "out");
    writeFileSync(
      config,
      `module.exports = { dialect: "postgresql", out: ${JSON.stringify(pulled)}, dbCredentials: { url: process.env.SLUICE_PULL_URL } };\n`,
    );
    const { status, stdout, stderr } = spawnSync(process.execPath, [drizzleKit(root), "pull", "--config", config], {
      cwd: root,
      encoding: "utf8",
      env: { ...process.env, SLUICE_PULL_URL: database },
    });
    const models = join(pulled, "schema.ts");
    if (status !== 0 || !existsSync(models)) {
      throw sluiceError(
        "MODEL_FAILED",
        `drizzle-kit pull ended with ${status}: ${`${stdout}\n${stderr}`.trim().split("\n").slice(-3).join(" ")}`,
        {
          hint: "Run drizzle-kit pull by hand to see all that it says.",
        },
      );
    }
    copyFileSync(models, target);
    return target;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
