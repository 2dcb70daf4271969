/** A scratch database with a live schema in it. */

import { codeOf, type Database } from "@sluice/runner";
import { rebuild, versionOf, type RebuildInput } from "./prove.ts";
import { openScratch, type Scratch, type ScratchPlace } from "./scratch.ts";

async function rebuiltAt(place: ScratchPlace, input: RebuildInput & { readonly database: Database }): Promise<Scratch> {
  const scratch = await openScratch(place, input.surroundings.extensions, input.database);
  try {
    await rebuild(scratch, input, await versionOf(scratch));
    return scratch;
  } catch (cause) {
    await scratch.close();
    throw cause;
  }
}

/**
 * Opens a scratch database and makes the live schema in it.
 *
 * @param place where; left out: PGlite, and where that lacks something, a temporary database on the same server.
 * @throws PROOF_UNAVAILABLE where there is no place for it.
 */
export async function openRebuilt(
  input: RebuildInput & { readonly database: Database },
  place?: ScratchPlace,
): Promise<Scratch> {
  if (place !== undefined) return rebuiltAt(place, input);
  try {
    return await rebuiltAt("pglite", input);
  } catch (first) {
    if (input.database.sibling === undefined || codeOf(first) !== "PROOF_UNAVAILABLE") throw first;
    return rebuiltAt("server", input).catch(() => {
      throw first;
    });
  }
}
