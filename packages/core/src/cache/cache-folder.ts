/** Where a user's machine keeps what can be made again. */

import { homedir } from "node:os";
import { join } from "node:path";

/** The folder of the caches, of this user alone; null where there is none. */
export function cacheFolder(): string | null {
  const home = homedir();
  return home === "" ? null : join(home, ".cache/sluice");
}

/** The file that keeps what servers said of expressions, and what was in sync; undefined where there is no place for it. */
export function answersFile(): string | undefined {
  const folder = cacheFolder();
  return folder === null ? undefined : join(folder, "answers.txt");
}
