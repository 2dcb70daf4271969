/** What somebody changed by hand is told before a run changes anything, and what a run did itself never is. */

import { createRunner, type Drift, type MoveOptions, type Runner } from "@sluice/runner";
import { testDatabase, testPglite, closePglite, type TestDatabase } from "@sluice/test-kit";
import fc from "fast-check";
import { folderOf } from "./support.ts";

afterAll(closePglite);

const STUDENTS = {
  id: "a1",
  up: `op.createEnum({ name: "state", values: ["new", "old"] });
    op.createTable({ name: "students", columns: [{ name: "id", type: "integer", notNull: true }, { name: "name", type: "text", default: "x" }, { name: "s", type: "state" }],
      primaryKey: { name: "students_pkey", columns: ["id"] } });
    op.createIndex({ name: "students_name", table: "students", columns: ["name"] });
    op.createView({ name: "names", as: sql\`select name from students\` });`,
  down: `op.dropView({ name: "names" }); op.dropTable({ name: "students" }); op.dropEnum({ name: "state" });`,
};
const FEES = {
  id: "b2",
  up: `op.execute(sql\`create schema billing\`); op.createTable({ schema: "billing", name: "fees", columns: [{ name: "amount", type: "integer" }] });`,
  down: `op.dropTable({ schema: "billing", name: "fees" }); op.dropSchema({ name: "billing" });`,
};
const NOTES = {
  id: "c3",
  up: `op.addColumn({ table: "students", name: "note", type: "text" }); op.run(async ({ connection }) => void (await connection.query("create table notes (id int)")));`,
  down: `op.dropColumn({ table: "students", name: "note" }); op.execute(sql\`drop table notes\`);`,
};
const MIGRATIONS = folderOf([STUDENTS, FEES, NOTES]);

interface Watched {
  readonly runner: Runner;
  /** What was told since the last look. */
  drift(): readonly Drift[];
}

function watched(database: string | object, migrations = MIGRATIONS, options: object = {}): Watched {
  let told: Drift[] = [];
  const runner = createRunner({
    database: database as string,
    migrations,
    onEvent: (event) => {
      if (event.type === "drift") told.push(...event.drift);
    },
    ...options,
  });
  return {
    runner,
    drift() {
      const found = told;
      told = [];
      return found;
    },
  };
}

async function standing(
  target = "b2",
  options: MoveOptions = {},
): Promise<Watched & { readonly database: TestDatabase }> {
  const database = await testDatabase();
  const { runner, drift } = watched(database.url);
  await runner.upgrade(target, options);
  expect(drift()).toEqual([]);
  return { database, runner, drift };
}

test.each([
  [
    "a column",
    "alter table students add nickname text",
    "column nickname of table public.students is there, and no revision made it",
  ],
  [
    "a column that is gone",
    "alter table billing.fees drop amount",
    "column amount of table billing.fees is gone, and no revision took it away",
  ],
  [
    "another type",
    "alter table students alter name type varchar(9) using ''",
    "column name of table public.students is: character varying(9) default 'x'::text; the last revision left: text default 'x'::text",
  ],
  [
    "another default",
    "alter table students alter name set default 'y'",
    "column name of table public.students is: text default 'y'::text; the last revision left: text default 'x'::text",
  ],
  [
    "an index",
    "create index by_hand on students (id)",
    "index by_hand of table public.students is there, and no revision made it",
  ],
  [
    "an index that is gone",
    "drop index students_name",
    "index students_name of table public.students is gone, and no revision took it away",
  ],
  [
    "a constraint",
    "alter table students add constraint c check (id > 0)",
    "constraint c of table public.students is there, and no revision made it",
  ],
  ["a table that is gone", "drop table billing.fees", "table billing.fees is gone, and no revision took it away"],
  [
    "an enum's value",
    "alter type state add value 'mid' after 'new'",
    "value 'mid' of enum public.state is there, and no revision made it",
  ],
  [
    "a view's query",
    "create or replace view names as select upper(name) as name from students",
    "view public.names has another query, and no revision gave it one",
  ],
])("%s is told by a plan and by an upgrade, which goes on", async (_, sql, message) => {
  const { database, runner, drift } = await standing();
  await database.query(sql.includes("type varchar") ? `drop view names; ${sql}` : sql);
  await runner.plan();
  const planned = drift();
  expect(planned.map((each) => each.message)).toContain(message);
  expect(await runner.upgrade()).toEqual({ revisions: ["c3"] });
  expect(drift()).toEqual(planned);
  // From here on it is what a run left.
  await runner.downgrade("-1");
  expect(drift()).toEqual([]);
  await database.drop();
});

test("an upgrade that is to refuse it changes nothing, in either direction", async () => {
  const { database, runner, drift } = await standing();
  await database.query("alter table students add nickname text; drop index students_name");
  const refused = {
    code: "DRIFT",
    details: {
      drift: [
        { object: "column nickname of table public.students" },
        { object: "index students_name of table public.students" },
      ],
    },
  };
  await expect(runner.upgrade("head", { drift: "refuse" })).rejects.toMatchObject(refused);
  await expect(runner.downgrade("base", { drift: "refuse" })).rejects.toMatchObject(refused);
  await expect(runner.redo("-1", { drift: "refuse" })).rejects.toMatchObject(refused);
  expect(await runner.current()).toMatchObject({ revisions: ["b2"] });
  expect(drift()).toEqual([]);
  expect(await runner.upgrade("head", { drift: "ignore" })).toEqual({ revisions: ["c3"] });
  expect(drift()).toEqual([]);
  await database.drop();
});

test("the same on PGlite, and in a transaction of the caller's", async () => {
  const pglite = await testPglite();
  const { runner, drift } = watched(pglite);
  await runner.upgrade("b2");
  await pglite.exec("alter table students add nickname text");
  await pglite.exec("begin; set local timezone = 'Asia/Tokyo'");
  await runner.upgrade();
  expect(drift().map(({ object }) => object)).toEqual(["column nickname of table public.students"]);
  expect((await pglite.query("select current_setting('timezone') as zone")).rows).toEqual([{ zone: "Asia/Tokyo" }]);
  await pglite.exec("commit");
  await runner.downgrade("base");
  expect(drift()).toEqual([]);
});

test("what others have in the schema is theirs, and what settings print is no drift", async () => {
  const database = await testDatabase({ sql: "create table elsewhere (id int, at timestamptz default '2026-01-01')" });
  const { runner, drift } = watched(database.url);
  await runner.upgrade("b2");
  const other = watched(
    database.url,
    folderOf([
      { id: "x1", up: "op.execute(sql`create table theirs (id int)`);", down: "" },
      { id: "x2", up: "op.execute(sql`alter table theirs add b int`);", down: "" },
    ]),
    {
      ledger: { table: "their_revisions" },
    },
  );
  await other.runner.upgrade("x1");
  await database.query(`alter table elsewhere add b int; create table one_more (id int); create temp table students (id int);
    alter database ${database.name} set datestyle = 'SQL, DMY'; alter database ${database.name} set search_path = billing, public; analyze`);
  await runner.upgrade("c3");
  await other.runner.upgrade();
  expect([...drift(), ...other.drift()]).toEqual([]);
  await database.drop();
});

test("a database that was there before its ledger is taken as it is when the first revision runs, and watched from there on", async () => {
  const database = await testDatabase({ sql: "create table students (id int primary key, name text)" });
  const { runner, drift } = watched(
    database.url,
    folderOf([
      { id: "a1", up: "" },
      { id: "b2", up: "op.execute(sql`select 1`);" },
      { id: "c3", up: "op.execute(sql`select 1`);" },
    ]),
  );
  await runner.stamp("a1");
  await database.query("alter table students add early int");
  await runner.upgrade("b2");
  expect(drift()).toEqual([]);
  await database.query("alter table students add late int");
  await runner.upgrade();
  expect(drift().map(({ object }) => object)).toEqual(["column late of table public.students"]);
  await database.drop();
});

test("nothing is told where nobody can know: after a stamp, a printed script, or a run that failed", async () => {
  const { database, runner, drift } = await standing("a1");
  await database.query(await runner.sql("a1:b2"));
  await database.query("alter table students add by_hand int");
  await runner.upgrade();
  expect(drift()).toEqual([]);
  await runner.stamp("b2");
  await expect(runner.upgrade()).rejects.toMatchObject({ code: "STATEMENT_FAILED" });
  await runner.stamp("c3");
  await runner.downgrade("base");
  expect(drift()).toEqual([]);
  await database.drop();
});

test("where nothing is pending nobody looks, and a ledger of before is given what it lacks", async () => {
  const { database, runner, drift } = await standing("a1");
  await database.query("alter table sluice_revisions drop shape; alter table students add by_hand int");
  await runner.upgrade("a1");
  await runner.plan("b2");
  await runner.upgrade("b2");
  expect(drift()).toEqual([]);
  await database.query("alter table students drop by_hand");
  await runner.upgrade();
  expect(drift().map(({ message }) => message)).toEqual([
    "column by_hand of table public.students is gone, and no revision took it away",
  ]);
  await database.drop();
});

test("whatever way runs go, what they did themselves is no drift", async () => {
  const moves = fc.array(fc.constantFrom("+1", "-1", "redo", "base", "head", "all"), { minLength: 3, maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(moves, async (list) => {
      const database = await testDatabase();
      const { runner, drift } = watched(database.url);
      try {
        for (const move of list) {
          const work = {
            redo: () => runner.redo(),
            "-1": () => runner.downgrade("-1"),
            base: () => runner.downgrade("base"),
            "+1": () => runner.upgrade("+1"),
            head: () => runner.upgrade(),
            all: () => runner.upgrade("head", { transaction: "all" }),
          }[move];
          // Where there is nothing to go to, nothing happens.
          await work().catch((cause: unknown) => expect(cause).toMatchObject({ code: "RELATIVE_TARGET" }));
          expect(drift()).toEqual([]);
        }
      } finally {
        await runner.close();
        await database.drop();
      }
    }),
    { numRuns: 8 },
  );
});
