/** The peers that Sluice is measured beside: a package of their own, installed where it is asked for. */

import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./project.ts";

export const PEERS = join(ROOT, "test/bench/peers");

/** @throws where they can't be installed. */
export function installPeers(): void {
  const words = ["install", "--ignore-workspace", "--ignore-scripts", "--no-lockfile"];
  const { status } = spawnSync("pnpm", words, { cwd: PEERS, stdio: "inherit" });
  if (status !== 0) throw new Error("the peers could not be installed");
}

export function hasPeer(name: string): boolean {
  return existsSync(join(PEERS, "node_modules", name));
}

/** Whether a program is on the PATH and runs. */
export function hasProgram(name: string): boolean {
  return spawnSync(name, ["--version"]).status === 0;
}
