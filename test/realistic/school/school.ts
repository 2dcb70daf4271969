/** A school's database, brought up by what was done to it over the years, and the models that it has today. */

import { cpSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { check, type CheckResult } from "@sluice/core";
import { testDatabase, type Server, type TestDatabase } from "@sluice/test-kit";
import type { DatabaseInput } from "@sluice/runner";
import { projectOf, type Line } from "../../support/lines.ts";
import { emptyFolder } from "../../support/whole-way.ts";

/** Roles are the whole server's. */
const ROLES = ["school_app", "school_office"];
const HISTORY = join(__dirname, "history");

/** What was run, year by year. */
export function history(): readonly string[] {
  return readdirSync(HISTORY)
    .toSorted()
    .map((name) => readFileSync(join(HISTORY, name), "utf8"));
}

export const makeRoles = ROLES.map((role) => `create role ${role};`).join(" ");
export const dropRoles = ROLES.map((role) => `drop role if exists ${role};`).join(" ");

export interface School {
  /** The database as it is; it is cloned for each test that changes it. */
  readonly database: TestDatabase;
  close(): Promise<void>;
}

/** Brings the school up on a server. */
export async function openSchool(server: Server): Promise<School> {
  // Roles go when no database knows them.
  const beside = await testDatabase({ server });
  await beside.query(dropRoles + makeRoles);
  const database = await testDatabase({ server });
  for (const year of history()) await database.query(year);
  return {
    database,
    async close() {
      await database.drop();
      await beside.query(dropRoles);
      await beside.drop();
    },
  };
}

type Options = Parameters<typeof check>[0];

/** What every command is given: the models behind a glob, in a project that has the line of drizzle-orm. */
export function optionsFor(database: DatabaseInput, line: Line = "0.45"): Options & { readonly migrations: string } {
  const root = projectOf(line);
  cpSync(join(__dirname, "models"), join(root, "school"), { recursive: true });
  return { database, schema: "./school/*.ts", root, migrations: emptyFolder() };
}

export function checkSchool(database: DatabaseInput, line?: Line): Promise<CheckResult> {
  return check(optionsFor(database, line));
}
