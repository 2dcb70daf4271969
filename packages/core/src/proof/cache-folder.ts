/** Where a user's machine keeps what can be made again. */

import { homedir } from "node:os";
import { join } from "node:path";

/** The folder of the caches, of this user alone; null where there is none. */
export function cacheFolder(): string | null {
  const { XDG_CACHE_HOME, LOCALAPPDATA } = process.env;
  const home = homedir();
  const base = XDG_CACHE_HOME ?? LOCALAPPDATA ?? (home === "" ? undefined : join(home, ".cache"));
  return base === undefined || base === "" ? null : join(base, "sluice");
}
