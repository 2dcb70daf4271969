/** Reads a folder of migration files: their metadata, without running any. The only file that reads a folder. */

import { hash } from "node:crypto";
import { readFileSync, type Dirent } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { relative, resolve, sep } from "node:path";
import { messageOf } from "../errors/message-of.ts";
import { sluiceError, type SluiceError } from "../errors/sluice-error.ts";
import { compiledScript } from "./compile.ts";
import type { Revision } from "./revision.ts";
import { scanFile, type Constant } from "./scan.ts";

const MIGRATION_FILE = /^(?!\.)(?!.*\.d\.[cm]?ts$).*\.[cm]?[jt]s$/;

const METADATA = ["revision", "downRevision", "branchLabels", "dependsOn", "replaces"] as const;

function invalid(path: string, message: string): SluiceError {
  return sluiceError("REVISION_FILE_INVALID", `${path}: ${message}`, {
    hint: "A migration file exports revision, downRevision, branchLabels and dependsOn as plain constants.",
    details: { path },
  });
}

function texts(path: string, key: string, value: Constant | undefined): readonly string[] {
  if (value === undefined || value === null) return [];
  const list = typeof value === "string" ? [value] : value;
  if (list.includes("")) throw invalid(path, `${key} holds an empty text`);
  return [...new Set(list)];
}

/**
 * A revision from a file's text.
 *
 * @throws REVISION_FILE_INVALID where the file says no revision id.
 */
export function parseRevision(path: string, text: string): Revision {
  const { constants, comment, exported } = scanFile(text);
  for (const key of METADATA) {
    // Taken for nothing, a dependency would be lost without a word.
    if (exported.has(key) && !constants.has(key)) throw invalid(path, `${key} is no plain constant`);
  }
  const id = constants.get("revision");
  if (typeof id !== "string" || id === "")
    throw invalid(path, 'no revision id: `export const revision = "…"` is missing');
  if (!constants.has("downRevision"))
    throw invalid(path, "`export const downRevision = …` is missing (null for a base)");
  for (const name of ["upgrade", "downgrade"]) {
    if (!exported.has(name)) throw invalid(path, `the function ${name} is missing`);
  }
  const [message = ""] = comment.split(/\n\s*\n|\n(?=Revision ID:)/);
  return {
    id,
    downRevisions: texts(path, "downRevision", constants.get("downRevision")),
    dependsOn: texts(path, "dependsOn", constants.get("dependsOn")),
    branchLabels: texts(path, "branchLabels", constants.get("branchLabels")),
    ...(constants.has("replaces") ? { replaces: texts(path, "replaces", constants.get("replaces")) } : {}),
    message: message.startsWith("Revision ID:") ? "" : message.trim(),
    createdAt: /^Create Date:\s*(\S+)/m.exec(comment)?.[1] ?? null,
    path,
    // A checkout may end its lines in either way.
    checksum: hash("sha256", text.includes("\r") ? text.replaceAll("\r\n", "\n") : text),
  };
}

/** What a file lacks may be hidden by a syntax error before it: then that is what is wrong. */
async function faultOf(path: string, text: string, cause: unknown): Promise<unknown> {
  return compiledScript(path, text).then(
    () => cause,
    (fault: unknown) => fault,
  );
}

/** Without a promise for each file: there may be thousands. */
async function parsedAll(paths: readonly string[]): Promise<readonly Revision[]> {
  const revisions: Revision[] = [];
  for (const path of paths) {
    const text = readFileSync(path, "utf8");
    try {
      revisions.push(parseRevision(path, text));
    } catch (cause) {
      throw await faultOf(path, text, cause);
    }
  }
  return revisions;
}

/** A mounted folder may be all links, to files of a hidden folder in it. */
async function followed(link: Dirent): Promise<readonly string[]> {
  const path = pathOf(link);
  const target = await stat(path).catch((cause: unknown) => {
    throw sluiceError("REVISION_FILE_INVALID", `${path}: the link can't be followed: ${messageOf(cause)}`, {
      hint: "Put back the file that it leads to, or remove the link.",
      details: { path },
      cause,
    });
  });
  return target.isFile() ? [path] : [];
}

/** Of an entry of an absolute folder. */
function pathOf({ parentPath, name }: Dirent): string {
  return parentPath.endsWith(sep) ? parentPath + name : parentPath + sep + name;
}

function isHidden(folder: string, parent: string): boolean {
  if (parent === folder) return false;
  return relative(folder, parent)
    .split(sep)
    .some((part) => part.startsWith(".") && part !== "..");
}

async function filesOf(given: string, isRecursive: boolean): Promise<readonly string[]> {
  const folder = resolve(given);
  const entries = await readdir(folder, { withFileTypes: true, recursive: isRecursive }).catch(
    async (cause: unknown) => {
      const isThere = await stat(folder).then(
        () => true,
        () => false,
      );
      if (isThere) throw cause;
      return [];
    },
  );
  const named = entries.filter(({ name, parentPath }) => MIGRATION_FILE.test(name) && !isHidden(folder, parentPath));
  const links = await Promise.all(named.filter((entry) => entry.isSymbolicLink()).map(followed));
  return [...named.filter((entry) => entry.isFile()).map((entry) => pathOf(entry)), ...links.flat()];
}

/** The folders of a project's migration files, where one or several may be given. */
export function foldersOf(migrations: string | readonly string[]): readonly string[] {
  return [migrations].flat();
}

export interface LoadOptions {
  /** Look in the folders' folders too. */
  readonly recursive?: boolean | undefined;
}

/** Files that are read in one go. */
const AT_ONCE = 256;

/**
 * Reads the metadata of every migration file of the folders, in the order of their names, each file once. A folder that does
 * not exist has none.
 *
 * @throws REVISION_FILE_INVALID naming the file.
 */
export async function loadRevisions(
  migrations: string | readonly string[],
  { recursive = false }: LoadOptions = {},
): Promise<readonly Revision[]> {
  const found = await Promise.all(foldersOf(migrations).map((folder) => filesOf(folder, recursive)));
  const paths = [...new Set(found.flat())].toSorted();
  const revisions: Revision[] = [];
  for (let start = 0; start < paths.length; start += AT_ONCE) {
    const some = paths.slice(start, start + AT_ONCE);
    // A small file is read five times as fast at once as by way of another thread; others have their turn in between.
    revisions.push(...(await parsedAll(some)));
    await new Promise((resolveTurn) => setImmediate(resolveTurn));
  }
  return revisions;
}
