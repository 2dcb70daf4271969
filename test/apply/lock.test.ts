/** One runner at a time; what holds traffic up gives way; and who is in the way is named. */

import { createRunner, type RunnerEvent } from "@sluice/runner";
import { startTransactionPooler, testDatabase, type TestDatabase } from "@sluice/test-kit";
import postgres from "postgres";
import { folderOf, until } from "./support.ts";

/** A transaction of somebody else's that holds what it took until it is released. */
async function holding(
  database: TestDatabase,
  text: string,
): Promise<{ readonly pid: number; release(): Promise<void> }> {
  const client = postgres(database.url, {
    max: 1,
    onnotice: () => undefined,
    connection: { application_name: "reporting" },
  });
  let release = (): void => undefined;
  const released = new Promise<void>((resolve) => (release = resolve));
  let pid = 0;
  const done = client.begin(async (sql) => {
    const [row] = await sql`select pg_backend_pid() as pid`;
    pid = Number(row?.["pid"]);
    await sql.unsafe(text);
    await released;
  });
  await until(() => Promise.resolve(pid !== 0));
  await until(
    async () =>
      (await database.query(`select from pg_stat_activity where pid = ${pid} and state = 'idle in transaction'`))
        .length > 0,
  );
  return {
    pid,
    release: async () => {
      release();
      await done;
      await client.end();
    },
  };
}

const ADD = folderOf([{ id: "a1", up: 'op.addColumn({ table: "t", name: "x", type: "integer" });' }]);

test("a statement gives way to a lock, readers do not queue behind it for long, and it is tried again", async () => {
  const database = await testDatabase({ sql: "create table t (id int)" });
  const other = await holding(database, "select count(*) from t");
  const events: RunnerEvent[] = [];
  const runner = createRunner({
    database: database.url,
    migrations: ADD,
    lockTimeout: 300,
    lockRetry: 20_000,
    onEvent: (event) => events.push(event),
  });
  const upgraded = runner.upgrade();
  await until(() => Promise.resolve(events.some(({ type }) => type === "blocked")));
  const start = performance.now();
  await database.query("select count(*) from t");
  expect(performance.now() - start).toBeLessThan(2000);
  await until(() => Promise.resolve(events.filter(({ type }) => type === "retry").length >= 2));
  await other.release();
  expect(await upgraded).toEqual({ revisions: ["a1"] });
  const retries = events.flatMap((event) => (event.type === "retry" ? [event] : []));
  expect(retries[0]).toMatchObject({
    revision: "a1",
    attempt: 1,
    blockers: [{ pid: other.pid, user: "postgres", application: "reporting", query: "select count(*) from t" }],
  });
  // Growing pauses.
  expect(retries[1]?.milliseconds).toBeGreaterThan(retries[0]?.milliseconds ?? Number.POSITIVE_INFINITY);
  await database.drop();
});

test("where nobody gives way in time, the error names who is in the way, and what was done", async () => {
  const database = await testDatabase({ sql: "create table t (id int)" });
  const other = await holding(database, "lock table t in access share mode");
  const migrations = folderOf([
    { id: "a1", up: "op.execute(sql`create table a (id int)`);" },
    { id: "b2", up: 'op.dropTable({ name: "t" });' },
    { id: "c3", up: "op.execute(sql`create table c (id int)`);" },
  ]);
  const runner = createRunner({ database: database.url, migrations, lockTimeout: 200, lockRetry: 500 });
  await expect(runner.upgrade()).rejects.toMatchObject({
    code: "BLOCKED",
    message: expect.stringContaining(`blocked by pid ${other.pid} (postgres, reporting, idle in transaction`),
    details: {
      done: ["a1"],
      notDone: ["b2", "c3"],
      sqlstate: "55P03",
      blockers: [expect.objectContaining({ pid: other.pid })],
    },
  });
  await other.release();
  expect(await runner.upgrade()).toEqual({ revisions: ["b2", "c3"] });
  await database.drop();
});

test("a concurrent build waits as long as it takes, telling for whom", async () => {
  const database = await testDatabase({ sql: "create table t (id int)" });
  const other = await holding(database, "insert into t values (1)");
  const migrations = folderOf([
    { id: "a1", up: 'op.createIndex({ name: "i", table: "t", columns: ["id"], concurrently: true });' },
  ]);
  const blocked: number[] = [];
  const runner = createRunner({
    database: database.url,
    migrations,
    lockTimeout: 200,
    lockRetry: 200,
    onEvent: (event) => {
      if (event.type === "blocked") blocked.push(event.milliseconds);
    },
  });
  const upgraded = runner.upgrade();
  await until(() => Promise.resolve(blocked.some((milliseconds) => milliseconds > 600)));
  // Writers are not held up.
  await database.query("insert into t values (2)");
  await other.release();
  expect(await upgraded).toEqual({ revisions: ["a1"] });
  await database.drop();
});

test.each([
  ["", false],
  [", behind a pooler too", true],
])("a statement that runs alone and wants a strong lock gives way too%s", async (_, isPooled) => {
  const database = await testDatabase({ sql: "create table t (id int)" });
  const pooler = isPooled ? await startTransactionPooler(database.url, 6) : null;
  const other = await holding(database, "select count(*) from t");
  const migrations = folderOf([{ id: "a1", up: 'op.execute(sql`vacuum full t`, { transaction: "alone" });' }]);
  const events: RunnerEvent[] = [];
  const runner = createRunner({
    database: pooler?.url ?? database.url,
    migrations,
    lockTimeout: 200,
    lockRetry: 20_000,
    onEvent: (event) => events.push(event),
  });
  const upgraded = runner.upgrade();
  await until(() => Promise.resolve(events.some(({ type }) => type === "retry")));
  await other.release();
  expect(await upgraded).toEqual({ revisions: ["a1"] });
  await runner.close();
  await pooler?.stop();
  await database.drop();
});

test.each([
  ["", false],
  [", behind a pooler too", true],
])(
  "a concurrent build waits for others no longer than it was told, and the next run clears up%s",
  async (_, isPooled) => {
    const database = await testDatabase({ sql: "create table t (id int)" });
    const pooler = isPooled ? await startTransactionPooler(database.url, 6) : null;
    const other = await holding(database, "insert into t values (1)");
    const migrations = folderOf([
      { id: "a1", up: 'op.createIndex({ name: "i", table: "t", columns: ["id"], concurrently: true });' },
    ]);
    const options = { database: pooler?.url ?? database.url, migrations, lockTimeout: 100, lockRetry: 100 };
    const runner = createRunner({ ...options, concurrentWait: 400 });
    await expect(runner.upgrade()).rejects.toMatchObject({
      details: { blockers: [expect.objectContaining({ query: "insert into t values (1)" })] },
    });
    await other.release();
    expect(await runner.upgrade()).toEqual({ revisions: ["a1"] });
    expect(
      await database.query(
        "select relname, indisvalid from pg_index join pg_class on oid = indexrelid where indrelid = 't'::regclass",
      ),
    ).toEqual([{ relname: "i", indisvalid: true }]);
    await runner.close();
    await pooler?.stop();
    await database.drop();
  },
);

test("the timeouts of a role or a server do not end a validation, a build or a backfill", async () => {
  const database = await testDatabase({
    sql: "create table t (id int primary key, x int); insert into t select i, i from generate_series(1, 20) i; create function slow(int) returns bool language sql as 'select pg_sleep(0.03) is not null'; create function slowly(int) returns int immutable language plpgsql as 'begin perform pg_sleep(0.03); return $1; end'",
  });
  await database.query(
    `alter database ${database.name} set statement_timeout = '200ms'; alter database ${database.name} set idle_in_transaction_session_timeout = '100ms'`,
  );
  const migrations = folderOf([
    {
      id: "a1",
      up: `op.addCheck({ table: "t", name: "c", expression: sql\`slow(x)\`, notValid: true });
  op.validateConstraint({ table: "t", name: "c" });
  op.createIndex({ name: "i", table: "t", columns: [{ expression: sql\`slowly(x)\` }], concurrently: true });
  op.createIndex({ name: "j", table: "t", columns: [{ expression: sql\`slowly(x)\` }] });
  op.backfill({ table: "t", set: sql\`x = slowly(x)\` });
  op.run(async () => { await new Promise((resolve) => setTimeout(resolve, 300)); });`,
    },
  ]);
  const runner = createRunner({ database: database.url, migrations, statementTimeout: 150 });
  expect(await runner.upgrade()).toEqual({ revisions: ["a1"] });
  await database.drop();
});

test("a limit that a revision's own SQL sets ends no revision after it", async () => {
  const database = await testDatabase();
  const migrations = folderOf([
    { id: "a1", up: "op.execute(sql`set idle_in_transaction_session_timeout = '50ms'`);" },
    { id: "b2", up: "op.run(async () => { await new Promise((resolve) => setTimeout(resolve, 200)); });" },
  ]);
  expect(await createRunner({ database: database.url, migrations }).upgrade()).toEqual({ revisions: ["a1", "b2"] });
  await database.drop();
});

test("a change of the catalog that takes too long is ended", async () => {
  const database = await testDatabase({
    sql: "create table t (id int); create function f() returns event_trigger language plpgsql as 'begin perform pg_sleep(5); end'; create event trigger e on ddl_command_start when tag in ('ALTER TABLE') execute function f()",
  });
  const runner = createRunner({ database: database.url, migrations: ADD, statementTimeout: 200 });
  await expect(runner.upgrade()).rejects.toMatchObject({ code: "STATEMENT_FAILED", details: { sqlstate: "57014" } });
  await database.drop();
});

test("a runner whose lock is lost stops before its next transaction; another is kept out by its session's own lock", async () => {
  const database = await testDatabase({ sql: "create table t (id int)" });
  const migrations = folderOf([
    { id: "a1", up: "op.execute(sql`select pg_sleep(2)`);" },
    { id: "b2", up: "op.execute(sql`create table b (id int)`);" },
  ]);
  const runner = createRunner({ database: database.url, migrations });
  const upgraded = runner.upgrade();
  upgraded.catch(() => undefined);
  await until(
    async () => (await database.query("select from pg_stat_activity where query = 'select pg_sleep(2)'")).length > 0,
  );
  await database.query(
    "select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database()) and pid not in (select pid from pg_stat_activity where query = 'select pg_sleep(2)')",
  );
  await expect(createRunner({ database: database.url, migrations, lockWait: 200 }).upgrade()).rejects.toMatchObject({
    code: "LOCK_TIMEOUT",
    details: { blockers: [expect.objectContaining({ query: "select pg_sleep(2)" })] },
  });
  await expect(upgraded).rejects.toMatchObject({ code: "LOCK_LOST", details: { done: ["a1"], notDone: ["b2"] } });
  expect(await runner.upgrade()).toEqual({ revisions: ["b2"] });
  await database.drop();
});

test("behind a pooler in transaction mode the lock holds, and timeouts stay in their transactions", async () => {
  const database = await testDatabase({
    sql: "create table big (id int primary key, n int); insert into big select i, 0 from generate_series(1, 50) i",
  });
  const pooler = await startTransactionPooler(database.url, 12);
  const migrations = folderOf([
    { id: "a1", up: "op.execute(sql`select pg_sleep(0.5)`); op.execute(sql`create table once (id int)`);" },
    {
      id: "b2",
      up: 'op.createIndex({ name: "i", table: "big", columns: ["n"], concurrently: true }); op.backfill({ table: "big", set: sql`n = n + 1`, batch: 10 });',
    },
  ]);
  const types: string[] = [];
  const start = (url: string): Promise<{ readonly revisions: readonly string[] }> =>
    createRunner({ database: url, migrations, onEvent: ({ type }) => types.push(type) }).upgrade();
  // Two behind it, and one that goes to the server directly.
  const moved = await Promise.all([start(pooler.url), start(pooler.url), start(database.url)]);
  expect(moved.map(({ revisions }) => revisions.length).toSorted((one, other) => one - other)).toEqual([0, 0, 2]);
  expect(types.filter((type) => type === "pooled")).toHaveLength(2);
  expect(await database.query("select min(n) as low, max(n) as high from big")).toEqual([{ low: 1, high: 1 }]);
  expect(await createRunner({ database: pooler.url, migrations }).downgrade("base")).toEqual({
    revisions: ["b2", "a1"],
  });
  // No lock is left on a session that somebody else will be given.
  expect(
    await database.query(
      "select from pg_locks where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())",
    ),
  ).toEqual([]);
  const settings = postgres(pooler.url, { max: 1 });
  for (let session = 0; session < 12; session += 1) {
    expect(await settings.unsafe("show lock_timeout")).toEqual([{ lock_timeout: "0" }]);
  }
  await settings.end();
  await pooler.stop();
  await database.drop();
});
