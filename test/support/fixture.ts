/** A golden folder: a database before, a model, the migration that must come out, and what must hold after it. */

import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { SqlText } from "@sluice/runner";

export interface FixtureSettings {
  /** Majors, and `pglite`, that it runs on; all where left out. */
  readonly servers?: readonly (number | "pglite")[];
  readonly renames?: readonly {
    readonly kind: string;
    readonly from: readonly string[];
    readonly to: readonly string[];
  }[];
  readonly noRenames?: boolean;
  readonly allowMassDrop?: boolean;
  readonly casing?: "snake_case" | "camelCase";
  readonly using?: Readonly<Record<string, SqlText>>;
  readonly downUsing?: Readonly<Record<string, SqlText>>;
  /** The code of the error that must come out instead of a migration. */
  readonly refused?: string;
  /** Diagnostics that must be among the findings: `CODE object`. */
  readonly diagnostics?: readonly string[];
  /** Tables whose rows a hazard says are lost. */
  readonly losesRowsOf?: readonly string[];
  /** Why the downgrade does not lead back exactly, where it can't. */
  readonly downgradeDiffers?: string;
}

export interface Fixture {
  readonly name: string;
  readonly folder: string;
  /** `before.sql`, and rows from `seed.sql`. */
  readonly before: string;
  /** What the database must be after it, built without Sluice; null where the folder does not say. */
  readonly after: string | null;
  readonly expected: string | null;
  readonly settings: FixtureSettings;
  model(): Promise<Readonly<Record<string, unknown>>>;
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
        settings: settings === "" ? {} : (JSON.parse(settings) as FixtureSettings),
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

/** A folder for the migrations of one run. */
export function emptyFolder(): string {
  return mkdtempSync(join(tmpdir(), "sluice-migrations-"));
}
