/** A golden folder: a database before, a model, the migration that must come out, and what must hold after it. */

import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Case, CaseSettings } from "./whole-way.ts";

export interface Fixture extends Case {
  readonly folder: string;
  readonly expected: string | null;
}

const ROOT = join(__dirname, "../fixtures");

function textOf(path: string): string {
  return existsSync(path) ? readFileSync(path, "utf8") : "";
}

/** Every golden folder, by kind and name. */
export function fixtures(): readonly Fixture[] {
  return readdirSync(ROOT).flatMap((kind) =>
    readdirSync(join(ROOT, kind)).map((name): Fixture => {
      const folder = join(ROOT, kind, name);
      const after = join(folder, "after.sql");
      const expected = join(folder, "expected.ts");
      const settings = textOf(join(folder, "case.json"));
      return {
        name: `${kind}: ${name.replaceAll("-", " ")}`,
        folder,
        before: `${textOf(join(folder, "before.sql"))}\n${textOf(join(folder, "seed.sql"))}`,
        after: existsSync(after) ? readFileSync(after, "utf8") : null,
        expected: existsSync(expected) ? readFileSync(expected, "utf8") : null,
        // Written by hand beside the case; a slip in it fails the case.
        settings: settings === "" ? {} : (JSON.parse(settings) as CaseSettings),
        model: () =>
          import(pathToFileURL(join(folder, "model.ts")).pathname) as Promise<Readonly<Record<string, unknown>>>,
      };
    }),
  );
}

/** Whether expected files are to be written anew. */
export const isUpdating = process.env["UPDATE_FIXTURES"] === "1";

export function writeExpected(fixture: Fixture, source: string): void {
  writeFileSync(join(fixture.folder, "expected.ts"), source);
}
