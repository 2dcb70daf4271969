/** What can't be done is said with a code, with what was done and what was not, and leaves what the next run finishes. */

import { createRunner } from "@sluice/runner";
import pg from "pg";
import { freePort, startServer, testDatabase, wantedMajors } from "@sluice/test-kit";
import { folderOf, until } from "./support.ts";

const TWO = folderOf([
  { id: "a1", up: "op.execute(sql`create table a (id int)`);", down: 'op.dropTable({ name: "a" });' },
  { id: "b2", up: "op.execute(sql`create table b (id int)`);", down: 'op.dropTable({ name: "b" });' },
]);

test("a server that can't be reached", async () => {
  const runner = createRunner({ database: `postgres://postgres@127.0.0.1:${await freePort()}/x`, migrations: TWO });
  await expect(runner.upgrade()).rejects.toMatchObject({
    code: "CONNECTION_FAILED",
    details: { reason: "ECONNREFUSED" },
  });
});

test("a database that only reads is told before anything is run; where nothing is to be done, it does not matter", async () => {
  const database = await testDatabase();
  const migrations = folderOf([{ id: "a1", up: "op.execute(sql`create table a (id int)`);" }]);
  await createRunner({ database: database.url, migrations }).upgrade();
  await database.query(`alter database ${database.name} set default_transaction_read_only = on`);
  expect(await createRunner({ database: database.url, migrations }).upgrade()).toEqual({ revisions: [] });
  await expect(
    createRunner({ database: database.url, migrations: TWO }).downgrade("base", { allowEdited: true }),
  ).rejects.toMatchObject({
    code: "READ_ONLY_SERVER",
    details: { notDone: ["a1"] },
  });
  expect((await createRunner({ database: database.url, migrations }).current()).revisions).toEqual(["a1"]);
  await database.drop();
});

test("a role without rights to make the ledger, to read it, and to do what a statement asks", async () => {
  const database = await testDatabase({ sql: "create table t (id int)" });
  const role = `poor_${database.name}`;
  await database.query(`create role ${role} login; revoke create on schema public from public`);
  const url = database.url.replace("postgres@", `${role}@`);
  const poor = createRunner({ database: url, migrations: TWO });
  await expect(poor.upgrade()).rejects.toMatchObject({
    code: "LEDGER_DENIED",
    hint: expect.stringContaining("CREATE on the schema"),
    details: { done: [], notDone: ["a1", "b2"] },
  });
  await createRunner({ database: database.url, migrations: TWO }).upgrade("+1");
  await expect(poor.current()).rejects.toMatchObject({ code: "LEDGER_DENIED" });
  await database.query(`grant select, insert, update on sluice_revisions to ${role}`);
  await expect(poor.upgrade()).rejects.toMatchObject({
    code: "STATEMENT_FAILED",
    details: { sqlstate: "42501", notDone: ["b2"] },
  });
  await database.query(`drop owned by ${role}; drop role ${role}`);
  await database.drop();
});

test("a full disk", async () => {
  const database = await testDatabase();
  const migrations = folderOf([
    { id: "a1", up: "op.execute(sql`create table a (id int)`);" },
    {
      id: "b2",
      up: "op.execute(sql`create table b (id int)`); op.execute(sql`do $$ begin raise exception 'could not extend file: No space left on device' using errcode = '53100'; end $$`);",
    },
  ]);
  await expect(createRunner({ database: database.url, migrations }).upgrade()).rejects.toMatchObject({
    code: "STATEMENT_FAILED",
    hint: expect.stringContaining("disk is full"),
    message: expect.stringContaining("Done: a1. Not done: b2."),
    details: { sqlstate: "53100", done: ["a1"], notDone: ["b2"] },
  });
  expect(await database.query("select to_regclass('a') is not null as a, to_regclass('b') is not null as b")).toEqual([
    { a: true, b: false },
  ]);
  await database.drop();
});

test.each([
  ["refused inside a transaction", "vacuum", "25001", "alone"],
  [
    "a new enum value used at once",
    "alter type e add value 'y'; select 'y'::e",
    "55P04",
    "one transaction per revision",
  ],
])("%s: the hint says what to write", async (_, text, sqlstate, hint) => {
  const database = await testDatabase({ sql: "create type e as enum ('x')" });
  const migrations = folderOf([{ id: "a1", up: `op.execute(sql\`${text}\`);` }]);
  await expect(createRunner({ database: database.url, migrations }).upgrade()).rejects.toMatchObject({
    code: "STATEMENT_FAILED",
    hint: expect.stringContaining(hint),
    details: { sqlstate },
  });
  await database.drop();
});

test("SQL that ends the transaction itself is refused: what it would note is not what was done", async () => {
  const database = await testDatabase();
  const migrations = folderOf([
    { id: "a1", up: "op.execute(sql`create table a (id int)`); op.execute(sql`rollback; select 1`);" },
  ]);
  const runner = createRunner({ database: database.url, migrations });
  await expect(runner.upgrade()).rejects.toMatchObject({ code: "NOT_TRANSACTIONAL" });
  expect((await runner.current()).revisions).toEqual([]);
  await database.drop();
});

const SETS: readonly (readonly [string, string])[] = [
  ["the search path", "create schema other; set search_path = other"],
  ["an empty search path, as a dump does", "select pg_catalog.set_config('search_path', '', false)"],
  ["the search path of its transaction", "create schema other; set local search_path = other"],
  ["a role without rights", "create role sluice_own_sql; set role sluice_own_sql"],
  ["another user", "create role sluice_own_sql; set session authorization sluice_own_sql"],
  ["the time zone", "set time zone 'Asia/Tokyo'"],
  ["how dates look", "set datestyle = 'German'"],
  ["that nothing may be written", "set default_transaction_read_only = on"],
  ["the isolation of what comes", "set default_transaction_isolation = 'serializable'"],
  ["the meaning of a backslash", "set standard_conforming_strings = off"],
  ["one of its own names", "set app.tenant = 'one'"],
];

const STATE =
  "select current_setting('role') as role, (select json_agg(s order by s.name) from (select name, setting from pg_settings where source = 'session') s) as settings";

test.each(SETS)("what a revision's own SQL sets ends with it: %s", async (_, set) => {
  const database = await testDatabase();
  const migrations = folderOf([
    { id: "a1", up: `op.execute(sql\`${set}\`);` },
    { id: "b2", up: `op.createTable({ name: "t", columns: [{ name: "id", type: "text", default: "\\\\" }] });` },
  ]);
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await client.query("set app.before = 'mine'; set work_mem = '5MB'");
  const before = (await client.query(STATE)).rows;
  const runner = createRunner({ database: client, migrations });
  expect(await runner.upgrade()).toEqual({ revisions: ["a1", "b2"] });
  expect((await client.query(STATE)).rows).toEqual(before);
  expect(await database.query("insert into public.t default values returning id")).toEqual([{ id: "\\" }]);
  await client.query("drop role if exists sluice_own_sql");
  await client.end();
  await runner.close();
  await database.drop();
});

test("a server that goes away in the middle and comes back: the next run goes on there", async () => {
  const server = await startServer(wantedMajors().at(-1) ?? 18);
  const migrations = folderOf([
    { id: "a1", up: "op.execute(sql`create table a (id int)`);" },
    {
      id: "b2",
      up: `op.createIndex({ name: "i", table: "a", columns: ["id"], concurrently: true });
  op.execute(sql\`create table b (id int)\`);
  op.run(async ({ sql }) => { const [row] = await sql\`select ms from pause\`; await new Promise((resolve) => setTimeout(resolve, Number(row?.["ms"]))); await sql\`create table c (id int)\`; });`,
    },
  ]);
  const { default: postgres } = await import("postgres");
  const look = postgres(server.url, { max: 1, onnotice: () => undefined });
  await look`create table pause as select 1500 as ms`;
  const runner = createRunner({ database: server.url, migrations });
  const upgraded = runner.upgrade();
  upgraded.catch(() => undefined);
  // op.run is under way, in its transaction.
  await until(
    async () =>
      (
        await look`select from pg_stat_activity where state = 'idle in transaction' and query like 'select ms from pause%'`
      ).length > 0,
  );
  await server.restart();
  await expect(upgraded).rejects.toMatchObject({
    code: expect.stringMatching(/^(CONNECTION|LOCK)_LOST$/),
    hint: expect.stringContaining("goes on"),
    details: { done: ["a1"], notDone: ["b2"], statementsDone: 1 },
  });
  await look`update pause set ms = 0`;
  await look.end();
  expect((await runner.status()).halfApplied).toEqual(["b2"]);
  expect(await runner.upgrade()).toEqual({ revisions: ["b2"] });
  await server.stop();
});

test.each([0, 1, 2, 3, 4, 5, 6])("told to stop at event %d, a run leaves what the next one finishes", async (at) => {
  const database = await testDatabase({
    sql: "create table big (id int primary key, n int); insert into big select i, 0 from generate_series(1, 30) i",
  });
  const migrations = folderOf([
    { id: "a1", up: "op.execute(sql`create table a (id int)`); op.execute(sql`insert into a values (1)`);" },
    {
      id: "b2",
      up: 'op.createIndex({ name: "i", table: "a", columns: ["id"], concurrently: true }); op.backfill({ table: "big", set: sql`n = n + 1`, batch: 10 });',
    },
  ]);
  const stop = new AbortController();
  let events = 0;
  const runner = createRunner({
    database: database.url,
    migrations,
    signal: stop.signal,
    onEvent: () => {
      if (events === at) stop.abort();
      events += 1;
    },
  });
  await expect(runner.upgrade()).rejects.toMatchObject({ code: "ABORTED" });
  await createRunner({ database: database.url, migrations }).upgrade();
  expect(
    await database.query("select min(n) as low, max(n) as high, (select count(*)::int from a) as a from big"),
  ).toEqual([{ low: 1, high: 1, a: 1 }]);
  await database.drop();
});

test("told to stop in a long statement, the server ends it at once", async () => {
  const database = await testDatabase();
  const migrations = folderOf([{ id: "a1", up: "op.execute(sql`select pg_sleep(30)`);" }]);
  const stop = new AbortController();
  const upgraded = createRunner({ database: database.url, migrations, signal: stop.signal }).upgrade();
  upgraded.catch(() => undefined);
  await until(
    async () => (await database.query("select from pg_stat_activity where query = 'select pg_sleep(30)'")).length > 0,
  );
  const start = performance.now();
  stop.abort();
  await expect(upgraded).rejects.toMatchObject({ code: "ABORTED", details: { done: [], notDone: ["a1"] } });
  expect(performance.now() - start).toBeLessThan(5000);
  await database.drop();
});
