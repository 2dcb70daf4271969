/** Rows are filled a batch at a time: once each, whatever dies or writes meanwhile. */

import { createRunner, type RunnerEvent } from "@sluice/runner";
import { closePglite, testDatabase, testPglite } from "@sluice/test-kit";
import postgres from "postgres";
import { folderOf, startChild } from "./support.ts";

afterAll(closePglite);

test("300,000 rows, killed at 40 %: it goes on at its checkpoint, every row is written once", async () => {
  const database = await testDatabase({
    sql: "create table big (id int primary key, n int, writes int not null default 0); insert into big select i, i from generate_series(1, 300000) i; analyze big",
  });
  const migrations = folderOf([
    { id: "a1", up: 'op.backfill({ table: "big", set: sql`n = n * 2, writes = writes + 1`, batch: 5000 });' },
  ]);
  // Five queries a batch, sixty batches.
  const orders = { database: database.url, migrations, direction: "up", killAt: 122, when: "sent" } as const;
  expect((await startChild(orders).ended).signal).toBe("SIGKILL");
  const [row] = await database.query("select (checkpoint::json ->> 'rows')::int as rows from sluice_revisions");
  const before = Number(row?.["rows"]);
  expect(before).toBeGreaterThan(60_000);
  expect(before).toBeLessThan(180_000);
  const events: Extract<RunnerEvent, { type: "backfill" }>[] = [];
  const runner = createRunner({
    database: database.url,
    migrations,
    onEvent: (event) => event.type === "backfill" && events.push(event),
  });
  expect(await runner.upgrade()).toEqual({ revisions: ["a1"] });
  expect(await database.query("select sum(n)::text as sum, min(writes) as low, max(writes) as high from big")).toEqual([
    { sum: "90000300000", low: 1, high: 1 },
  ]);
  expect(events[0]?.rows).toBeGreaterThan(before);
  expect(events.at(-1)).toMatchObject({ table: "big", rows: 300_000, total: 300_000, secondsLeft: 0 });
  expect(events.at(-1)?.rowsPerSecond).toBeGreaterThan(0);
  await database.drop();
}, 120_000);

test("rows that others write meanwhile, behind the last key too, are found, and their own values kept", async () => {
  const database = await testDatabase({
    sql: "create table t (id uuid primary key default gen_random_uuid(), x int, y int); insert into t (y) select i from generate_series(1, 2000) i",
  });
  const writer = postgres(database.url, { max: 1, onnotice: () => undefined });
  const migrations = folderOf([
    { id: "a1", up: 'op.backfill({ table: "t", set: sql`x = y`, where: sql`x is null`, batch: 100, pause: 5 });' },
  ]);
  const over = new AbortController();
  const writing = (async () => {
    for (let turn = 0; !over.signal.aborted && turn < 40; turn += 1) {
      await writer`insert into t (y) select 5 from generate_series(1, 10)`;
      await writer`update t set x = -1 where id in (select id from t where x is null limit 5 for update skip locked)`;
      await writer`delete from t where id in (select id from t where x is null order by id desc limit 1 for update skip locked)`;
    }
  })();
  expect(await createRunner({ database: database.url, migrations }).upgrade()).toEqual({ revisions: ["a1"] });
  over.abort();
  await writing;
  // What came after the last look is the app's own to fill.
  const [left] = await database.query(
    "select count(*) filter (where x is null)::int as open, count(*) filter (where x not in (y, -1))::int as wrong from t",
  );
  expect(left?.["wrong"]).toBe(0);
  expect(left?.["open"]).toBeLessThanOrEqual(10);
  await writer.end();
  await database.drop();
});

const KEYS = [
  ["a composite key in another schema", "a text, b int, primary key (b, a)", "chr(97 + i % 26) || i, i / 7"],
  ["a timestamp", "at timestamptz primary key", "'2024-01-01'::timestamptz + i * interval '1.000001 s'"],
  ["a date read the American way", "at date primary key", "'2024-01-01'::date + i"],
  ["a uuid", "id uuid primary key", "md5(i::text)::uuid"],
  ["bytes", "id bytea primary key", "decode(md5(i::text), 'hex')"],
  ["a list", "id int[] primary key", "array[i % 10, i]"],
  ["a numeric", "id numeric primary key", "i / 3.0"],
  ["a float", "id float8 primary key", "i / 3.0::float8"],
  ["a text with odd characters and a collation", 'id text collate "C" primary key', `'q"''\\{' || i`],
  [
    "an enum and a range",
    "m mood, r int4range, primary key (m, r)",
    "(array['sad','glad'])[i % 2 + 1]::mood, int4range(i, i + 1)",
  ],
  ["a key that includes a further column", "id int, more int, primary key (id) include (more)", "i, i"],
] as const;

test.each(KEYS)("goes along %s", async (_, columns, values) => {
  const sql = `create schema s; set search_path = s, public; create type mood as enum ('sad', 'glad'); create table "t x" (${columns}, n int, writes int not null default 0);
    insert into "t x" select ${values}, 1 from generate_series(1, 60) i; reset search_path`;
  const migrations = folderOf([
    {
      id: "a1",
      up: 'op.backfill({ table: "t x", schema: "s", set: sql`n = "t x".n + 1, writes = writes + 1`, where: sql`n > 0`, batch: 7 });',
    },
  ]);
  const database = await testDatabase({ sql });
  await database.query(`alter database ${database.name} set datestyle = 'SQL, MDY'`);
  await createRunner({ database: database.url, migrations }).upgrade();
  expect(
    await database.query('select min(n) as low, max(n) as high, max(writes) as writes, count(*)::int from s."t x"'),
  ).toEqual([{ low: 2, high: 2, writes: 1, count: 60 }]);
  await database.drop();
});

test("names of the backfill's own SQL do not stand in the way of the migration's", async () => {
  const pglite = await testPglite(
    "create table batch (id int primary key, key int, written int); insert into batch select i, i, null from generate_series(1, 20) i",
  );
  const migrations = folderOf([
    {
      id: "a1",
      up: 'op.backfill({ table: "batch", set: sql`written = (select max(other.key) from batch other) + id + batch.key`, where: sql`written is null and id > 0`, batch: 6 });',
    },
  ]);
  await createRunner({ database: pglite, migrations }).upgrade();
  expect((await pglite.query("select sum(written)::int as sum from batch")).rows).toEqual([{ sum: 20 * 20 + 2 * 210 }]);
});

test("a table without a primary key, and rows that a policy hides, are errors before anything is lost", async () => {
  const database = await testDatabase({
    sql: "create table t (id int); create table p (id int primary key, n int); insert into p values (1, 1), (2, 2); alter table p enable row level security; create policy one on p using (id = 1)",
  });
  const none = folderOf([{ id: "a1", up: 'op.backfill({ table: "t", set: sql`id = 1` });' }]);
  await expect(createRunner({ database: database.url, migrations: none }).upgrade()).rejects.toMatchObject({
    code: "INVALID_OPERATION",
    message: expect.stringContaining("no primary key"),
  });
  const role = `poor_${database.name}`;
  await database.query(
    `create role ${role} login; grant all on p, sluice_revisions to ${role}; grant all on schema public to ${role}`,
  );
  const hidden = folderOf([{ id: "a1", up: 'op.backfill({ table: "p", set: sql`n = 0` });' }]);
  const poor = createRunner({ database: database.url.replace("postgres@", `${role}@`), migrations: hidden });
  await expect(poor.upgrade()).rejects.toMatchObject({ code: "STATEMENT_FAILED", details: { sqlstate: "42501" } });
  await database.query(`drop owned by ${role}; drop role ${role}`);
  await database.drop();
});

test("many rows are inserted, values of every sort as the columns' types", async () => {
  const database = await testDatabase({
    sql: "create table t (id int primary key, j jsonb, at timestamptz, tags text[], b bytea, big bigint, word text default 'left out')",
  });
  const migrations = folderOf([
    {
      id: "a1",
      up: `op.bulkInsert({ table: "t", rows: Array.from({ length: 20_000 }, (_, id) => ({ id, j: { id }, at: new Date(0), tags: ["a,b", "it's"], b: new Uint8Array([1, 255]), big: 9007199254740993n, ...(id % 2 === 0 ? { word: "\\\\" } : {}) })) });`,
    },
  ]);
  await createRunner({ database: database.url, migrations }).upgrade();
  expect(
    await database.query(
      "select count(*)::int, count(*) filter (where word = 'left out')::int as left_out, max(j ->> 'id') as j, max(b::text) as b, max(big)::text as big, max(tags[2]) as tag from t",
    ),
  ).toEqual([{ count: 20_000, left_out: 10_000, j: "9999", b: "\\x01ff", big: "9007199254740993", tag: "it's" }]);
  await database.drop();
});
