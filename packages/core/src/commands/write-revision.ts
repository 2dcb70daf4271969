/** Writes a migration file: whole or not at all, and never over another. */

import { randomBytes } from "node:crypto";
import { link, mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { codeOf, sluiceError } from "@sluice/runner";
import { postWrite, type PostWriteCommand } from "./post-write.ts";

export interface WriteOptions {
  /** Commands that the written file is handed to. */
  readonly postWrite?: readonly PostWriteCommand[] | undefined;
  /** Where they run. */
  readonly root?: string | undefined;
}

/**
 * @throws FILE_EXISTS where a file of that name is there, POST_WRITE_FAILED.
 */
export async function writeRevision(
  folder: string,
  name: string,
  source: string,
  options: WriteOptions,
): Promise<string> {
  const path = join(folder, name);
  await mkdir(dirname(path), { recursive: true });
  const draft = join(dirname(path), `.${randomBytes(6).toString("hex")}.draft`);
  try {
    await writeFile(draft, source, { flag: "wx" });
    // Unlike a rename, a link never replaces what is there.
    await link(draft, path);
  } catch (cause) {
    if (codeOf(cause) !== "EEXIST") throw cause;
    throw sluiceError("FILE_EXISTS", `${path} is there already`, {
      hint: "Use another message, or wait a minute.",
      details: { path },
    });
  } finally {
    await rm(draft, { force: true });
  }
  await postWrite(path, options.postWrite, options.root);
  return path;
}
