/** Does something on a throw-away database, wherever one can be had. */

import { isSluiceError, type Database } from "@sluice/runner";
import { openScratch, type Scratch, type ScratchPlace } from "./scratch.ts";

/**
 * Opens a scratch database for the length of some work.
 *
 * @param place where; left out: PGlite, and where that lacks an extension or the work fails there, a temporary database on the
 * same server.
 * @param extensions those that it must be able to make.
 * @throws PROOF_UNAVAILABLE where there is no place for it, and whatever the work throws.
 */
export async function onScratch<T>(
  place: ScratchPlace | undefined,
  extensions: readonly string[],
  live: Database,
  work: (scratch: Scratch) => Promise<T>,
): Promise<T> {
  const at = async (where: ScratchPlace): Promise<T> => {
    const scratch = await openScratch(where, extensions, live);
    try {
      return await work(scratch);
    } finally {
      await scratch.close();
    }
  };
  if (place !== undefined) return at(place);
  try {
    return await at("pglite");
  } catch (first) {
    // PGlite may lack what the server has, or be of another major version: the server's own word counts.
    if (live.sibling === undefined) throw first;
    return at("server").catch((second: unknown) => {
      throw isSluiceError(second) && second.code === "PROOF_UNAVAILABLE" ? first : second;
    });
  }
}
