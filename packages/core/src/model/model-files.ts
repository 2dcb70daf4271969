/** Which files a model is in: paths, globs and folders, as drizzle-kit reads them. */

import { readdir, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { sluiceError } from "@sluice/runner";

const MODEL_FILE = /(?<!\.d)\.(?:[cm]?[jt]s|[jt]sx)$/;

async function kindOfPath(path: string): Promise<"file" | "folder" | null> {
  const found = await stat(path).catch(() => null);
  if (found === null) return null;
  return found.isDirectory() ? "folder" : "file";
}

/** A folder stands for the files in it, not for those in its folders. */
async function filesIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries
    .filter((entry) => !entry.isDirectory() && MODEL_FILE.test(entry.name))
    .map((entry) => join(folder, entry.name));
}

async function matching(pattern: string, cwd: string): Promise<readonly string[]> {
  const { glob } = await import("tinyglobby");
  const found = await glob(pattern.replaceAll("\\", "/"), {
    cwd,
    absolute: true,
    onlyFiles: false,
    expandDirectories: false,
    ignore: ["**/node_modules/**"],
  });
  const files = await Promise.all(
    found.map((path) => (path.endsWith("/") ? filesIn(path) : Promise.resolve([resolve(path)]))),
  );
  return files.flat().filter((path) => MODEL_FILE.test(path));
}

async function filesOf(pattern: string, cwd: string): Promise<readonly string[]> {
  const path = resolve(cwd, pattern);
  // A path may hold what a glob would read as a pattern: app/(shop)/[id]/schema.ts.
  const kind = await kindOfPath(path);
  if (kind === "file") return [path];
  const files = kind === "folder" ? await filesIn(path) : await matching(pattern, cwd);
  if (files.length > 0) return files;
  const what = kind === "folder" ? `the folder ${pattern} has no model files` : `there is no model file ${pattern}`;
  throw sluiceError("MODEL_NOT_FOUND", what, {
    hint: "Correct `schema` in the configuration: a path, a glob or a folder of TypeScript or JavaScript files.",
    details: { schema: pattern, folder: cwd },
  });
}

/**
 * The files that paths, globs and folders stand for: absolute, each once, sorted within each pattern.
 *
 * @param cwd what the paths are relative to.
 * @throws MODEL_NOT_FOUND naming the path or glob that no file fits.
 */
export async function modelFiles(patterns: readonly string[], cwd: string): Promise<readonly string[]> {
  if (patterns.length === 0) {
    throw sluiceError("MODEL_NOT_FOUND", "`schema` names no model file", {
      hint: "Give `schema` a path, a glob or a folder.",
    });
  }
  const found = await Promise.all(patterns.map((pattern) => filesOf(pattern, cwd)));
  return [...new Set(found.flatMap((files) => files.toSorted()))];
}
