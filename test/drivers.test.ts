/** The same story over whatever the app has; what it handed in stays open and as it was. */

import { autogenerate, check } from "@sluice/core";
import { createRunner, type DatabaseInput } from "@sluice/runner";
import { closePglite, testDatabase, testPglite } from "@sluice/test-kit";
import { drizzle as overPg } from "drizzle-orm/node-postgres";
import { integer, pgEnum, pgTable, text } from "drizzle-orm/pg-core";
import { drizzle as overPglite } from "drizzle-orm/pglite";
import { drizzle as overPostgresJs } from "drizzle-orm/postgres-js";
import pg from "pg";
import postgres from "postgres";
import { emptyFolder } from "./support/whole-way.ts";

afterAll(closePglite);

type Rows = readonly Readonly<Record<string, unknown>>[];

interface Handed {
  readonly database: DatabaseInput;
  /** Asks over the app's own client. */
  readonly ask: (question: string) => Promise<Rows>;
  readonly end: () => Promise<unknown>;
}

const BEFORE = "create table fees (id integer primary key, amount integer); insert into fees values (1, 2)";

async function overServer(make: (url: string) => Handed | Promise<Handed>): Promise<Handed> {
  const own = await testDatabase({ sql: BEFORE });
  const handed = await make(own.url);
  return {
    ...handed,
    end: async () => {
      await handed.end();
      await own.drop();
    },
  };
}

function fromPostgresJs(url: string, max: number, wrap: (client: postgres.Sql) => DatabaseInput): Handed {
  const client = postgres(url, { max, onnotice: () => undefined });
  return { database: wrap(client), ask: (question) => client.unsafe(question), end: () => client.end() };
}

function fromPool(url: string, max: number, wrap: (pool: pg.Pool) => DatabaseInput): Handed {
  const pool = new pg.Pool({ connectionString: url, max });
  // The database goes while the pool's clients say goodbye.
  pool.on("connect", (client) => client.on("error", () => undefined));
  return {
    database: wrap(pool),
    ask: async (question) => (await pool.query<object>(question)).rows as Rows,
    end: () => pool.end(),
  };
}

async function fromClient(url: string, wrap: (client: pg.Client) => DatabaseInput): Promise<Handed> {
  const client = new pg.Client(url);
  await client.connect();
  return {
    database: wrap(client),
    ask: async (question) => (await client.query<object>(question)).rows as Rows,
    end: () => client.end(),
  };
}

async function fromPglite(wrap: (pglite: Awaited<ReturnType<typeof testPglite>>) => DatabaseInput): Promise<Handed> {
  const pglite = await testPglite(BEFORE);
  return {
    database: wrap(pglite),
    ask: async (question) => (await pglite.query<Readonly<Record<string, unknown>>>(question)).rows,
    end: () => Promise.resolve(),
  };
}

const same = <T>(client: T): T => client;

const DRIVERS: readonly (readonly [string, () => Promise<Handed>])[] = [
  ["a URL", () => overServer((url) => ({ ...fromPostgresJs(url, 1, same), database: url }))],
  ["a postgres.js client", () => overServer((url) => fromPostgresJs(url, 5, same))],
  ["a postgres.js client of one connection", () => overServer((url) => fromPostgresJs(url, 1, same))],
  ["a pg Pool", () => overServer((url) => fromPool(url, 5, same))],
  ["a pg Pool of one connection", () => overServer((url) => fromPool(url, 1, same))],
  ["a pg Client", () => overServer((url) => fromClient(url, same))],
  ["a PGlite", () => fromPglite(same)],
  ["drizzle over postgres.js", () => overServer((url) => fromPostgresJs(url, 5, (client) => overPostgresJs(client)))],
  ["drizzle over a pg Pool", () => overServer((url) => fromPool(url, 5, (pool) => overPg(pool)))],
  ["drizzle over a pg Client", () => overServer((url) => fromClient(url, (client) => overPg(client)))],
  ["drizzle over PGlite", () => fromPglite((pglite) => overPglite(pglite))],
];

const status = pgEnum("status", ["unpaid", "it's paid"]);
const schema = {
  status,
  fees: pgTable("fees", {
    id: integer("id").primaryKey(),
    amount: integer("amount").notNull(),
    status: status("status").default("unpaid"),
    note: text("note").default('a "note"\\'),
  }),
};

/** What a session would carry along: its settings, locks, an open transaction, what it made for itself. */
const TRACES = `select current_setting('search_path') as path, current_setting('lock_timeout') as lock, current_setting('statement_timeout') as statement,
  current_setting('TimeZone') as zone, (select count(*)::int from pg_locks where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())) as advisory,
  (select count(*)::int from pg_class where relpersistence = 't') as temporary, (select count(*)::int from pg_stat_activity where datname = current_database() and state like 'idle in transaction%') as open`;

test.each(DRIVERS)("%s", async (_, hand) => {
  const { database, ask, end } = await hand();
  try {
    const before = await ask(TRACES);
    const options = { database, schema, migrations: emptyFolder(), message: "fees are paid" };
    const result = await autogenerate(options);
    const written = await result.write();
    const runner = createRunner(options);
    expect(await runner.upgrade()).toEqual({ revisions: [written?.revision] });
    expect(await check(options)).toMatchObject({ inSync: true });
    expect(await ask("select amount, status::text, note from fees")).toEqual([
      { amount: 2, status: "unpaid", note: 'a "note"\\' },
    ]);
    expect(await runner.current()).toMatchObject({ isHead: true });
    // A failure leaves nothing behind either.
    await expect(createRunner({ ...options, migrations: emptyFolder() }).upgrade()).rejects.toMatchObject({
      code: "UNKNOWN_APPLIED_REVISION",
    });
    expect(await runner.downgrade("base")).toEqual({ revisions: [written?.revision] });
    await runner.close();
    expect(await ask("select * from fees")).toEqual([{ id: 1, amount: 2 }]);
    expect(await ask(TRACES)).toEqual(before);
  } finally {
    await end();
  }
});

test("an app's listeners on its client are as many as before", async () => {
  const { database, ask, end } = await overServer((url) => fromClient(url, same));
  const client = database as pg.Client;
  const count = (): readonly number[] =>
    ["error", "notice", "end", "drain"].map((event) => client.listenerCount(event));
  const before = count();
  await createRunner({ database, migrations: emptyFolder() }).current();
  expect(count()).toEqual(before);
  await ask("select 1");
  await end();
});

test("a client of pg, which warns where it has a query under way, is asked for one at a time", async () => {
  const { database, end } = await overServer((url) => fromClient(url, same));
  const client = database as pg.Client;
  const ask = client.query.bind(client) as (...given: readonly unknown[]) => Promise<unknown>;
  let [open, most] = [0, 0];
  Object.assign(client, {
    query: (...given: readonly unknown[]) => {
      open += 1;
      most = Math.max(most, open);
      return ask(...given).finally(() => (open -= 1));
    },
  });
  const options = { database, schema, migrations: emptyFolder(), message: "fees are paid" };
  await (await autogenerate(options)).write();
  await createRunner(options).upgrade();
  expect(await check(options)).toMatchObject({ inSync: true });
  expect(most).toBe(1);
  await end();
});
