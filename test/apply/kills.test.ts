/** A runner that is killed, at any moment, leaves what the next one finishes: nothing lost, nothing twice. */

import { createRunner } from "@sluice/runner";
import { dump, server, testDatabase, type TestDatabase } from "@sluice/test-kit";
import { folderOf, startChild, until, type ChildOrders } from "./support.ts";

const BEFORE =
  "create table trace (what text); create table big (id int primary key, n int, writes int not null default 0); insert into big select i, i from generate_series(1, 25) i; create type mood as enum ('sad')";

/** Each statement leaves a trace, so that one that ran twice, or never, is seen. */
const MIGRATIONS = folderOf([
  {
    id: "a1",
    up: `op.execute(sql\`insert into trace values ('a1 first')\`);
  op.createTable({ name: "fees", columns: [{ name: "id", type: "integer", notNull: true }, { name: "mood", type: "mood" }] });
  op.addEnumValue({ name: "mood", value: "glad" });
  op.execute(sql\`insert into fees values (1, 'glad'), (2, 'sad')\`);
  op.createIndex({ name: "ix_fees_id", table: "fees", columns: ["id"], unique: true, concurrently: true });
  op.execute(sql\`vacuum fees\`, { transaction: "alone" });
  op.execute(sql\`insert into trace values ('a1 apart')\`, { transaction: "alone" });`,
    down: `op.execute(sql\`insert into trace values ('down a1')\`);
  op.dropIndex({ name: "ix_fees_id", table: "fees", concurrently: true });
  op.dropTable({ name: "fees" });`,
  },
  {
    id: "b2",
    up: `op.backfill({ table: "big", set: sql\`n = n * 10, writes = writes + 1\`, batch: 10 });
  op.run(async ({ sql }) => { await sql\`insert into trace values ('b2 run')\`; });`,
    down: `op.backfill({ table: "big", set: sql\`n = n / 10, writes = writes + 1\`, batch: 10 });
  op.createIndex({ name: "ix_big_n", table: "big", columns: ["n"], concurrently: true });
  op.execute(sql\`insert into trace values ('down b2')\`);`,
  },
]);

const UP = { trace: ["a1 apart", "a1 first", "b2 run"], big: "2500,3250,1,1" };
const DOWN = { trace: [...UP.trace, "down a1", "down b2"], big: "25,325,2,2" };

async function state(database: TestDatabase): Promise<unknown> {
  const trace = await database.query("select what from trace order by what");
  // One row's n tells a row that was written twice, the sums and extremes tell any other.
  const [big] = await database.query(
    "select concat_ws(',', max(n) * 10 / case when max(writes) = 1 then 1 else 10 end, sum(n), min(writes), max(writes)) as text from big",
  );
  return { trace: trace.map(({ what }) => what), big: big?.["text"] };
}

async function ledger(database: TestDatabase): Promise<unknown> {
  return database.query(
    "select revision, state, statements_done, statements_total, checkpoint from sluice_revisions order by revision, id",
  );
}

async function killed(orders: ChildOrders): Promise<string | null> {
  const { signal, output } = await startChild(orders).ended;
  if (signal === null && !output.startsWith("{")) throw new Error(output);
  return signal;
}

describe.each(["up", "down"] as const)("killed on the way %s", (direction) => {
  async function started(): Promise<TestDatabase> {
    const database = await testDatabase({ sql: BEFORE });
    if (direction === "down") await createRunner({ database: database.url, migrations: MIGRATIONS }).upgrade();
    return database;
  }

  test("at its statements, before and after they are sent", async () => {
    const whole = await started();
    const { output } = await startChild({ database: whole.url, migrations: MIGRATIONS, direction }).ended;
    expect(output).toMatch(/^\{/);
    // Written by the child.
    const { queries } = JSON.parse(output) as { readonly queries: number };
    expect(await state(whole)).toEqual(direction === "up" ? UP : DOWN);
    const expectedDump = await dump(whole);
    const expectedLedger = await ledger(whole);
    await whole.drop();
    expect(queries).toBeGreaterThan(20);
    let kills = 0;
    // Each kill takes a second: every third statement, before it and after it in turn, unless all are asked for.
    const isWhole = process.env["SLUICE_ALL_KILLS"] !== undefined;
    for (let at = 1; at <= queries; at += isWhole ? 1 : 3) {
      const moments = isWhole ? [0, 1] : [at % 2];
      for (const moment of moments) {
        const database = await started();
        const when = moment === 0 ? "before" : "sent";
        const orders = { database: database.url, migrations: MIGRATIONS, direction, killAt: at, when } as const;
        if ((await killed(orders)) === "SIGKILL") kills += 1;
        const runner = createRunner({ database: database.url, migrations: MIGRATIONS });
        const place = `${when} query ${at}`;
        try {
          await (direction === "up" ? runner.upgrade() : runner.downgrade("base"));
        } catch (cause) {
          throw new Error(`${place}: ${String(cause)}`, { cause });
        }
        expect({ place, ...((await state(database)) as object) }).toEqual({
          place,
          ...(direction === "up" ? UP : DOWN),
        });
        expect({ place, ledger: await ledger(database) }).toEqual({ place, ledger: expectedLedger });
        expect(await dump(database)).toBe(expectedDump);
        await database.drop();
      }
    }
    expect(kills).toBeGreaterThan(isWhole ? queries : queries / 6);
  }, 240_000);
});

test("killed in a long statement: the next runner waits until the server has ended it, and nothing runs twice", async () => {
  const database = await testDatabase({ sql: "create table trace (what text)" });
  const migrations = folderOf([
    {
      id: "a1",
      up: "op.execute(sql`insert into trace select 'slow' from pg_sleep(1.5)`); op.execute(sql`insert into trace values ('last')`);",
    },
  ]);
  const child = startChild({ database: database.url, migrations, direction: "up" });
  await until(
    async () =>
      (
        await database.query(
          "select from pg_stat_activity where query like '%pg_sleep(1.5)%' and pid <> pg_backend_pid()",
        )
      ).length > 0,
  );
  child.process.kill("SIGKILL");
  await child.ended;
  const waited: string[] = [];
  const runner = createRunner({
    database: database.url,
    migrations,
    onEvent: (event) => waited.push(event.type === "waiting" ? (event.blockers[0]?.query ?? "") : ""),
  });
  expect(await runner.upgrade()).toEqual({ revisions: ["a1"] });
  expect(waited.some((query) => query.includes("pg_sleep(1.5)"))).toBe(true);
  expect(await database.query("select what from trace order by what")).toEqual([{ what: "last" }, { what: "slow" }]);
  await database.drop();
});

test("killed while a concurrent build waits for a transaction: what it left is settled by the catalog", async () => {
  const database = await testDatabase({ sql: "create table t (id int); insert into t select generate_series(1, 100)" });
  const { default: postgres } = await import("postgres");
  const other = postgres(database.url, { max: 1, onnotice: () => undefined });
  let release = (): void => undefined;
  const released = new Promise<void>((resolve) => (release = resolve));
  const holding = other.begin(async (sql) => {
    await sql`insert into t values (0)`;
    await released;
  });
  const migrations = folderOf([
    { id: "a1", up: 'op.createIndex({ name: "ix_t_id", table: "t", columns: ["id"], concurrently: true });' },
  ]);
  const child = startChild({ database: database.url, migrations, direction: "up" });
  await until(
    async () =>
      (await database.query("select from pg_index where indexrelid = to_regclass('ix_t_id') and not indisvalid"))
        .length > 0,
  );
  child.process.kill("SIGKILL");
  await child.ended;
  const settled: boolean[] = [];
  const runner = createRunner({
    database: database.url,
    migrations,
    onEvent: (event) => {
      if (event.type === "waiting") release();
      if (event.type === "settled") settled.push(event.hadRun);
    },
  });
  expect(await runner.upgrade()).toEqual({ revisions: ["a1"] });
  // The server finished what the dead runner had asked for.
  expect(settled).toEqual([true]);
  await holding;
  expect(await database.query("select indisvalid from pg_index where indrelid = 't'::regclass")).toEqual([
    { indisvalid: true },
  ]);
  await other.end();
  await database.drop();
});

test("an index that a failed build left invalid is found, dropped and built again", async () => {
  const database = await testDatabase({
    server: server(),
    sql: "create table t (id int); insert into t values (1), (1)",
  });
  const migrations = folderOf([
    { id: "a1", up: 'op.createIndex({ name: "u", table: "t", columns: ["id"], unique: true, concurrently: true });' },
  ]);
  const runner = createRunner({ database: database.url, migrations });
  await expect(runner.upgrade()).rejects.toMatchObject({
    code: "STATEMENT_FAILED",
    message: expect.stringContaining("(id)=(1)"),
    details: { sqlstate: "23505", statementsDone: 0, notDone: ["a1"] },
  });
  expect(await database.query("select from pg_index where indrelid = 't'::regclass")).toEqual([]);
  // One that the server kept, as after a crash of its own, with a ledger that says that the build was under way.
  await database.query(
    "update sluice_revisions set checkpoint = '{\"invalid\":[]}'; delete from t where ctid = (select min(ctid) from t); create unique index u on t (id); update pg_index set indisvalid = false where indexrelid = 'u'::regclass",
  );
  expect(await runner.upgrade()).toEqual({ revisions: ["a1"] });
  expect(await database.query("select indisvalid, indisunique from pg_index where indrelid = 't'::regclass")).toEqual([
    { indisvalid: true, indisunique: true },
  ]);
  await database.drop();
});

test("a changed beginning of a half-applied file is refused, a changed rest is not", async () => {
  const database = await testDatabase({ sql: "create table t (id int); insert into t values (1), (1)" });
  const build = 'op.createIndex({ name: "u", table: "t", columns: ["id"], unique: true, concurrently: true });';
  const half = folderOf([{ id: "a1", up: `op.execute(sql\`create table x (id int)\`); ${build}` }]);
  await expect(createRunner({ database: database.url, migrations: half }).upgrade()).rejects.toMatchObject({
    code: "STATEMENT_FAILED",
  });
  const changed = folderOf([{ id: "a1", up: `op.execute(sql\`create table y (id int)\`); ${build}` }]);
  await expect(createRunner({ database: database.url, migrations: changed }).upgrade()).rejects.toMatchObject({
    code: "EDITED_REVISION",
    details: { done: 1, total: 2 },
  });
  const rest = folderOf([{ id: "a1", up: "op.execute(sql`create table x (id int)`);" }]);
  expect(await createRunner({ database: database.url, migrations: rest }).upgrade()).toEqual({ revisions: ["a1"] });
  await database.drop();
});
