/** Builds the packages whose sources are newer than what was built of them: tests of the command run what users install. */

import { spawnSync } from "node:child_process";
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";

/** In the order in which one needs the other. */
const PACKAGES = ["runner", "core", "cli"];

function changedAt(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

function newestIn(folder: string): number {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"))
    .reduce((newest, name) => Math.max(newest, changedAt(join(folder, name))), 0);
}

/** @throws where a build fails, with what it said. */
export function buildWhereStale(root: string): void {
  for (const name of PACKAGES) {
    const folder = join(root, "packages", name);
    if (changedAt(join(folder, "dist/index.cjs")) > newestIn(join(folder, "src"))) continue;
    const tsdown = join(root, "node_modules/tsdown/dist/run.mjs");
    const { status, stdout, stderr } = spawnSync(process.execPath, [tsdown], { cwd: folder, encoding: "utf8" });
    if (status !== 0) throw new Error(`building ${name} failed:\n${stdout}\n${stderr}`);
  }
}
