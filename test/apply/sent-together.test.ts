/** Statements that Sluice wrote itself are sent without waiting for each answer; what comes of them is the same. */

import { createRunner, databaseFrom, type Connection, type Database, type RunnerEvent } from "@sluice/runner";
import { withDatabase } from "@sluice/test-kit";
import postgres from "postgres";
import { folderOf } from "./support.ts";

/** The database, and how many of the working session's queries were out at most at one time. */
function counted(url: string, isPipelined: boolean): { readonly database: Database; readonly most: () => number } {
  const inner = databaseFrom(url);
  let out = 0;
  let most = 0;
  const counting = (connection: Connection): Connection => ({
    ...connection,
    isPipelined,
    async query(text, parameters) {
      out += 1;
      most = Math.max(most, out);
      try {
        return await connection.query(text, parameters);
      } finally {
        out -= 1;
      }
    },
  });
  let sessions = 0;
  const connect: Database["connect"] = async (options) => {
    sessions += 1;
    const connection = await inner.connect(options);
    return sessions === 2 ? counting(connection) : connection;
  };
  return { database: { label: inner.label, connect, close: () => inner.close() }, most: () => most };
}

const tables = (names: readonly string[]): string =>
  names.map((name) => `op.createTable({ name: "${name}", columns: [{ name: "id", type: "integer" }] });`).join("\n  ");
const many = Array.from({ length: 120 }, (_, place) => `t${place}`);

test.each([
  ["where the driver sends ahead", true, tables(["a", "b", "c"]), 4],
  ["where it does not", false, tables(["a", "b", "c"]), 1],
  ["where SQL of one's own is among them", true, `${tables(["a", "b"])} op.execute(sql\`create table c ()\`);`, 1],
  [
    "where code is among them",
    true,
    `${tables(["a", "b"])} op.run(async ({ sql }) => { await sql\`create table c ()\`; });`,
    1,
  ],
  ["where there are more than are sent at once", true, tables(["a", "b", "c", ...many]), 50],
])("%s: as many are out as may be", (_, isPipelined, up, most) =>
  withDatabase("", async ({ url, query }) => {
    const { database, most: found } = counted(url, isPipelined);
    const events: RunnerEvent[] = [];
    const runner = createRunner({
      database,
      migrations: folderOf([{ id: "a1", up }]),
      drift: "ignore",
      onEvent: (event) => events.push(event),
    });
    expect(await runner.upgrade()).toEqual({ revisions: ["a1"] });
    expect(found()).toBe(most);
    const [row] = await query(
      "select count(*)::int as made from pg_class where relname ~ '^(a|b|c|t[0-9]+)$' and relkind = 'r'",
    );
    const done = await query("select statements_done as done, state from sluice_revisions");
    const statements = events.filter(({ type }) => type === "statement");
    expect(done).toEqual([{ done: up.includes("op.run") ? 3 : row?.["made"], state: "applied" }]);
    expect(statements).toHaveLength(Number(row?.["made"]) - (up.includes("op.run") ? 1 : 0));
    await runner.close();
  }),
);

test.each([
  ["the first", ["a", "a", "b"], 'relation "a" already exists', 1],
  ["one in the middle", ["a", "b", "b", "c"], 'relation "b" already exists', 2],
  ["one after those that are sent at once", [...many, "t7", "a"], 'relation "t7" already exists', 120],
])("%s that fails is named, those before it are told, and nothing is kept", (_, names, message, told) =>
  withDatabase("", async ({ url, query }) => {
    const events: RunnerEvent[] = [];
    const runner = createRunner({
      database: url,
      migrations: folderOf([{ id: "a1", up: tables(names) }]),
      onEvent: (event) => events.push(event),
    });
    await expect(runner.upgrade()).rejects.toMatchObject({
      code: "STATEMENT_FAILED",
      message: expect.stringContaining(message) as unknown,
      details: { sqlstate: "42P07", revision: "a1", done: [], notDone: ["a1"], statementsDone: 0 },
    });
    expect(events.filter(({ type }) => type === "statement")).toHaveLength(told);
    expect(await query("select count(*)::int as made from pg_class where relname ~ '^(a|b|c|t[0-9]+)$'")).toEqual([
      { made: 0 },
    ]);
    expect(await query("select * from sluice_revisions")).toEqual([]);
    await runner.close();
  }),
);

/** The texts that the working session is asked, in order, whitespace and names of the ledger's columns left out. */
function noted(url: string): { readonly database: Database; readonly texts: () => readonly string[] } {
  const inner = databaseFrom(url);
  const texts: string[] = [];
  let sessions = 0;
  const connect: Database["connect"] = async (options) => {
    sessions += 1;
    const connection = await inner.connect(options);
    const isWorker = sessions === 2;
    return {
      ...connection,
      query(text, parameters) {
        if (isWorker) texts.push(text);
        return connection.query(text, parameters);
      },
    };
  };
  return { database: { label: inner.label, connect, close: () => inner.close() }, texts: () => texts };
}

const MARKS = /\bbegin\b|\bcommit\b|\brollback\b|CREATE TABLE|INSERT INTO|UPDATE "sluice_revisions"/g;

test("a commit goes with the revision's row, and begins the next revision's transaction", () =>
  withDatabase("", async ({ url }) => {
    const { database, texts } = noted(url);
    const migrations = folderOf([
      { id: "a1", up: tables(["a"]) },
      { id: "b2", up: "" },
      { id: "c3", up: `${tables(["c", "d"])} op.execute(sql\`select 1\`);` },
    ]);
    const runner = createRunner({ database, migrations, drift: "ignore" });
    await runner.upgrade();
    const said = texts().flatMap((text) => {
      const marks = text.match(MARKS);
      return marks === null || text.includes("pg_try_advisory") || text.includes("CREATE TABLE IF NOT EXISTS")
        ? []
        : [marks.join(" ")];
    });
    expect(said.slice(said.indexOf("begin", 2))).toEqual([
      "begin",
      "CREATE TABLE",
      "INSERT INTO commit begin",
      "INSERT INTO commit begin",
      "CREATE TABLE",
      "CREATE TABLE",
      "INSERT INTO commit",
    ]);
    await runner.close();
  }));

test.each(["url", "client"])("an abort between two revisions leaves no transaction open (%s)", (sort) =>
  withDatabase("", async ({ url, query }) => {
    const client = postgres(url, { max: 3, onnotice: () => undefined });
    const controller = new AbortController();
    const migrations = folderOf([
      { id: "a1", up: tables(["a"]) },
      { id: "b2", up: tables(["b"]) },
    ]);
    const runner = createRunner({
      database: sort === "url" ? url : client,
      migrations,
      signal: controller.signal,
      onEvent: ({ type }) => (type === "revision-end" ? controller.abort() : undefined),
    });
    await expect(runner.upgrade()).rejects.toMatchObject({
      code: "ABORTED",
      details: { done: ["a1"], notDone: ["b2"] },
    });
    expect(await query("select relname from pg_class where relname in ('a', 'b')")).toEqual([{ relname: "a" }]);
    expect(
      await query("select pid from pg_stat_activity where datname = current_database() and state ~ 'in transaction'"),
    ).toEqual([]);
    await runner.close();
    await client.end();
  }),
);
