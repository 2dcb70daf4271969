/** A golden folder: a database before, a model, the migration that must come out, and what must hold after it. */

import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { modelIn, projectOf, type Line } from "./lines.ts";
import type { Case, CaseSettings } from "./whole-way.ts";
import type { GroundName } from "./witnesses.ts";

interface FixtureSettings extends CaseSettings {
  /** The only line of drizzle-orm that can say it, and why. */
  readonly line?: { readonly only: Line; readonly why: string };
}

export interface Fixture extends Case {
  readonly settings: FixtureSettings;
  /** What must come out: `expected.v1.ts` where 1.0 rightly gives other names, else `expected.ts`. */
  readonly expectedFile: string;
  /** 1.0 writes only what is its own: otherwise it must give what 0.45 gives. */
  readonly isWritable: boolean;
}

const ROOT = join(__dirname, "../fixtures");

function textOf(path: string): string {
  return existsSync(path) ? readFileSync(path, "utf8") : "";
}

/** A file of a folder, or what is there for 1.0 alone. An `expected.v1.ts` is made by hand: that names differ is a decision. */
function fileOf(folder: string, line: Line, name: string): string {
  const own = join(folder, name.replace(/\.(?=\w+$)/, ".v1."));
  return line === "1.0" && existsSync(own) ? own : join(folder, name);
}

async function modelOf(folder: string, line: Line): Promise<Readonly<Record<string, unknown>> | string> {
  if (line === "1.0") return modelIn(line, folder);
  // A module's namespace is a record of its exports.
  return (await import(pathToFileURL(join(folder, "model.ts")).pathname)) as Readonly<Record<string, unknown>>;
}

/** Every golden folder that a line of drizzle-orm can say, by kind and name. */
export function fixtures(line: Line): readonly Fixture[] {
  return readdirSync(ROOT)
    .flatMap((kind) =>
      readdirSync(join(ROOT, kind)).map((name): Fixture => {
        const folder = join(ROOT, kind, name);
        const settings = textOf(join(folder, "case.json"));
        // Written by hand beside the case; a slip in it fails the case.
        const given = settings === "" ? {} : (JSON.parse(settings) as FixtureSettings);
        const expectedFile = fileOf(folder, line, "expected.ts");
        return {
          name: `${kind}: ${name.replaceAll("-", " ")}`,
          before: `${textOf(join(folder, "before.sql"))}\n${textOf(join(folder, "seed.sql"))}`,
          after: textOf(fileOf(folder, line, "after.sql")) || null,
          settings: given,
          ...(line === "1.0" ? { root: projectOf(line) } : {}),
          model: () => modelOf(folder, line),
          expectedFile,
          isWritable: line === "0.45" || expectedFile.endsWith(".v1.ts") || given.line?.only === line,
        };
      }),
    )
    .filter(({ settings }) => settings.line === undefined || settings.line.only === line);
}

/** Whether expected files are to be written anew. */
export const isUpdating = process.env["UPDATE_FIXTURES"] === "1";

/** What the oldest servers say otherwise holds up to this one: see {@link expectedOf}. */
const EARLY = 15;

/** The file of what a server and those before it say otherwise, `expected.pg17.ts`; null where it says what the newest says. */
function earlierFile(file: string, major: number): string | null {
  const folder = dirname(file);
  const name = basename(file, ".ts");
  const known = readdirSync(folder).flatMap((each) => {
    const last = each.startsWith(`${name}.pg`) ? /^\d+(?=\.ts$)/.exec(each.slice(name.length + 3))?.[0] : undefined;
    return last !== undefined && Number(last) >= major ? [Number(last)] : [];
  });
  return known.length === 0 ? null : join(folder, `${name}.pg${Math.min(...known)}.ts`);
}

/**
 * What must come out, after it was written where that is asked for. A server that says it otherwise has a file of its own, which
 * holds for those before it too: until 15 a query over one table prints with its columns qualified, until 17 a partitioned table
 * can't have a foreign key that is not valid.
 */
export function expectedOf({ expectedFile, isWritable }: Fixture, source: string, ground: GroundName): string {
  const own = ground === "pglite" ? null : earlierFile(expectedFile, ground);
  const isApart = isUpdating && ground !== "pglite" && ground < 18 && textOf(expectedFile) !== source;
  const file = own ?? (isApart ? expectedFile.replace(/\.ts$/, `.pg${Math.max(ground, EARLY)}.ts`) : expectedFile);
  if (isUpdating && isWritable) writeFileSync(file, source);
  return textOf(file);
}
