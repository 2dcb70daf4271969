/**
 * The whole way of one case on one ground: build, introspect, plan, render, apply, plan again, look at the rows, go down, go
 * up again, with a witness that isn't Sluice at both ends.
 */

import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { autogenerate, check, type AutogenerateResult } from "@sluice/core";
import { createRunner, type SqlText } from "@sluice/runner";
import { wantedMajors } from "@sluice/test-kit";
import { everything, kept, type AllContents } from "./contents.ts";
import { enter, type Ground, type GroundName, type Roles } from "./witnesses.ts";

type Options = Parameters<typeof autogenerate>[0];

export interface CaseSettings {
  /** Majors, and `pglite`, that it runs on; all where left out. */
  readonly servers?: readonly GroundName[];
  readonly renames?: readonly {
    readonly kind: string;
    readonly from: readonly string[];
    readonly to: readonly string[];
  }[];
  readonly noRenames?: boolean;
  readonly locks?: "brief" | "plain";
  readonly allowMassDrop?: boolean;
  /** What is there before sets something of the database itself: its time zone. */
  readonly isUnique?: boolean;
  /** The roles that it speaks of. */
  readonly roles?: Roles;
  readonly entities?: Options["entities"];
  readonly schemaFilter?: string | readonly string[];
  /** Where Sluice proves it. Default: a temporary database on the same server. */
  readonly scratch?: "pglite" | "server";
  readonly tablesFilter?: string | readonly string[];
  readonly extensionsFilters?: readonly "postgis"[];
  readonly schemas?: readonly string[];
  readonly exclude?: readonly string[];
  readonly casing?: "snake_case" | "camelCase";
  readonly using?: Readonly<Record<string, SqlText>>;
  readonly downUsing?: Readonly<Record<string, SqlText>>;
  /** The code of the error that must come out instead of a migration. */
  readonly refused?: string;
  /** A piece of what the server says where rows are in the way of the migration: then all of it is rolled back. */
  readonly rowsInTheWay?: string;
  /** Diagnostics that must be among the findings: `CODE object`. */
  readonly diagnostics?: readonly string[];
  /** Codes of diagnostics that must not be among them. */
  readonly noDiagnostics?: readonly string[];
  /** Codes of hazards that must be told. */
  readonly hazards?: readonly string[];
  /** Codes of hazards that must not be told. */
  readonly noHazards?: readonly string[];
  /** Tables whose rows a hazard says are lost. */
  readonly losesRowsOf?: readonly string[];
  /** A piece of what the server says where rows are in the way of the downgrade: then nothing of it is kept. */
  readonly downgradeFails?: string;
  /** Why values of a column that keeps its type are others after it: an enum's value gets another name. */
  readonly valuesChange?: string;
  /** What of the rows does not come back on the way down, and why: by its nature, a column that went comes back empty. */
  readonly loses?: string;
  /** Why the downgrade does not lead back exactly, where it can't. */
  readonly downgradeDiffers?: string;
}

export interface Case {
  readonly name: string;
  /** SQL of the database that it starts with, rows included. */
  readonly before: string;
  /** SQL of what the database must be after it, built without Sluice; null where the case does not say. */
  readonly after: string | null;
  /** Queries and the rows that they give after it. */
  readonly rows?: Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>;
  readonly settings: CaseSettings;
  /** The project that the models are of; this one where left out. */
  readonly root?: string;
  /** Exports, or the file of the project that exports them. */
  model(): Readonly<Record<string, unknown>> | Promise<Readonly<Record<string, unknown>> | string>;
}

const ROOT = join(__dirname, "../..");
const REVISION = "000000000001";

/** A folder for the migrations of one run. */
export function emptyFolder(): string {
  return mkdtempSync(join(tmpdir(), "sluice-migrations-"));
}

async function optionsOf(given: Case, place: Ground, ground: GroundName): Promise<Parameters<typeof autogenerate>[0]> {
  return {
    database: place.database,
    schema: await given.model(),
    migrations: emptyFolder(),
    root: given.root ?? ROOT,
    message: given.name,
    // The way itself is a proof of its own: Sluice's is held against it on one server.
    proof: ground === wantedMajors().at(-1),
    scratch: "server" as const,
    revisionId: () => REVISION,
    clock: () => new Date("2026-01-02T03:04:05.678Z"),
    ...given.settings,
  };
}

function judgeFindings(result: AutogenerateResult, settings: CaseSettings): void {
  const found = result.diagnostics.map(({ code, object }) => `${code} ${object ?? ""}`.trim());
  for (const wanted of settings.diagnostics ?? []) expect(found).toContain(wanted);
  for (const unwanted of settings.noDiagnostics ?? [])
    expect(result.diagnostics).not.toContainEqual(expect.objectContaining({ code: unwanted }));
  const hazards = result.hazards.map(({ code }) => code);
  for (const wanted of settings.hazards ?? []) expect(hazards).toContain(wanted);
  for (const unwanted of settings.noHazards ?? []) expect(hazards).not.toContain(unwanted);
}

/** What the columns of a table are called after it, where that is another name. */
function renamedColumns(table: string, { renames = [] }: CaseSettings): ReadonlyMap<string, string> {
  const here = renames.filter(({ kind, from }) => kind === "column" && from.slice(0, 2).join(".") === table);
  return new Map(here.map(({ from, to }) => [from.at(-1) ?? "", to.at(-1) ?? ""]));
}

async function expectRowsKept(place: Ground, before: AllContents, given: Case): Promise<void> {
  const { renames = [], losesRowsOf = [], valuesChange } = given.settings;
  const renamed = new Map(
    renames.filter(({ kind }) => kind === "table").map(({ from, to }) => [from.join("."), to.join(".")]),
  );
  const after = await place.contents();
  for (const [table, contents] of before) {
    const name = renamed.get(table) ?? table;
    const now = after.get(name);
    if (now === undefined || losesRowsOf.includes(table)) continue;
    const [was, is] = kept(contents, now, renamedColumns(table, given.settings));
    if (valuesChange === undefined) expect([name, is]).toEqual([name, was]);
    else expect([name, is.length]).toEqual([name, was.length]);
  }
  for (const [query, rows] of Object.entries(given.rows ?? {})) expect(await place.query(query)).toEqual(rows);
}

/** Down gives every row back as it was, unless the case says why it can't; what its queries put in may stay. */
async function expectRowsBack(place: Ground, before: AllContents, { settings, rows }: Case): Promise<void> {
  const [was, is] = [everything(before), everything(await place.contents())];
  if (settings.loses !== undefined) return expect(is).not.toEqual(was);
  if (rows === undefined) return expect(is).toEqual(was);
  for (const [table, values] of Object.entries(was)) expect(is[table]).toEqual(expect.arrayContaining([...values]));
}

/**
 * Goes the whole way.
 *
 * @param judge looks at what is about to be written.
 */
export async function goTheWholeWay(
  given: Case,
  ground: GroundName,
  judge: (result: AutogenerateResult) => void,
): Promise<void> {
  const { settings } = given;
  const place = await enter(ground, given.before, settings.roles, settings.isUnique);
  try {
    const options = await optionsOf(given, place, ground);
    const before = await place.dump();
    const rowsBefore = await place.contents();
    if (settings.refused !== undefined) {
      await expect(autogenerate(options)).rejects.toMatchObject({ code: settings.refused });
      expect(await place.dump()).toBe(before);
      return;
    }
    const result = await autogenerate(options);
    judgeFindings(result, settings);
    judge(result);
    // Asking changes nothing.
    expect(await place.dump()).toBe(before);
    if (result.isEmpty) return;
    await result.write();
    const runner = createRunner({ database: place.database, migrations: options.migrations });
    if (settings.rowsInTheWay !== undefined) {
      await expect(runner.upgrade()).rejects.toMatchObject({
        message: expect.stringContaining(settings.rowsInTheWay) as unknown,
      });
      expect(await place.dump()).toBe(before);
      expect(everything(await place.contents())).toEqual(everything(rowsBefore));
      return;
    }
    expect(await runner.upgrade()).toEqual({ revisions: [REVISION] });
    const after = await place.dump();
    const again = await check({ ...options, renames: [] });
    expect(again).toMatchObject({ operations: [], inSync: true });
    await expectRowsKept(place, rowsBefore, given);
    if (settings.downgradeFails !== undefined) {
      const rows = everything(await place.contents());
      await expect(runner.downgrade("base")).rejects.toMatchObject({
        message: expect.stringContaining(settings.downgradeFails) as unknown,
      });
      expect(await place.dump()).toBe(after);
      expect(everything(await place.contents())).toEqual(rows);
      return;
    }
    await runner.downgrade("base");
    if (settings.downgradeDiffers === undefined) expect(await place.dump()).toBe(before);
    await expectRowsBack(place, rowsBefore, given);
    await runner.upgrade();
    expect(await place.dump()).toBe(after);
    if (given.after !== null) {
      await place.leave();
      const wanted = await enter(ground, given.after, settings.roles);
      expect(after).toBe(await wanted.dump());
      await wanted.leave();
    }
  } finally {
    await place.leave();
  }
}
