/** Proofs: what is proved, what is refused, and that a failed one writes nothing. */

import { mkdtempSync, readdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { autogenerate, proveRevisions, type AutogenerateOptions } from "@sluice/core";
import { databaseFrom } from "@sluice/runner";
import { dump, server, testDatabase, type TestDatabase, withDatabase } from "@sluice/test-kit";
import { integer, pgSchema, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { sql } from "drizzle-orm";

const ROOT = join(__dirname, "..");

function emptyFolder(): string {
  return mkdtempSync(join(tmpdir(), "sluice-proof-"));
}

function optionsOf(database: TestDatabase, schema: Record<string, unknown>): AutogenerateOptions {
  return { database: database.url, schema, migrations: emptyFolder(), root: ROOT, message: "proved" };
}

async function scratchesLeft(): Promise<number> {
  const database = await testDatabase();
  const rows = await database.query(
    "select 1 from pg_database where datname like 'sluice_scratch_%' and not exists (select from pg_stat_activity a where a.datname = pg_database.datname)",
  );
  await database.drop();
  return rows.length;
}

const people = pgTable("people", { id: integer("id").primaryKey(), name: text("name") });
const BEFORE = "create table people (id integer primary key)";

test.each(["pglite", "server"] as const)("a migration is proved on %s, and the file is written", async (scratch) => {
  await withDatabase(BEFORE, async (database) => {
    const options = { ...optionsOf(database, { people }), scratch };
    const result = await autogenerate(options);
    expect(result.proof?.scratch).toMatch(scratch === "pglite" ? /^PGlite$/ : /sluice_scratch_/);
    await result.write();
    expect(readdirSync(String(options.migrations))).toHaveLength(1);
  });
  expect(await scratchesLeft()).toBe(0);
});

test.each([
  ["upgrade", "does not reach the models", { upgrade: [{ op: "dropTable", name: "people" }] as const }],
  ["downgrade", "does not restore the database", { downgrade: [] }],
  ["downgrade", "fails", { downgrade: [{ op: "dropTable", name: "nobody" }] as const }],
])("an %s that %s is refused with what differs, and nothing is written", async (direction, words, changed) => {
  await withDatabase(BEFORE, async (database) => {
    const options = {
      ...optionsOf(database, { people }),
      scratch: "server" as const,
      processRevision: <T extends object>(planned: T) => ({ ...planned, ...changed }),
    };
    const before = await dump(database);
    await expect(autogenerate(options)).rejects.toMatchObject({
      code: "PROOF_FAILED",
      message: expect.stringContaining(words) as unknown,
      details: { direction },
    });
    expect(readdirSync(String(options.migrations))).toEqual([]);
    expect(await dump(database)).toBe(before);
    expect((await autogenerate({ ...options, proof: false })).proof).toBeNull();
  });
});

test("what stands around the managed objects is made on the scratch database: functions, domains, roles, tables of other schemas", async () => {
  const before = `
    create schema auth; create table auth.users (id uuid primary key, email text unique);
    create domain positive as integer check (value > 0);
    create function next_code() returns text language sql volatile as $$ select 'c' || floor(random() * 10)::text $$;
    create table orders (id integer primary key, code text default next_code(), amount positive, owner uuid references auth.users);
    create sequence auth.numbers;`;
  const auth = pgSchema("auth");
  const users = auth.table("users", { id: uuid("id").primaryKey() });
  const orders = pgTable("orders", {
    id: integer("id").primaryKey(),
    code: text("code").default(sql`next_code()`),
    amount: integer("amount"),
    owner: uuid("owner").references(() => users.id),
    note: text("note"),
  });
  await withDatabase(before, async (database) => {
    for (const scratch of ["pglite", "server"] as const) {
      const options = { ...optionsOf(database, { orders, users }), schemas: ["public"], scratch };
      await expect(autogenerate(options)).resolves.toMatchObject({ proof: expect.anything() as unknown });
    }
  });
});

test("an extension that PGlite has is made there; one that it lacks leads to the server, or is named", async () => {
  const citext = pgTable("words", { id: integer("id").primaryKey(), more: text("more") });
  await withDatabase("create extension citext; create table words (id integer primary key)", async (database) => {
    const result = await autogenerate({ ...optionsOf(database, { words: citext }), scratch: "pglite" });
    expect(result.proof).toEqual({ scratch: "PGlite" });
  });
  await withDatabase("create extension pgrowlocks; create table words (id integer primary key)", async (database) => {
    const options = optionsOf(database, { words: citext });
    await expect(autogenerate({ ...options, scratch: "pglite" })).rejects.toMatchObject({
      code: "PROOF_UNAVAILABLE",
      details: { extension: "pgrowlocks" },
    });
    expect((await autogenerate(options)).proof?.scratch).toContain("sluice_scratch_");
  });
});

test("a scratch database of the user's must be empty, and is empty again afterwards", async () => {
  await withDatabase(BEFORE, async (database) => {
    await withDatabase("create table mine (id integer)", async (taken) => {
      await expect(autogenerate({ ...optionsOf(database, { people }), scratch: taken.url })).rejects.toMatchObject({
        code: "PROOF_UNAVAILABLE",
      });
      expect(await taken.query("select 1 from pg_class where relname = 'mine'")).toHaveLength(1);
    });
    await withDatabase("", async (free) => {
      await autogenerate({ ...optionsOf(database, { people }), scratch: free.url });
      expect(await free.query("select 1 from pg_class where relname = 'people'")).toEqual([]);
    });
  });
});

test("a role that may not make databases is told so", async () => {
  await withDatabase(BEFORE, async (database) => {
    const role = `poor_${database.name}`;
    await database.query(`create role ${role} login; grant select on people to ${role}`);
    const url = database.url.replace("postgres@", `${role}@`);
    await expect(
      autogenerate({ ...optionsOf(database, { people }), database: url, scratch: "server" }),
    ).rejects.toMatchObject({
      code: "PROOF_UNAVAILABLE",
      hint: expect.stringContaining("right to create databases") as unknown,
    });
    await database.query(`drop owned by ${role}; drop role ${role}`);
  });
});

function revision(id: string, down: string | null, upgrade: string, downgrade: string): string {
  return `import { sql, type Operations } from "@sluice/runner";
export const revision = "${id}";
export const downRevision = ${down === null ? "null" : `"${down}"`};
export const branchLabels = null;
export const dependsOn = null;
export function upgrade(op: Operations): void { ${upgrade} }
export function downgrade(op: Operations): void { ${downgrade} }
`;
}

const TABLE =
  'op.createTable({ name: "fees", columns: [{ name: "id", type: "integer" }, { name: "status", type: "text" }] });';
const SEED = "insert into fees values (1, 'unpaid'), (2, 'paid')";

describe("prove", () => {
  function folder(...files: readonly string[]): string {
    const path = emptyFolder();
    files.forEach((file, position) => writeFileSync(join(path, `${position}.ts`), file));
    return path;
  }
  const first = revision("aaaa", null, TABLE, 'op.dropTable({ name: "fees" });');

  test("goes each revision up, down and up again, rows counted", async () => {
    const second = revision(
      "bbbb",
      "aaaa",
      "op.execute(sql`update fees set status = 'pending' where status = 'unpaid'`);",
      "op.execute(sql`update fees set status = 'unpaid' where status = 'pending'`);",
    );
    const result = await proveRevisions({ migrations: folder(first, second) });
    expect(result).toMatchObject({ scratch: "PGlite", proved: ["aaaa", "bbbb"], failure: null, diagnostics: [] });
    const ranged = await proveRevisions({ migrations: folder(first, second), from: "aaaa", seed: SEED });
    expect(ranged).toMatchObject({ proved: ["bbbb"], failure: null, diagnostics: [] });
  });

  test.each([
    ["leaves a column", 'op.addColumn({ table: "fees", name: "note", type: "text" });', "", /note/],
    ["loses rows", "op.execute(sql`delete from fees`);", "", /2 rows before, 0 after/],
  ])("names the revision whose downgrade %s", async (_, upgrade, downgrade, difference) => {
    const migrations = folder(first, revision("bbbb", "aaaa", upgrade, downgrade));
    const result = await proveRevisions({ migrations, revision: "bbbb", seed: SEED });
    expect(result).toMatchObject({
      proved: [],
      failure: { revision: "bbbb", direction: "downgrade", difference: expect.stringMatching(difference) as unknown },
    });
  });

  test("names tables whose rows came back saying something else", async () => {
    const dropped = revision(
      "bbbb",
      "aaaa",
      'op.dropColumn({ table: "fees", name: "status" });',
      'op.addColumn({ table: "fees", name: "status", type: "text" });',
    );
    const result = await proveRevisions({ migrations: folder(first, dropped), from: "aaaa", seed: SEED });
    expect(result).toMatchObject({
      failure: null,
      diagnostics: [{ code: "VALUES_NOT_RESTORED", object: '"public"."fees"' }],
    });
  });

  test("only applies what says that it has no way back, and proves what stands between", async () => {
    const oneWay = (id: string, below: string | null, upgrade: string): string =>
      revision(id, below, upgrade, 'op.irreversible("it came from elsewhere");');
    const files = [
      oneWay("aaaa", null, TABLE),
      oneWay("bbbb", "aaaa", 'op.addColumn({ table: "fees", name: "note", type: "text" });'),
      revision(
        "cccc",
        "bbbb",
        'op.addColumn({ table: "fees", name: "more", type: "text" });',
        'op.dropColumn({ table: "fees", name: "more" });',
      ),
      oneWay("dddd", "cccc", "op.execute(sql`delete from fees`);"),
    ];
    const told: string[] = [];
    const result = await proveRevisions({
      migrations: folder(...files),
      onRevision: (id, isIrreversible) => told.push(`${id} ${isIrreversible}`),
    });
    expect(result).toMatchObject({ proved: ["cccc"], irreversible: ["aaaa", "bbbb", "dddd"], failure: null });
    expect(told).toEqual(["aaaa true", "bbbb true", "cccc false", "dddd true"]);
  });

  test("runs on a temporary database of the server, where the migrations find its roles", async () => {
    const database = databaseFrom(server().url);
    const result = await proveRevisions({ migrations: folder(first), database, scratch: "server" });
    expect(result).toMatchObject({ scratch: expect.stringContaining("sluice_scratch_") as unknown, proved: ["aaaa"] });
  });
});
