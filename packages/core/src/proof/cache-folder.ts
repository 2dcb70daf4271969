/** Where a user's machine keeps what can be made again. */

import { homedir } from "node:os";
import { join } from "node:path";

/** The folder of the caches, of this user alone; null where there is none. */
export function cacheFolder(): string | null {
  const home = homedir();
  return home === "" ? null : join(home, ".cache/sluice");
}
