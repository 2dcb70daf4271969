/** Statements that Sluice wrote itself are sent without waiting for each answer; what comes of them is the same. */

import { createRunner, databaseFrom, type Connection, type Database, type RunnerEvent } from "@sluice/runner";
import { withDatabase } from "@sluice/test-kit";
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
