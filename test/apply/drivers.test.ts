/** Every driver behaves the same, and a transaction of the caller's stays the caller's. */

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createRunner, type DatabaseInput, type RunnerEvent } from "@sluice/runner";
import { closePglite, testDatabase, testPglite, type TestDatabase } from "@sluice/test-kit";
import pg from "pg";
import postgres from "postgres";
import { forgetProjects, LINES, projectOf } from "../support/lines.ts";
import { folderOf } from "./support.ts";

afterAll(closePglite);
afterAll(forgetProjects);

interface Opened {
  readonly input: DatabaseInput;
  readonly close: () => Promise<void>;
}

const DRIVERS: readonly {
  readonly name: string;
  readonly open: (database: TestDatabase) => Promise<Opened>;
  readonly tellsNotices: boolean;
}[] = [
  {
    name: "a URL",
    tellsNotices: true,
    open: (database) => Promise.resolve({ input: database.url, close: () => Promise.resolve() }),
  },
  ...[1, 3].map((max) => ({
    name: `postgres.js with room for ${max}`,
    // Its notices go where the app's client sends them.
    tellsNotices: false,
    open: (database: TestDatabase) => {
      const client = postgres(database.url, { max, onnotice: () => undefined });
      return Promise.resolve({ input: client, close: () => client.end() });
    },
  })),
  ...[1, 3].map((max) => ({
    name: `a pg Pool with room for ${max}`,
    tellsNotices: true,
    open: (database: TestDatabase) => {
      const pool = new pg.Pool({ connectionString: database.url, max });
      return Promise.resolve({ input: pool, close: () => pool.end() });
    },
  })),
  {
    name: "a pg Client",
    tellsNotices: true,
    open: async (database) => {
      const client = new pg.Client({ connectionString: database.url });
      await client.connect();
      return { input: client, close: () => client.end() };
    },
  },
  {
    name: "PGlite",
    tellsNotices: true,
    open: async () => ({ input: await testPglite(), close: () => Promise.resolve() }),
  },
];

const MIGRATIONS = folderOf([
  {
    id: "a1",
    up: `op.execute(sql\`create table t (id int primary key, at timestamptz, j jsonb, ok bool, big bigint, n numeric); insert into t values (1, '2024-01-02 03:04:05.123456+00', '"x"', false, 9007199254740993, 1.50)\`);
  op.run(async ({ sql }) => {
    await sql\`insert into t values (\${2}, \${"2024-01-02 03:04:05.123456+00"}, \${'{"a":1}'}, \${true}, \${9007199254740993n}, \${"1.50"})\`;
    await sql\`insert into t (id, j) values (\${3}, \${null})\`;
    const rows = await sql\`select id, (at at time zone 'UTC')::text as at, j, ok, big, n from t order by id\`;
    await sql\`create table seen as select \${JSON.stringify(rows)}::json as rows\`;
  });
  op.execute(sql\`do $$ begin raise notice 'told'; end $$\`);`,
    down: `op.execute(sql\`drop table seen; drop table t\`);`,
  },
  {
    id: "b2",
    up: 'op.createIndex({ name: "i", table: "t", columns: ["n"], concurrently: true }); op.backfill({ table: "t", set: sql`n = 2`, batch: 2 });',
    down: 'op.dropIndex({ name: "i", table: "t", concurrently: true });',
  },
  { id: "c3", up: "op.execute(sql`create table half (id int)`); op.execute(sql`select nothing from t`);" },
]);

const ROW = { at: "2024-01-02 03:04:05.123456", big: "9007199254740993", n: "1.50" };

describe.each(DRIVERS)("$name", ({ open, tellsNotices }) => {
  test("runs up and down, reads rows, tells notices, and keeps the server's words in an error", async () => {
    const database = await testDatabase();
    const { input, close } = await open(database);
    const events: RunnerEvent[] = [];
    const runner = createRunner({ database: input, migrations: MIGRATIONS, onEvent: (event) => events.push(event) });
    await expect(runner.upgrade()).rejects.toMatchObject({
      code: "STATEMENT_FAILED",
      message: expect.stringContaining('column "nothing" does not exist'),
      details: { sqlstate: "42703", position: "8", statement: "select nothing from t", done: ["a1", "b2"] },
    });
    const connection = await (await import("@sluice/runner")).databaseFrom(input).connect();
    const [seen] = await connection.query(
      "select rows::text as rows, to_regclass('half') is null as rolled_back from seen",
    );
    expect(JSON.parse(String(seen?.["rows"]))).toEqual([
      { id: 1, ...ROW, j: "x", ok: false },
      { id: 2, ...ROW, j: { a: 1 }, ok: true },
      { id: 3, at: null, j: null, ok: null, big: null, n: null },
    ]);
    expect(seen?.["rolled_back"]).toBe(true);
    // Several statements in one message give the rows of the last.
    expect(await connection.query("select 1 as a; select 2 as b, 'x' as c")).toEqual([{ b: 2, c: "x" }]);
    // The app's session has its own settings again, and no lock of the runner's.
    expect(
      await connection.query(
        "select current_setting('lock_timeout') as lock, current_setting('statement_timeout') as statement, (select count(*)::int from pg_locks where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())) as locks",
      ),
    ).toEqual([{ lock: "0", statement: "0", locks: 0 }]);
    await connection.release();
    const told = events.flatMap((event) => (event.type === "notice" ? [event.notice.message] : []));
    expect(told.includes("told")).toBe(tellsNotices);
    expect(await runner.downgrade("base")).toEqual({ revisions: ["b2", "a1"] });
    await close();
    await database.drop();
  });

  test("two runs at once in one process: one applies, the other finds nothing to do", async () => {
    const database = await testDatabase();
    const { input, close } = await open(database);
    const migrations = folderOf([
      { id: "a1", up: "op.execute(sql`select pg_sleep(0.2)`);" },
      { id: "b2", up: "op.execute(sql`create table once (id int)`);" },
    ]);
    const runs = await Promise.all([1, 2].map(() => createRunner({ database: input, migrations }).upgrade()));
    expect(runs.map(({ revisions }) => revisions.length).toSorted((one, other) => one - other)).toEqual([0, 2]);
    await close();
    await database.drop();
  });
});

const INSIDE = folderOf([
  { id: "a1", up: "op.execute(sql`create table a (id int)`);" },
  {
    id: "b2",
    up: 'op.execute(sql`create table b (id int primary key)`); op.backfill({ table: "b", set: sql`id = id` });',
  },
]);
const FAILING = folderOf([
  { id: "a1", up: "op.execute(sql`create table a (id int)`);" },
  { id: "b2", up: "op.execute(sql`create table b (id int)`); op.execute(sql`select 1/0`);" },
]);
const ALONE = folderOf([
  { id: "a1", up: "op.execute(sql`create table a (id int)`);" },
  { id: "b2", up: 'op.createIndex({ name: "i", table: "a", columns: ["id"], concurrently: true });' },
]);

describe("a transaction of the caller's", () => {
  test("is worked in and not ended: the caller commits, or takes it back", async () => {
    const database = await testDatabase();
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    const there = async (): Promise<unknown> =>
      (await database.query("select to_regclass('a') is not null as a, to_regclass('b') is not null as b"))[0];
    await client.query("begin; set local lock_timeout = '7s'");
    expect(await createRunner({ database: client, migrations: INSIDE }).upgrade()).toEqual({ revisions: ["a1", "b2"] });
    expect((await client.query("show lock_timeout")).rows).toEqual([{ lock_timeout: "7s" }]);
    expect(await there()).toEqual({ a: false, b: false });
    await client.query("rollback");
    expect(await there()).toEqual({ a: false, b: false });
    await client.query("begin");
    await expect(createRunner({ database: client, migrations: FAILING }).upgrade()).rejects.toMatchObject({
      details: { sqlstate: "22012", done: ["a1"], notDone: ["b2"] },
    });
    // What failed was taken back to its savepoint; the caller's transaction still works.
    await client.query("commit");
    expect(await there()).toEqual({ a: true, b: false });
    await client.end();
    await database.drop();
  });

  test("of postgres.js", async () => {
    const database = await testDatabase();
    const client = postgres(database.url, { max: 2, onnotice: () => undefined });
    await expect(
      client.begin(async (transaction) => {
        await createRunner({ database: transaction, migrations: INSIDE }).upgrade();
        throw new Error("taken back");
      }),
    ).rejects.toThrow("taken back");
    expect(await database.query("select to_regclass('a') as a")).toEqual([{ a: null }]);
    await client.end();
    await database.drop();
  });

  test("is refused, before anything is run, where something can't be in it", async () => {
    const database = await testDatabase();
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    await client.query("begin");
    await expect(createRunner({ database: client, migrations: ALONE }).upgrade()).rejects.toMatchObject({
      code: "NOT_TRANSACTIONAL",
      message: expect.stringContaining("CREATE INDEX CONCURRENTLY"),
    });
    expect((await client.query("select to_regclass('a') as a")).rows).toEqual([{ a: null }]);
    await client.end();
    await database.drop();
  });
});

describe("what commits together", () => {
  test.each([
    ["revision", FAILING, { a: true, b: false, ledger: true }],
    ["all", FAILING, { a: false, b: false, ledger: false }],
    ["none", FAILING, { a: true, b: true, ledger: true }],
  ] as const)("%s", async (transaction, migrations, expected) => {
    const database = await testDatabase();
    await expect(
      createRunner({ database: database.url, migrations }).upgrade("head", { transaction }),
    ).rejects.toMatchObject({
      details: { sqlstate: "22012" },
    });
    expect(
      await database.query(
        "select to_regclass('a') is not null as a, to_regclass('b') is not null as b, to_regclass('sluice_revisions') is not null as ledger",
      ),
    ).toEqual([expected]);
    const half = (await createRunner({ database: database.url, migrations }).status()).halfApplied;
    expect(half).toEqual(transaction === "none" ? ["b2"] : []);
    await database.drop();
  });

  test("all of it, where something must commit, is refused before anything is run", async () => {
    const database = await testDatabase();
    const runner = createRunner({ database: database.url, migrations: ALONE, transaction: "all" });
    await expect(runner.upgrade()).rejects.toMatchObject({ code: "NOT_TRANSACTIONAL" });
    expect(await runner.upgrade("head", { transaction: "none" })).toEqual({ revisions: ["a1", "b2"] });
    await database.drop();
  });
});

test.each(LINES)("op.run works with the project's own Drizzle %s, in the revision's transaction", async (line) => {
  const database = await testDatabase({
    sql: "create table users (id int primary key, name text, at timestamp, tags text[], j jsonb, ok bool, grid int[], big bigint)",
  });
  const migrations = join(projectOf(line), "migrations");
  mkdirSync(migrations, { recursive: true });
  writeFileSync(
    join(migrations, "1.ts"),
    `import type { PgRemoteDatabase } from "drizzle-orm/pg-proxy";
import { bigint, boolean, integer, jsonb, pgTable, text, timestamp } from "drizzle-orm/pg-core";
import { eq, inArray, sql } from "drizzle-orm";
import type { Operations } from "@sluice/runner";
export const revision = "a1";
export const downRevision = null;
export const branchLabels = null;
export const dependsOn = null;
const users = pgTable("users", { id: integer().primaryKey(), name: text(), at: timestamp(), tags: text().array(), j: jsonb(), ok: boolean(), grid: integer().array(), big: bigint({ mode: "number" }) });
export function upgrade(op: Operations): void {
  op.run(async ({ drizzle }) => {
    const db = await drizzle<PgRemoteDatabase>();
    const row = { id: 1, name: "it's", at: new Date(0), tags: ["a", "b,c"], j: { deep: [1] }, ok: true, grid: [1, 2], big: 9007199254740991 };
    await db.insert(users).values([row, { id: 2 }]);
    const read = await db.select().from(users).where(eq(users.id, 1));
    if (JSON.stringify(read) !== JSON.stringify([row])) throw new Error(JSON.stringify(read));
    const some = await db.select({ id: users.id, upper: sql\`upper(\${users.name})\` }).from(users).where(inArray(users.id, [1, 7]));
    if (some.length !== 1 || some[0]?.upper !== "IT'S") throw new Error(JSON.stringify(some));
    const gone = await db.insert(users).values({ id: 3, j: [1, "x"] }).returning({ j: users.j });
    if (JSON.stringify(gone) !== '[{"j":[1,"x"]}]') throw new Error(JSON.stringify(gone));
    await db.delete(users).where(eq(users.id, 3));
    await db.update(users).set({ name: "seen" }).where(eq(users.id, 2));
  });
}
export function downgrade(op: Operations): void {}
`,
  );
  const runner = createRunner({ database: database.url, migrations });
  expect(await runner.upgrade()).toEqual({ revisions: ["a1"] });
  expect(await database.query("select id, name from users order by id")).toEqual([
    { id: 1, name: "it's" },
    { id: 2, name: "seen" },
  ]);
  await runner.close();
  await database.drop();
});
