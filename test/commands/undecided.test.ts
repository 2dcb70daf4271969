/** What may be a rename is asked for; where nobody can be asked, `gen` says so and writes nothing. */

import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { withDatabase } from "@sluice/test-kit";
import { filesOf, projectWith, sluice } from "../support/command.ts";

const BEFORE =
  "create type mood as enum ('ok', 'sad'); create table fees (id integer primary key, note text, state mood); insert into fees values (1, 'x', 'ok')";
const SCHEMA = `import { integer, pgEnum, pgTable, text } from "drizzle-orm/pg-core";
export const mood = pgEnum("mood", ["fine", "sad"]);
export const charges = pgTable("charges", { id: integer("id").primaryKey(), remark: text("remark"), state: mood("state") });
`;
const OLD = "fees";

function project(url: string): string {
  return projectWith({
    "schema.ts": SCHEMA,
    "sluice.config.mjs": `export default ${JSON.stringify({ schema: "./schema.ts", migrations: "./migrations", database: url })};`,
  });
}

function upgradeIn(folder: string): string {
  const [name = ""] = readdirSync(join(folder, "migrations"));
  const text = readFileSync(join(folder, "migrations", name), "utf8");
  return text.slice(text.indexOf("function upgrade"), text.indexOf("function downgrade"));
}

// The one table that there is: were the question not first, it would be taken for the loss of all of them.
test("without a decision gen ends with 1, lists the candidates as JSON, and writes nothing", () =>
  withDatabase(BEFORE, async ({ url }) => {
    const folder = project(url);
    const before = filesOf(folder);
    const { code, out } = await sluice(folder, ["gen", "other names", "--json"]);
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      error: {
        code: "AMBIGUOUS_RENAME",
        hint: expect.stringContaining("--rename") as unknown,
        details: {
          candidates: expect.arrayContaining([
            { kind: "table", from: ["public", OLD], to: ["public", "charges"], score: expect.any(Number) as unknown },
          ]) as unknown,
        },
      },
    });
    expect(filesOf(folder)).toEqual(before);
    const spoken = await sluice(folder, ["gen", "other names"]);
    expect([spoken.code, spoken.err]).toEqual([1, expect.stringContaining(`table public.${OLD} → public.charges`)]);
    expect(filesOf(folder)).toEqual(before);
  }));

test.each([
  [
    "what is a rename is renamed",
    ["--rename", "table:fees=charges", "--rename", "column:fees.note=remark", "--rename", "enum-value:mood.ok=fine"],
    ["renameTable", "renameColumn", "renameEnumValue"],
    ["dropTable", "addColumn"],
  ],
  [
    "what is none is dropped and made anew",
    ["--no-renames"],
    ["dropTable", "createTable"],
    ["renameTable", "renameColumn"],
  ],
])("%s", (_, words, has, hasNot) =>
  withDatabase(BEFORE, async ({ url }) => {
    const folder = project(url);
    const { code, err } = await sluice(folder, ["gen", "other names", "--allow-mass-drop", ...words]);
    expect([code, err]).toEqual([0, expect.any(String)]);
    const upgrade = upgradeIn(folder);
    for (const name of has) expect(upgrade).toContain(`op.${name}(`);
    for (const name of hasNot) expect(upgrade).not.toContain(`op.${name}`);
  }),
);
