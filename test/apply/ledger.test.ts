/** The ledger: what it keeps, ledgers of older versions, and that history can't be changed unnoticed. */

import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createRunner, VERSION } from "@sluice/runner";
import { testDatabase } from "@sluice/test-kit";
import { folderOf } from "./support.ts";

const three = (): string =>
  folderOf(
    ["a1", "b2", "c3"].map((id) => ({
      id,
      up: `op.execute(sql\`create table ${id} (id int)\`); op.execute(sql\`select pg_sleep(0.02)\`);`,
      down: `op.dropTable({ name: "${id}" });`,
    })),
  );

test("a row for each applied revision, which stays as history when it is taken back", async () => {
  const database = await testDatabase();
  const runner = createRunner({ database: database.url, migrations: three() });
  await runner.upgrade();
  await runner.downgrade("-1");
  await runner.upgrade();
  const rows = await database.query(
    `select revision, array_to_string(parents, ' ') as parents, state, statements_done as done, statements_total as total, applied_by, sluice_version as version, length(checksum) as checksum, length(chain) as chain,
       finished_at >= started_at as finished, reverted_at is not null as reverted, milliseconds between 20 and 5000 as timed from sluice_revisions order by id`,
  );
  const applied = {
    state: "applied",
    done: 2,
    total: 2,
    applied_by: "postgres",
    version: VERSION,
    checksum: 64,
    chain: 64,
    finished: true,
    reverted: false,
    timed: true,
  };
  expect(rows).toEqual([
    { revision: "a1", parents: "", ...applied },
    { revision: "b2", parents: "a1", ...applied },
    { revision: "c3", parents: "b2", ...applied, state: "reverted", done: 1, total: 1, reverted: true },
    { revision: "c3", parents: "b2", ...applied },
  ]);
  await database.drop();
});

test("a ledger of one's own name in a schema of its own is made, and is the same lock whether the schema is written out or not", async () => {
  const database = await testDatabase();
  const migrations = three();
  const ledger = { schema: "Ops", table: 'my "ledger"' };
  await createRunner({ database: database.url, migrations, ledger }).upgrade();
  expect(await database.query('select count(*)::int from "Ops"."my ""ledger"""')).toEqual([{ count: 3 }]);
  const other = await testDatabase();
  const runs = await Promise.all(
    [{}, { schema: "public" }].map((place) =>
      createRunner({ database: other.url, migrations, ledger: place }).upgrade(),
    ),
  );
  expect(runs.map(({ revisions }) => revisions.length).toSorted((one, two) => one - two)).toEqual([0, 3]);
  await database.drop();
  await other.drop();
});

test("a ledger of an older version is read as it is, and brought up to date when something is applied", async () => {
  const database = await testDatabase();
  const migrations = three();
  const runner = createRunner({ database: database.url, migrations });
  await runner.upgrade("+2");
  await database.query("alter table sluice_revisions drop column chain, drop column milliseconds");
  expect((await runner.current()).revisions).toEqual(["b2"]);
  expect((await runner.status()).pending).toEqual(["c3"]);
  expect(await runner.upgrade()).toEqual({ revisions: ["c3"] });
  expect(await database.query("select revision, chain is null as unchained from sluice_revisions order by id")).toEqual(
    [
      { revision: "a1", unchained: true },
      { revision: "b2", unchained: true },
      { revision: "c3", unchained: false },
    ],
  );
  expect(await runner.downgrade("base")).toEqual({ revisions: ["c3", "b2", "a1"] });
  await database.drop();
});

test("a table of the same name that is no ledger is left alone", async () => {
  const database = await testDatabase({ sql: "create table sluice_revisions (id int, note text)" });
  const runner = createRunner({ database: database.url, migrations: three() });
  await expect(runner.upgrade()).rejects.toMatchObject({ code: "LEDGER_INCONSISTENT" });
  await expect(runner.current()).rejects.toMatchObject({ code: "LEDGER_INCONSISTENT" });
  await database.drop();
});

test("an edited file that is applied is named and refused, unless told otherwise; one that is not applied may be edited", async () => {
  const database = await testDatabase();
  const migrations = three();
  const runner = createRunner({ database: database.url, migrations });
  await runner.upgrade("+2");
  for (const name of readdirSync(migrations)) {
    const path = join(migrations, name);
    if (name !== "000.ts") writeFileSync(path, `${readFileSync(path, "utf8")}\n// edited\n`);
  }
  expect((await runner.status()).edited).toEqual(["b2"]);
  await expect(runner.upgrade()).rejects.toMatchObject({ code: "EDITED_REVISION", details: { revisions: ["b2"] } });
  expect(await runner.upgrade("head", { allowEdited: true })).toEqual({ revisions: ["c3"] });
  await database.drop();
});

test.each([
  ["another order", "update sluice_revisions set parents = array['c3'] where revision = 'b2'"],
  ["another content", "update sluice_revisions set checksum = repeat('0', 64) where revision = 'b2'"],
])("rows that somebody changed by hand are noticed: %s", async (_, change) => {
  const database = await testDatabase();
  const migrations = three();
  const runner = createRunner({ database: database.url, migrations });
  await runner.upgrade();
  await database.query(change);
  expect((await runner.status()).altered).toContain("b2");
  await expect(runner.upgrade()).rejects.toMatchObject({
    code: "LEDGER_INCONSISTENT",
    details: { revisions: expect.arrayContaining(["b2"]) },
  });
  await database.drop();
});

test("a row that somebody enters while its revision runs is noticed, and nothing of it is kept", async () => {
  const database = await testDatabase();
  const row =
    "insert into sluice_revisions (revision, parents, depends_on, message, state, sluice_version) values ('a1', '{}', '{}', '', 'applied', '0')";
  const migrations = folderOf([{ id: "a1", up: `op.execute(sql\`create table a (id int); ${row}\`);` }]);
  const runner = createRunner({ database: database.url, migrations });
  await expect(runner.upgrade()).rejects.toMatchObject({ code: "LEDGER_INCONSISTENT", details: { revision: "a1" } });
  expect(
    await database.query(
      "select to_regclass('a') is not null as a, (select count(*)::int from sluice_revisions) as rows",
    ),
  ).toEqual([{ a: false, rows: 0 }]);
  await database.drop();
});

test("rows that meet only at the commit are the revision's own fault, not the ledger's", async () => {
  const database = await testDatabase({ sql: "create table a (id int unique deferrable initially deferred)" });
  const migrations = folderOf([{ id: "a1", up: "op.execute(sql`insert into a values (1), (1)`);" }]);
  const runner = createRunner({ database: database.url, migrations });
  await expect(runner.upgrade()).rejects.toMatchObject({
    code: "STATEMENT_FAILED",
    details: { revision: "a1", sqlstate: "23505", table: "a" },
  });
  expect(await database.query("select * from a")).toEqual([]);
  await database.drop();
});

test("what a row is does not depend on who works it out: the runner, or the server for printed SQL", async () => {
  const file = (id: string, down: readonly string[], dependsOn: readonly string[]): string =>
    `export const revision = "${id}";\nexport const downRevision = ${JSON.stringify(down)};\nexport const branchLabels = null;\n` +
    `export const dependsOn = ${JSON.stringify(dependsOn)};\nexport function upgrade() {}\nexport function downgrade() {}\n`;
  const migrations = mkdtempSync(join(tmpdir(), "sluice-chains-"));
  const graph = [
    ["a1", [], []],
    ["b2", ["a1"], []],
    ["B3", ["a1"], []],
    ["c4", ["b2", "B3"], []],
    ["x1", [], ["B3"]],
    ["x2", ["x1"], ["b2", "a1"]],
  ] as const;
  for (const [id, down, dependsOn] of graph) writeFileSync(join(migrations, `${id}.ts`), file(id, down, dependsOn));
  const chains = "select revision, chain from sluice_revisions order by revision";
  const [run, printed] = [await testDatabase(), await testDatabase()];
  const runner = createRunner({ database: run.url, migrations });
  await runner.upgrade("heads");
  await printed.query(await createRunner({ database: printed.url, migrations }).sql("heads"));
  expect(await run.query(chains)).toEqual(await printed.query(chains));
  expect(new Set((await run.query(chains)).map(({ chain }) => chain)).size).toBe(6);
  expect((await runner.status()).altered).toEqual([]);
  await run.drop();
  await printed.drop();
});

test("a row that somebody takes away while its revision runs is noticed, and nothing of it is kept", async () => {
  const database = await testDatabase();
  const migrations = folderOf([
    {
      id: "a1",
      up: "op.execute(sql`create table a (id int)`);",
      down: "op.execute(sql`drop table a; delete from sluice_revisions`);",
    },
  ]);
  const runner = createRunner({ database: database.url, migrations });
  await runner.upgrade();
  await expect(runner.downgrade("base")).rejects.toMatchObject({ code: "LEDGER_INCONSISTENT" });
  expect(
    await database.query(
      "select to_regclass('a') is not null as a, (select count(*)::int from sluice_revisions) as rows",
    ),
  ).toEqual([{ a: true, rows: 1 }]);
  await database.drop();
});
