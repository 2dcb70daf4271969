/** Where a run of the tests keeps its temporary files: in one folder, gone with the run. */

import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const KEPT_VARIABLE = "SLUICE_TEST_KEPT";

/** The folder of what is made once and used by every run after it: a server's binaries, an empty PGlite. */
export function keptFolder(): string {
  return process.env[KEPT_VARIABLE] ?? tmpdir();
}

/**
 * Gives this process, and those that it starts, a temporary folder of their own. esbuild lists every folder above a model: beside
 * what thousands of tests left, a model takes twenty times as long.
 *
 * @returns removes the folder.
 */
export function ownTemporaryFolder(): () => void {
  const outer = tmpdir();
  const own = mkdtempSync(join(outer, "sluice-run-"));
  // A server runs as another user where the tests run as root.
  chmodSync(own, 0o755);
  process.env[KEPT_VARIABLE] = keptFolder();
  process.env["TMPDIR"] = own;
  return () => {
    process.env["TMPDIR"] = outer;
    rmSync(own, { recursive: true, force: true });
  };
}
