/** A check that was in sync is remembered; whatever changes since, on either side, the next one says what one without a memory says. */

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { check, type CheckResult, type CompareOptions } from "@sluice/core";
import { databaseFrom, type Database, type DatabaseInput } from "@sluice/runner";
import { closePglite, testDatabase, testPglite, type TestDatabase } from "@sluice/test-kit";
import { sql } from "drizzle-orm";
import {
  bigint,
  check as rule,
  index,
  integer,
  numeric,
  pgEnum,
  pgMaterializedView,
  pgPolicy,
  pgSchema,
  pgSequence,
  pgTable,
  pgView,
  serial,
  text,
  varchar,
} from "drizzle-orm/pg-core";

const ROOT = join(__dirname, "../..");
const BEFORE = `
create schema app; create schema other; create schema early;
create table other.rates (id integer, rate integer);
create function short(text) returns boolean immutable language sql as $$ select length($1) < 9 $$;
create type state as enum ('open', 'paid');
create table students (id serial primary key, name text not null);
create table fees (
  id integer generated always as identity primary key, state state not null default 'open', amount numeric(10,2) not null default 0,
  note varchar(20) default lower('NONE'), student_id integer,
  constraint known check (amount between 0 and 100 and short(note)),
  constraint fees_student_id_students_id_fk foreign key (student_id) references students (id) on delete cascade);
create index by_state on fees (state) where amount > 5;
alter table fees enable row level security;
create policy own on fees for select to public using (exists (select * from other.rates where rate > amount));
create view open_fees as select id, amount from fees where state in ('open', 'paid');
create view rates_seen as select * from other.rates;
create materialized view sums as select state, sum(amount) as total from fees group by state;
create sequence counter; create table counted (n bigint default nextval('counter'));
create table app.letters (id serial primary key, words text, size bigint default 5);`;

const state = pgEnum("state", ["open", "paid"]);
const students = pgTable("students", { id: serial().primaryKey(), name: text().notNull() });
const fees = (note = "NONE", most = 100) =>
  pgTable(
    "fees",
    {
      id: integer().primaryKey().generatedAlwaysAsIdentity(),
      state: state().notNull().default("open"),
      amount: numeric({ precision: 10, scale: 2 }).notNull().default("0"),
      note: varchar({ length: 20 }).default(sql.raw(`lower('${note}')`)),
      studentId: integer("student_id").references(() => students.id, { onDelete: "cascade" }),
    },
    (t) => [
      rule("known", sql`${t.amount} between 0 and ${sql.raw(String(most))} and short(${t.note})`),
      index("by_state")
        .on(t.state)
        .where(sql`${t.amount} > 5`),
      pgPolicy("own", {
        for: "select",
        to: "public",
        using: sql`exists (select * from other.rates where rate > amount)`,
      }),
    ],
  );
const SCHEMA = {
  state,
  students,
  fees: fees(),
  openFees: pgView("open_fees", { id: integer(), amount: numeric() }).as(
    sql`select id, amount from fees where state in ('open', 'paid')`,
  ),
  ratesSeen: pgView("rates_seen", { id: integer(), rate: integer() }).as(sql`select * from other.rates`),
  sums: pgMaterializedView("sums", { state: state(), total: numeric() }).as(
    sql`select state, sum(amount) as total from fees group by state`,
  ),
  counter: pgSequence("counter"),
  counted: pgTable("counted", { n: bigint({ mode: "number" }).default(sql`nextval('counter')`) }),
  app: pgSchema("app"),
  letters: pgSchema("app").table("letters", {
    id: serial().primaryKey(),
    words: text(),
    size: bigint({ mode: "bigint" }).default(5n),
  }),
};

const folder = mkdtempSync(join(tmpdir(), "sluice-known-sync-"));
const answers = join(folder, "answers.txt");
afterAll(() => rmSync(folder, { recursive: true }));
afterAll(closePglite);

function checked(database: DatabaseInput, options: Partial<CompareOptions> = {}): Promise<CheckResult> {
  return check({ database, schema: SCHEMA, migrations: "nowhere", root: ROOT, ...options });
}

/** A check with the memory, and whether it read the catalogs. */
async function remembering(
  input: DatabaseInput,
  options: Partial<CompareOptions> = {},
): Promise<{ readonly result: CheckResult; readonly hasRead: boolean }> {
  const base = databaseFrom(input);
  let hasRead = false;
  const database: Database = {
    ...base,
    async connect() {
      const connection = await base.connect();
      return {
        ...connection,
        query(words, parameters) {
          hasRead ||= words.startsWith("select coalesce(json_agg(");
          return connection.query(words, parameters);
        },
      };
    },
  };
  const result = await checked(database, { answers, ...options }).finally(() => base.close());
  return { result, hasRead };
}

/** Once nothing changes: a test beside this one may make a role, which is the whole cluster's. */
async function settled(input: DatabaseInput, options: Partial<CompareOptions> = {}): ReturnType<typeof remembering> {
  for (let count = 1; ; count += 1) {
    const found = await remembering(input, options);
    if (!found.hasRead || count === 5) return found;
  }
}

/** What a check says, be it an error. */
function told(work: ReturnType<typeof remembering>): Promise<unknown> {
  return work.then(({ result }) => result, String);
}

const IN_SYNC = { inSync: true, operations: [], pending: [], hazards: [] };

describe("on a server", () => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await testDatabase({ sql: BEFORE });
    await database.query(`alter database ${database.name} set search_path = early, public`);
    await remembering(database.url);
  });

  afterAll(() => database.drop());

  test("nothing is read again, and the findings are told again", async () => {
    const { result, hasRead } = await settled(database.url);
    expect(hasRead).toBe(false);
    expect(result).toMatchObject(IN_SYNC);
    expect(result.diagnostics.map(({ code }) => code)).toContain("UNMANAGED");
    expect(result).toEqual(await checked(database.url));
  });

  /** What is told of a change, with the memory and without it. It is undone, and what was in sync is so again. */
  async function changedAndBack(
    change: string,
    undone: string,
  ): Promise<{ readonly known: unknown; readonly fresh: unknown }> {
    await database.query(change);
    try {
      return { known: await told(remembering(database.url)), fresh: await checked(database.url).catch(String) };
    } finally {
      await database.query(undone);
      expect((await remembering(database.url)).result).toMatchObject(IN_SYNC);
    }
  }

  test.each<readonly [change: string, undone: string]>([
    ["alter table fees alter note type varchar(30)", "alter table fees alter note type varchar(20)"],
    ["alter table fees alter note set default upper('NONE')", "alter table fees alter note set default lower('NONE')"],
    ["alter table fees alter note drop default", "alter table fees alter note set default lower('NONE')"],
    ["alter table fees alter note set not null", "alter table fees alter note drop not null"],
    ["alter table fees add more integer", "alter table fees drop more"],
    ["alter table fees rename note to notes", "alter table fees rename notes to note"],
    ["alter table fees alter id set generated by default", "alter table fees alter id set generated always"],
    ["alter sequence fees_id_seq increment 5", "alter sequence fees_id_seq increment 1"],
    ["alter table fees rename to dues", "alter table dues rename to fees"],
    ["alter table students set schema app", "alter table app.students set schema public"],
    ["create table public.new_ones (id integer)", "drop table new_ones"],
    ["alter index by_state rename to of_state", "alter index of_state rename to by_state"],
    ["drop index by_state", "create index by_state on fees (state) where amount > 5"],
    ["create index more on fees (amount)", "drop index more"],
    [
      "alter table fees drop constraint known, add constraint known check (amount between 0 and 101 and short(note))",
      "alter table fees drop constraint known, add constraint known check (amount between 0 and 100 and short(note))",
    ],
    [
      "alter table fees drop constraint known, add constraint known check (amount between 0 and 100 and short(note)) not valid",
      "alter table fees validate constraint known",
    ],
    [
      "alter table fees drop constraint fees_student_id_students_id_fk, add constraint fees_student_id_students_id_fk foreign key (student_id) references students (id)",
      "alter table fees drop constraint fees_student_id_students_id_fk, add constraint fees_student_id_students_id_fk foreign key (student_id) references students (id) on delete cascade",
    ],
    ["alter table fees add unique (amount)", "alter table fees drop constraint fees_amount_key"],
    ["alter type state rename value 'paid' to 'settled'", "alter type state rename value 'settled' to 'paid'"],
    ["alter table fees disable row level security", "alter table fees enable row level security"],
    [
      "alter policy own on fees using (true)",
      "alter policy own on fees using (exists (select * from other.rates where rate > amount))",
    ],
    [
      "create or replace view public.open_fees as select id, amount from fees where state in ('open')",
      "create or replace view public.open_fees as select id, amount from fees where state in ('open', 'paid')",
    ],
    ["alter view open_fees set (security_barrier)", "alter view open_fees reset (security_barrier)"],
    ["create sequence public.loose", "drop sequence loose"],
    ["alter table app.letters alter words set default 'a'", "alter table app.letters alter words drop default"],
    // Nothing of what is looked at changes, but the models mean something else.
    ["alter table other.rates add more integer", "alter table other.rates drop more"],
    ["create sequence early.counter", "drop sequence early.counter"],
    [
      "create function early.short(text) returns boolean immutable language sql as 'select true'",
      "drop function early.short(text)",
    ],
  ])("%s", async (change, undone) => {
    const { known, fresh } = await changedAndBack(change, undone);
    expect(known).toEqual(fresh);
    expect(fresh).not.toEqual({ ...IN_SYNC, diagnostics: expect.any(Array) });
  });

  test.each<readonly [change: string, undone: string]>([
    // What is not managed is listed.
    ["create function public.more() returns integer language sql as 'select 1'", "drop function more()"],
    ["create domain public.positive as integer", "drop domain positive"],
    [
      "create function public.f() returns trigger language plpgsql as 'begin return new; end'; create trigger t before insert on fees for each row execute function f()",
      "drop trigger t on fees; drop function f()",
    ],
    ["create schema new_schema", "drop schema new_schema"],
    ["create table early.fees (id integer, amount numeric(10,2), state state)", "drop table early.fees"],
    ["insert into students (name) values ('Ada')", "delete from students"],
    ["analyze", "analyze"],
  ])("%s, which is no difference", async (change, undone) => {
    const { known, fresh } = await changedAndBack(change, undone);
    expect(known).toEqual(fresh);
    expect(fresh).toEqual({ ...IN_SYNC, diagnostics: expect.any(Array) });
  });

  test.each<readonly [string, Partial<CompareOptions>]>([
    ["a default of the models", { schema: { ...SCHEMA, fees: fees("SOME") } }],
    ["a check of the models", { schema: { ...SCHEMA, fees: fees("NONE", 99) } }],
    ["a table more", { schema: { ...SCHEMA, more: pgTable("more", { id: integer() }) } }],
    ["a table less", { schema: { state, students, fees: SCHEMA.fees } }],
    ["a schema to look at", { schemas: ["public", "app", "other"] }],
    ["tables that are looked at", { tablesFilter: ["students"] }],
    ["tables that are not", { exclude: ["students"] }],
    [
      "how names are cased",
      { schema: { ...SCHEMA, cased: pgTable("fees2", { isOpen: text() }) }, casing: "snake_case" },
    ],
    ["a hook", { includeObject: ({ id }) => id !== "index public.fees.by_state" }],
  ])("%s", async (_, options) => {
    const fresh = await checked(database.url, options).catch(String);
    expect(await told(remembering(database.url, options))).toEqual(fresh);
    expect(await told(remembering(database.url, options))).toEqual(fresh);
    expect((await remembering(database.url)).result).toMatchObject(IN_SYNC);
  });

  test("a hook may answer otherwise each time: nothing is remembered with one", async () => {
    const options = { includeObject: () => true };
    await remembering(database.url, options);
    expect((await remembering(database.url, options)).hasRead).toBe(true);
  });

  test("a client of the app's is no ground, and what goes round in itself is not remembered", async () => {
    const scratch = databaseFrom(database.url);
    await remembering(database.url, { scratch });
    expect((await settled(database.url, { scratch })).hasRead).toBe(false);
    const round: { readonly entities: Record<string, unknown> } = { entities: {} };
    round.entities["itself"] = round.entities;
    await remembering(database.url, round);
    expect((await remembering(database.url, round)).hasRead).toBe(true);
  });

  test("a line that was not written whole is as good as none, and hides no other", async () => {
    const own = { answers: join(folder, "broken.txt") };
    await remembering(database.url, own);
    const text = readFileSync(own.answers, "utf8");
    for (const less of [1, 2, 30]) {
      writeFileSync(own.answers, text.slice(0, -less));
      const { hasRead, result } = await remembering(database.url, own);
      expect({ hasRead, ...result }).toMatchObject({ hasRead: true, ...IN_SYNC });
      expect((await settled(database.url, own)).hasRead).toBe(false);
    }
  });

  test("a revision that is pending is told all the same", async () => {
    const migrations = join(ROOT, "examples/fees/migrations");
    const { result, hasRead } = await settled(database.url, { migrations });
    expect(hasRead).toBe(false);
    expect(result).toMatchObject({ inSync: false, operations: [] });
    expect(result.pending).not.toEqual([]);
  });
});

test("on PGlite, where all is one session", async () => {
  const pglite = await testPglite(BEFORE);
  expect((await remembering(pglite)).result).toMatchObject(IN_SYNC);
  expect(await settled(pglite)).toMatchObject({ hasRead: false, result: IN_SYNC });
  await pglite.exec("alter table fees add more integer");
  expect((await remembering(pglite)).result).toEqual(await checked(pglite));
});
