/** The lines of drizzle-orm that models are made with, each as a project of its own that has that line installed. */

import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";

export type Line = "0.45" | "1.0";

const PACKAGES: Readonly<Record<Line, string>> = { "0.45": "drizzle-orm", "1.0": "drizzle-orm-v1" };
const INSTALLED = join(__dirname, "../../node_modules");
const projects = new Map<Line, string>();

/** The folder of a project that has the given line. */
export function projectOf(line: Line): string {
  const known = projects.get(line);
  if (known !== undefined) return known;
  const folder = mkdtempSync(join(tmpdir(), `sluice-drizzle-${line}-`));
  mkdirSync(join(folder, "node_modules"));
  // Under its own name too: what only 1.0 has is imported, and type-checked, by that.
  for (const name of ["drizzle-orm", PACKAGES[line]]) {
    const place = join(folder, "node_modules", name);
    if (!existsSync(place)) symlinkSync(join(INSTALLED, PACKAGES[line]), place);
  }
  projects.set(line, folder);
  return folder;
}

/** The model of a golden folder, as a file in the project of the line: `model.v1.ts` where 1.0 says it otherwise. */
export function modelIn(line: Line, folder: string): string {
  const own = join(folder, "model.v1.ts");
  const name = `${basename(dirname(folder))}-${basename(folder)}.ts`;
  copyFileSync(line === "1.0" && existsSync(own) ? own : join(folder, "model.ts"), join(projectOf(line), name));
  return name;
}

/** Removes the projects. */
export function forgetProjects(): void {
  for (const folder of projects.values()) rmSync(folder, { recursive: true, force: true });
  projects.clear();
}

type PgCore = typeof import("drizzle-orm/pg-core");
type Sql = typeof import("drizzle-orm").sql;

export interface LoadedLine {
  readonly line: Line;
  readonly pg: PgCore;
  readonly sql: Sql;
  /** A project's folder that has this line. */
  readonly root: string;
}

/** A line's own modules, for tests that make their models themselves. */
export function loadLine(line: Line): LoadedLine {
  const root = projectOf(line);
  const require = createRequire(join(root, "_.js"));
  // What the tests use is in both lines; 0.45 has the narrower types.
  const [pg, orm] = [require("drizzle-orm/pg-core") as PgCore, require("drizzle-orm") as typeof import("drizzle-orm")];
  return { line, pg, sql: orm.sql, root };
}

export const LINES: readonly Line[] = ["0.45", "1.0"];
