/** Where a database must stand before anything is written for it. */

import { mkdtempSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { autogenerate, baseline, check } from "@sluice/core";
import { createRunner, type SqlText } from "@sluice/runner";
import { type TestDatabase, withDatabase } from "@sluice/test-kit";
import { sql as drizzleSql } from "drizzle-orm";
import { foreignKey, integer, pgEnum, pgSchema, pgTable, text } from "drizzle-orm/pg-core";
import { storyFolder, type Body } from "../graph-stories/files.ts";

const EMPTY: Body = { upgrade: "", downgrade: "" };
const FILES = ["a", "l < a", "r < a", "m < l r"];
const BODIES = Object.fromEntries(["a", "l", "r", "m", "x"].map((id) => [id, EMPTY]));

const fees = pgTable("fees", { id: integer("id").primaryKey() });

function options(database: TestDatabase, migrations: string): Parameters<typeof autogenerate>[0] {
  return { database: database.url, schema: { fees }, migrations, message: "more", proof: false };
}

test.each([
  ["nothing is applied", ["a"], [], ["a"]],
  ["one of two heads is", ["a", "l < a", "r < a"], ["l"], ["r"]],
  ["their merge is not", FILES, ["l", "r"], ["m"]],
] as const)("where %s, gen names what is pending and writes nothing", async (_, files, applied, pending) => {
  await withDatabase("", async (database) => {
    const migrations = storyFolder(files, BODIES);
    const runner = createRunner({ database: database.url, migrations });
    if (applied.length > 0) await runner.upgrade([...applied]);
    const before = readdirSync(migrations);
    await expect(autogenerate(options(database, migrations))).rejects.toMatchObject({
      code: "NOT_AT_HEAD",
      details: { pending },
    });
    expect(readdirSync(migrations)).toEqual(before);
    expect(await check({ ...options(database, migrations) })).toMatchObject({ inSync: false, pending });
    await runner.close();
  });
});

test("gen follows the merge once it is applied", async () => {
  await withDatabase("", async (database) => {
    const migrations = storyFolder(FILES, BODIES);
    const runner = createRunner({ database: database.url, migrations });
    await runner.upgrade();
    const { source } = await autogenerate(options(database, migrations));
    expect(source).toContain('export const downRevision = "m";');
    await runner.close();
  });
});

test("a database that has another branch's revision is refused, since what that made would be dropped", async () => {
  await withDatabase("", async (database) => {
    const before = createRunner({ database: database.url, migrations: storyFolder(["a", "x < a"]) });
    await before.upgrade();
    await before.close();
    const migrations = storyFolder(["a"]);
    await expect(autogenerate({ ...options(database, migrations), allowMassDrop: true })).rejects.toMatchObject({
      code: "UNKNOWN_APPLIED_REVISION",
      details: { revisions: ["x"] },
    });
    expect(readdirSync(migrations)).toEqual(["a.ts"]);
  });
});

test.each([
  ["under its own name", undefined, "sluice_revisions"],
  ["under a name that was chosen", { table: "versions" }, "versions"],
] as const)("the ledger is nobody's table, also where the models declare it: %s", async (_, ledger, name) => {
  await withDatabase("create table fees (id int primary key)", async (database) => {
    const migrations = mkdtempSync(join(tmpdir(), "sluice-generate-"));
    const runner = createRunner({ database: database.url, migrations, ...(ledger === undefined ? {} : { ledger }) });
    await runner.ensureVersion();
    await runner.close();
    const declared = pgTable(name, { revision: text("revision").notNull() });
    for (const schema of [{ fees }, { fees, declared }]) {
      const result = await autogenerate({
        ...options(database, migrations),
        schema,
        ...(ledger === undefined ? {} : { ledger }),
      });
      expect(result.operations).toEqual([]);
    }
  });
});

test("after a baseline, models that say the same are in sync", async () => {
  const sql =
    "create type mood as enum ('ok', 'bad'); create table fees (id integer primary key, mood mood default 'ok', note text)";
  await withDatabase(sql, async (database) => {
    const migrations = mkdtempSync(join(tmpdir(), "sluice-generate-"));
    await baseline({ database: database.url, migrations, root: process.cwd() });
    const mood = pgEnum("mood", ["ok", "bad"]);
    const table = pgTable("fees", {
      id: integer("id").primaryKey(),
      mood: mood("mood").default("ok"),
      note: text("note"),
    });
    const same = { ...options(database, migrations), schema: { mood, table } };
    expect(await check(same)).toMatchObject({ inSync: true, operations: [], pending: [] });
    expect((await autogenerate(same)).isEmpty).toBe(true);
  });
});

test("what revisions made in a schema of which the models speak no more is named, and dropped where the schema is named", async () => {
  await withDatabase("create table others (id int)", async (database) => {
    const migrations = mkdtempSync(join(tmpdir(), "sluice-generate-"));
    const runner = createRunner({ database: database.url, migrations });
    const billing = pgSchema("billing");
    const bills = billing.table("bills", { id: integer("id") });
    const mood = pgEnum("my mood", ["ok"]);
    const both = { ...options(database, migrations), noRenames: true, allowMassDrop: true };
    await (await autogenerate({ ...both, tablesFilter: ["!others"], schema: { fees, mood, bills } })).write();
    await runner.upgrade();
    const found = await check({ ...both, schema: { bills } });
    expect(found).toMatchObject({ operations: [], inSync: true });
    expect(found.diagnostics.map(({ code, object }) => `${code} ${object}`)).toEqual([
      'LEFT_BEHIND enum public."my mood"',
      "LEFT_BEHIND table public.fees",
    ]);
    const named = {
      ...both,
      message: "fewer",
      schemas: ["billing", "public"],
      tablesFilter: ["!others"],
      schema: { bills },
    };
    await (await autogenerate(named)).write();
    await runner.upgrade();
    expect(await database.query("select to_regclass('fees') as fees, to_regclass('others')::text as others")).toEqual([
      { fees: null, others: "others" },
    ]);
    expect((await check({ ...both, schema: { bills } })).diagnostics).toEqual([]);
    await runner.close();
  });
});

test("a check names a foreign key that rests on nothing; what the models leave to the database counts", async () => {
  await withDatabase(
    "create table fees (id integer primary key); create table paid (fee integer constraint of_fee references fees (id))",
    async (database) => {
      const migrations = mkdtempSync(join(tmpdir(), "sluice-generate-"));
      const fees = pgTable("fees", { id: integer("id").notNull() });
      const paid = pgTable("paid", { fee: integer("fee") }, (t) => [
        foreignKey({ columns: [t.fee], foreignColumns: [fees.id], name: "of_fee" }),
      ]);
      const both = { ...options(database, migrations), schema: { fees, paid } };
      expect((await check(both)).diagnostics).toEqual([
        {
          code: "NOTHING_UNIQUE",
          severity: "warning",
          object: "foreign-key public.paid.of_fee",
          message:
            "foreign-key public.paid.of_fee refers to public.fees (id), which nothing in the models keeps unique",
          hint: expect.any(String) as unknown,
        },
      ]);
      const left = { ...both, includeObject: (_: unknown, kind: string) => kind !== "primary-key" };
      expect(await check(left)).toMatchObject({ inSync: true, diagnostics: [] });
    },
  );
});

test("a table that is called as a ledger elsewhere is the project's own", async () => {
  await withDatabase("create table versions (id int primary key)", async (database) => {
    const migrations = mkdtempSync(join(tmpdir(), "sluice-generate-"));
    const ledger = { schema: "own", table: "versions" };
    const versions = pgTable("versions", { id: integer("id").primaryKey() });
    const result = await check({ ...options(database, migrations), schema: { versions }, ledger });
    expect(result).toMatchObject({ inSync: true, operations: [] });
  });
});

test("what is given for SQL and is drizzle's own is refused, since it would be written as nothing", async () => {
  await withDatabase("create table fees (id text primary key)", async (database) => {
    const given = drizzleSql`id::integer` as unknown as SqlText;
    await expect(
      autogenerate({ ...options(database, storyFolder([])), using: { "fees.id": given } }),
    ).rejects.toMatchObject({ code: "INVALID_SQL", message: expect.stringContaining("fees.id") });
  });
});
