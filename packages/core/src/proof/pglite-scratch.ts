/** A scratch database in the process: PGlite, started from a cached image, since making a data directory takes seconds. */

import { randomBytes } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { databaseFrom, messageOf, sluiceError, type PgliteClient, type SluiceError } from "@sluice/runner";
import { cacheFolder } from "../cache/cache-folder.ts";
import type { Scratch } from "./scratch.ts";

type Pglite = PgliteClient & {
  dumpDataDir(compression: "none"): Promise<Blob>;
  close(): Promise<void>;
};

interface PgliteModule {
  readonly PGlite: { create(options: object): Promise<Pglite> };
}

/** PGlite's own answer to the question which file is whose. */
const PACKAGE = "@electric-sql/pglite";
const HINT =
  "Use a real server for the proof: --scratch server (a temporary database on the same server), --scratch <url of an empty database>, or `scratch` in the configuration. --no-proof skips it.";

function unavailable(message: string, cause: unknown, details: Readonly<Record<string, unknown>> = {}): SluiceError {
  return sluiceError("PROOF_UNAVAILABLE", message, { hint: HINT, details, cause });
}

async function pgliteModule(): Promise<PgliteModule> {
  try {
    return await import("@electric-sql/pglite");
  } catch (cause) {
    throw unavailable("the package @electric-sql/pglite, which serves as scratch database, is not installed", cause);
  }
}

function versionOf(): string | null {
  try {
    for (let folder = dirname(createRequire(__filename).resolve(PACKAGE)); ; folder = dirname(folder)) {
      const manifest = join(folder, "package.json");
      if (existsSync(manifest)) {
        const { name, version } = JSON.parse(readFileSync(manifest, "utf8")) as { name?: string; version?: string };
        if (name === PACKAGE && version !== undefined) return version;
      }
      if (folder === dirname(folder)) return null;
    }
  } catch {
    return null;
  }
}

/** PGlite's modules of extensions: those of PostgreSQL's contrib under one path, others under their own. */
async function extensionModules(names: readonly string[]): Promise<Readonly<Record<string, unknown>>> {
  const found: [string, unknown][] = [];
  for (const name of names) {
    const key = name.replaceAll("-", "_");
    const loaded = await Promise.any(
      [`${PACKAGE}/contrib/${key}`, `${PACKAGE}/${key}`, `${PACKAGE}-${key}`].map(async (path) => {
        const module: unknown = await import(path);
        const extension =
          typeof module === "object" && module !== null
            ? Object.entries(module).find(([each]) => each === key)
            : undefined;
        if (extension === undefined) throw new Error(`${path} has no ${key}`);
        return extension[1];
      }),
    ).catch((cause: unknown) => {
      throw unavailable(`PGlite, which serves as scratch database, has no extension ${name}`, cause, {
        extension: name,
      });
    });
    found.push([key, loaded]);
  }
  return Object.fromEntries(found);
}

async function cachedImage(
  version: string | null,
): Promise<{ readonly path: string | null; readonly image: Blob | null }> {
  const folder = version === null ? null : cacheFolder();
  if (folder === null) return { path: null, image: null };
  const path = join(folder, `pglite-${version}.tar`);
  const image = await readFile(path).catch(() => null);
  return { path, image: image === null ? null : new Blob([image]) };
}

/** Two runs may both write it: each its own draft, the last one stays. */
async function keepImage(pglite: Pglite, path: string): Promise<void> {
  const draft = `${path}.${randomBytes(6).toString("hex")}`;
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const dump = await pglite.dumpDataDir("none");
    await writeFile(draft, Buffer.from(await dump.arrayBuffer()), { mode: 0o600 });
    await rename(draft, path);
  } catch {
    // Without the image the next start takes longer, and that is all.
    await rm(draft, { force: true });
  }
}

/**
 * @throws PROOF_UNAVAILABLE where PGlite is not installed or has not an extension.
 */
export async function pgliteScratch(extensions: readonly string[]): Promise<Scratch> {
  const { PGlite } = await pgliteModule();
  const modules = await extensionModules(extensions);
  const { path, image } = await cachedImage(versionOf());
  const start = (loadDataDir: Blob | null): Promise<Pglite> =>
    PGlite.create({ extensions: modules, ...(loadDataDir === null ? {} : { loadDataDir }) });
  // An image that can't be read is as good as none.
  const starting = image === null ? start(null) : start(image).catch(() => start(null));
  const pglite = await starting.catch((cause: unknown) => {
    throw unavailable(`PGlite, which serves as scratch database, does not start here: ${messageOf(cause)}`, cause);
  });
  if (image === null && path !== null) await keepImage(pglite, path);
  const database = databaseFrom(pglite);
  const connection = await database.connect();
  return {
    label: "PGlite",
    database,
    connection,
    isSameServer: false,
    isOwnServer: true,
    close: () => pglite.close(),
  };
}
