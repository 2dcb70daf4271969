import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { closePglite, servers, testDatabase, testPglite } from "@sluice/test-kit";
import { createRunner, type DatabaseInput } from "./index.ts";

afterAll(closePglite);

function folderOf(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), "sluice-runner-"));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

function migration(id: string, down: string | null, upgrade: string, downgrade = ""): string {
  return `/**
 * make_${id}
 *
 * Revision ID: ${id}
 * Create Date: 2026-01-01T00:00:00.000Z
 */
import { sql, type Operations } from "@sluice/runner";

export const revision = ${JSON.stringify(id)};
export const downRevision = ${JSON.stringify(down)};
export const branchLabels = null;
export const dependsOn = null;

export function upgrade(op: Operations): void {
  ${upgrade}
}

export function downgrade(op: Operations): void {
  ${downgrade}
}
`;
}

const FEES = {
  "1.ts": migration(
    "a1",
    null,
    'op.createTable({ name: "fees", columns: [{ name: "id", type: "serial" }, { name: "s", type: "text", default: "x" }] });',
    'op.dropTable({ name: "fees" });',
  ),
  "2.ts": migration(
    "b2",
    "a1",
    'op.execute(sql`insert into fees (s) values (${"it\'s"})`);',
    "op.execute(sql`delete from fees`);",
  ),
  "3.ts": migration(
    "c3",
    "b2",
    'op.run(async ({ sql }) => { const rows = await sql`select count(*)::int as n from fees where s = ${"it\'s"}`; if (rows[0]?.["n"] !== 1) throw new Error("no row"); });',
  ),
};

async function everyDatabase(work: (database: DatabaseInput) => Promise<void>): Promise<void> {
  for (const server of servers()) {
    const database = await testDatabase({ server });
    await work(database.url);
    await database.drop();
  }
  await work(await testPglite());
}

test("a database goes up and down along the files, and the ledger tells where it is", () =>
  everyDatabase(async (database) => {
    const events: string[] = [];
    const runner = createRunner({ database, migrations: folderOf(FEES), onEvent: (event) => events.push(event.type) });
    expect(await runner.current()).toEqual({ revisions: [], heads: ["c3"], isHead: false });
    expect(await runner.upgrade("+1")).toEqual({ revisions: ["a1"] });
    expect(await runner.upgrade()).toEqual({ revisions: ["b2", "c3"] });
    expect(await runner.upgrade()).toEqual({ revisions: [] });
    expect(await runner.current()).toEqual({ revisions: ["c3"], heads: ["c3"], isHead: true });
    expect(events.filter((type) => type === "revision-end")).toHaveLength(3);
    expect(await runner.downgrade("-1")).toEqual({ revisions: ["c3"] });
    expect(await runner.downgrade("base")).toEqual({ revisions: ["b2", "a1"] });
    expect(await runner.upgrade("head")).toEqual({ revisions: ["a1", "b2", "c3"] });
    expect((await runner.history()).map((entry) => [entry.revision, entry.applied])).toEqual([
      ["c3", true],
      ["b2", true],
      ["a1", true],
    ]);
    expect(await runner.stamp("a1")).toEqual({ revisions: ["a1"] });
    expect((await runner.status()).pending).toEqual(["b2", "c3"]);
    await runner.close();
  }));

test("a statement that fails takes its revision back and leaves the ones before it", () =>
  everyDatabase(async (database) => {
    const migrations = folderOf({
      ...FEES,
      "3.ts": migration("c3", "b2", "op.execute(sql`create table half (id int)`); op.execute(sql`select 1/0`);"),
    });
    const runner = createRunner({ database, migrations });
    await expect(runner.upgrade()).rejects.toMatchObject({
      code: "STATEMENT_FAILED",
      details: { sqlstate: "22012", statement: "select 1/0" },
    });
    expect((await runner.current()).revisions).toEqual(["b2"]);
    const retry = createRunner({
      database,
      migrations: folderOf({ ...FEES, "3.ts": migration("c3", "b2", "op.execute(sql`create table half (id int)`);") }),
    });
    expect(await retry.upgrade()).toEqual({ revisions: ["c3"] });
    await runner.close();
  }));

test("a concurrent index is built outside the transaction, and a run that stopped there goes on there", async () => {
  const database = await testDatabase({ sql: "create table t (id int); insert into t values (1), (1)" });
  const build =
    'op.execute(sql`create table first (id int)`); op.createIndex({ name: "u", table: "t", columns: ["id"], unique: true, concurrently: true }); op.execute(sql`create table last (id int)`);';
  const migrations = folderOf({
    "1.ts": migration("a1", null, build, 'op.dropIndex({ name: "u", table: "t", concurrently: true });'),
  });
  const runner = createRunner({ database: database.url, migrations });
  await expect(runner.upgrade()).rejects.toMatchObject({ code: "STATEMENT_FAILED", details: { sqlstate: "23505" } });
  expect((await runner.status()).halfApplied).toEqual(["a1"]);
  await expect(runner.downgrade("base")).rejects.toMatchObject({ code: "HALF_APPLIED" });
  await database.query("delete from t");
  expect(await runner.upgrade()).toEqual({ revisions: ["a1"] });
  const [row] = await database.query(
    "select to_regclass('first') is not null and to_regclass('last') is not null as both, (select indisvalid from pg_index where indexrelid = 'u'::regclass) as valid",
  );
  expect(row).toEqual({ both: true, valid: true });
  expect(await runner.downgrade("base")).toEqual({ revisions: ["a1"] });
  await database.drop();
});

test("two runners at once: one applies, the other finds nothing to do", async () => {
  const database = await testDatabase();
  const migrations = folderOf({
    "1.ts": migration("a1", null, "op.execute(sql`select pg_sleep(0.3)`);"),
    "2.ts": migration("b2", "a1", "op.execute(sql`create table t (id int)`);"),
  });
  const applied = await Promise.all(
    [1, 2, 3].map(() => createRunner({ database: database.url, migrations }).upgrade()),
  );
  expect(applied.map(({ revisions }) => revisions.length).toSorted((one, other) => one - other)).toEqual([0, 0, 2]);
  await database.drop();
});

test("an edited applied file is named and refused", async () => {
  const database = await testDatabase();
  await createRunner({ database: database.url, migrations: folderOf({ "1.ts": FEES["1.ts"] }) }).upgrade();
  const migrations = folderOf({ ...FEES, "1.ts": `${FEES["1.ts"]}// changed` });
  const runner = createRunner({ database: database.url, migrations });
  await expect(runner.upgrade()).rejects.toMatchObject({ code: "EDITED_REVISION" });
  expect(await runner.upgrade("head", { allowEdited: true })).toEqual({ revisions: ["b2", "c3"] });
  await database.drop();
});

test("offline SQL leads to the same ledger and tables as a run", async () => {
  const migrations = folderOf({ "1.ts": FEES["1.ts"], "2.ts": FEES["2.ts"] });
  const database = await testDatabase();
  const runner = createRunner({ database: database.url, migrations });
  const text = await runner.sql("head");
  expect(await runner.sql("head")).toBe(text);
  await database.query(text);
  expect(await runner.current()).toEqual({ revisions: ["b2"], heads: ["b2"], isHead: true });
  await database.query(await runner.sql("head:base", { down: true }));
  expect((await runner.current()).revisions).toEqual([]);
  await expect(createRunner({ database: database.url, migrations: folderOf(FEES) }).sql("head")).rejects.toMatchObject({
    code: "NOT_OFFLINE",
  });
  await database.drop();
});

test.each([
  ["a syntax error", { "1.ts": migration("a1", null, "op.execute(sql`x`;") }, "REVISION_FILE_INVALID"],
  ["an unknown operation", { "1.ts": migration("a1", null, "op.createTabel({});") }, "INVALID_OPERATION"],
  ["a misspelt key", { "1.ts": migration("a1", null, 'op.dropTable({ nmae: "x" });') }, "INVALID_OPERATION"],
  ["no revision id", { "1.ts": "export const downRevision = null;" }, "REVISION_FILE_INVALID"],
  ["one id twice", { "1.ts": FEES["1.ts"], "2.ts": FEES["1.ts"] }, "DUPLICATE_REVISION"],
  ["a parent that no file has", { "2.ts": FEES["2.ts"] }, "MISSING_PARENT"],
  ["a circle", { "1.ts": migration("a1", "b2", ""), "2.ts": migration("b2", "a1", "") }, "REVISION_CYCLE"],
])("%s is a coded error that names the file, and nothing is changed", async (_, files, code) => {
  const database = await testDatabase();
  const runner = createRunner({ database: database.url, migrations: folderOf(files) });
  const failure: unknown = await runner.upgrade().catch((cause: unknown) => cause);
  expect(failure).toMatchObject({ code });
  expect(String(failure)).toMatch(/[12]\.ts/);
  expect(await database.query("select from pg_class where relname = 'sluice_revisions'")).toEqual([]);
  await database.drop();
});

test("a ledger row that no file has is named", async () => {
  const database = await testDatabase();
  await createRunner({ database: database.url, migrations: folderOf(FEES) }).upgrade();
  const runner = createRunner({ database: database.url, migrations: folderOf({ "1.ts": FEES["1.ts"] }) });
  await expect(runner.upgrade()).rejects.toMatchObject({
    code: "UNKNOWN_APPLIED_REVISION",
    details: { revisions: ["b2", "c3"] },
  });
  expect(await runner.stamp("a1", { purge: true })).toEqual({ revisions: ["a1"] });
  await database.drop();
});

test("a password shows nowhere", async () => {
  const [server] = servers();
  const wrong = (server?.url ?? "").replace("postgres@", "nobody:s%C3%A9cret%21@").replace(/:\d+\//, ":1/");
  const runner = createRunner({ database: wrong, migrations: folderOf({}) });
  const failure: unknown = await runner.current().catch((cause: unknown) => cause);
  expect(failure).toMatchObject({ code: "CONNECTION_FAILED" });
  expect(JSON.stringify([failure, String(failure)])).not.toMatch(/s%C3|sécret/);
});
