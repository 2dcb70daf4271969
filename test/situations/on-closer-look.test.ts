/** What is easily taken for equal, or easily lost: told on closer look. */

import { sql } from "drizzle-orm";
import {
  bigint,
  check,
  customType,
  index,
  integer,
  interval,
  pgPolicy,
  pgSchema,
  pgTable,
  pgView,
  text,
  timestamp,
  unique,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import { situations, situationsWithPlainLocks } from "../support/situation.ts";

const shortInterval = customType<{ data: string }>({ dataType: () => "interval(0)" });
const tsvector = customType<{ data: string }>({ dataType: () => "tsvector" });
const range = customType<{ data: string }>({ dataType: () => "int4range" });

describe("defaults", () => {
  situations([
    {
      name: "a month is not thirty days, and an interval spelled in two ways is one",
      operations: [{ op: "setDefault", name: "a", default: "30 days" }],
      before: `create table t (a interval default '1 month', b interval default '1 day', c interval default '1 year', d interval(0) default '2 seconds', e interval[] default '{1 year}')`,
      model: () => ({
        t: pgTable("t", {
          a: interval().default("30 days"),
          b: interval().default("24 hours"),
          c: interval().default("12 months"),
          d: shortInterval().default("1.6 seconds"),
          e: interval().array().default(["P1Y"]),
        }),
      }),
    },
    {
      name: "calls that have a syntax of their own are the calls that they stand for",
      operations: [{ op: "setDefault", name: "u" }],
      before: `create table t (a text, b text generated always as (substring(a from 1 for 3)) stored, c text generated always as (btrim(a)) stored,
        d timestamptz default timezone('utc', now())::timestamptz, u timestamptz default timezone('utc', now())::timestamptz,
        constraint k check (position('x' in a) > 0 and a is not null)); create index i on t ("substring"(a, 2))`,
      model: () => ({
        t: pgTable(
          "t",
          {
            a: text(),
            b: text().generatedAlwaysAs(sql`"substring"(a, 1, 3)`),
            c: text().generatedAlwaysAs(sql`trim(both from a)`),
            d: timestamp({ withTimezone: true }).default(sql`(now() at time zone 'utc')::timestamptz`),
            u: timestamp({ withTimezone: true }).default(sql`(now() at time zone 'cet')::timestamptz`),
          },
          (t) => [
            check("k", sql`"position"(${t.a}, 'x') > 0 and ${t.a} is not null`),
            index("i").on(sql`substring(${t.a} from 2)`),
          ],
        ),
      }),
    },
    {
      name: "a null of any type is no default",
      operations: [],
      before: `create table t (a text, b varchar(3), c integer[])`,
      model: () => ({
        t: pgTable("t", {
          a: text().default(sql`NULL::text`),
          b: customType<{ data: string }>({ dataType: () => "varchar(3)" })().default(
            sql`null :: character varying(3)`,
          ),
          c: integer()
            .array()
            .default(sql`null::integer[]`),
        }),
      }),
    },
  ]);
});

const app = pgSchema("app");

describe("policies that name their table", () => {
  situations([
    {
      name: "follow the table under its next name and into its next schema",
      operations: [
        { op: "setTableSchema", from: "public", to: "app", name: "a" },
        { op: "renameTable", schema: "app", from: "a", to: "b" },
        { op: "renameColumn", schema: "app", table: "b", from: "o", to: "owner" },
      ],
      before: `create schema app; create table a (id integer, o text); alter table a enable row level security;
        create policy p on a using (o = current_user and 'app.b.owner' <> o); insert into a values (1, 'x')`,
      schemas: ["public", "app"],
      renames: [
        { kind: "table", from: ["public", "a"], to: ["app", "b"] },
        { kind: "column", from: ["app", "b", "o"], to: ["app", "b", "owner"] },
      ],
      model: () => ({
        app,
        b: app.table("b", { id: integer(), owner: text() }, (t) => [
          pgPolicy("p", { using: sql`${t.owner} = current_user and 'app.b.owner' <> ${t.owner}` }),
        ]),
      }),
    },
    {
      name: "follow another table that they read, and tables that change names",
      operations: [{ op: "renameTable" }, { op: "renameTable" }, { op: "renameTable" }],
      before: `create schema app; create table app.m (o text); create table app.a (o text); alter table app.a enable row level security;
        create policy p on app.a using (exists (select 1 from app.m where m.o = a.o)); insert into app.a values ('x')`,
      schemas: ["public", "app"],
      renames: [
        { kind: "table", from: ["app", "m"], to: ["app", "a"] },
        { kind: "table", from: ["app", "a"], to: ["app", "m"] },
      ],
      model: () => {
        const a = app.table("a", { o: text() });
        const m = app.table("m", { o: text() }, (t) => [
          pgPolicy("p", { using: sql`exists (select 1 from ${a} where ${a.o} = ${t.o})` }),
        ]);
        return { app, a, m };
      },
    },
    {
      name: "say something else by another column under the same rename",
      operations: [
        { op: "renameTable", from: "a", to: "b" },
        { op: "alterPolicy", table: "b", name: "p" },
      ],
      before: `create table a (o text, n text); alter table a enable row level security; create policy p on a using (o = current_user); insert into a values ('x', 'y')`,
      renames: [{ kind: "table", from: ["public", "a"], to: ["public", "b"] }],
      model: () => ({
        b: pgTable("b", { o: text(), n: text() }, (t) => [pgPolicy("p", { using: sql`${t.n} = current_user` })]),
      }),
    },
  ]);
});

describe("what an index includes", () => {
  situationsWithPlainLocks([
    {
      name: "is what is left of it where one of its columns goes",
      operations: [
        { op: "dropConstraint", name: "u" },
        { op: "addUnique", name: "u", columns: ["a"], include: ["c"] },
        { op: "dropIndex", name: "i" },
        { op: "createIndex", name: "i", columns: ["a"], include: ["c"] },
        { op: "dropColumn", name: "b" },
      ],
      before: `create table t (a integer, b integer, c integer, constraint u unique (a) include (b, c)); create unique index i on t (a) include (c, b); insert into t values (1, 2, 3)`,
      model: () => ({
        t: pgTable("t", { a: integer(), c: integer() }, (t) => [unique("u").on(t.a), uniqueIndex("i").on(t.a)]),
      }),
      loses: "the values of a column that goes",
    },
    {
      name: "follows a column that gets another name, where the index is built again",
      operations: [
        { op: "renameColumn", from: "b", to: "c" },
        { op: "dropIndex", name: "i" },
        { op: "createIndex", name: "i", include: ["c"] },
      ],
      before: `create table t (a integer, b integer); create index i on t ((a + 1)) include (b); insert into t values (1, 2)`,
      renames: [{ kind: "column", from: ["public", "t", "b"], to: ["public", "t", "c"] }],
      model: () => ({ t: pgTable("t", { a: integer(), c: integer() }, () => [index("i").on(sql`(a + 2)`)]) }),
    },
  ]);
});

describe("what is said in other words, and what can't be said", () => {
  situations([
    {
      name: "a check and a foreign key that are not enforced stay so around a retype, and are named",
      servers: [18, "pglite"],
      locks: "plain",
      operations: [
        { op: "dropConstraint", table: "c", name: "positive" },
        { op: "setColumnType", table: "c", name: "n" },
        { op: "addCheck", table: "c", name: "positive", notEnforced: true },
        { op: "dropConstraint", table: "c", name: "c_p_fkey" },
        { op: "setColumnType", table: "c", name: "p" },
        { op: "addForeignKey", table: "c", name: "c_p_fkey", notEnforced: true },
      ],
      before: `create table p (id bigint primary key); create table c (p integer constraint c_p_fkey references p (id) not enforced, n integer constraint positive check (n > 0) not enforced); insert into c values (7, -1)`,
      model: () => {
        const p = pgTable("p", { id: bigint({ mode: "number" }).primaryKey() });
        return {
          p,
          c: pgTable(
            "c",
            { p: bigint({ mode: "number" }).references(() => p.id), n: bigint({ mode: "number" }) },
            (t) => [check("positive", sql`${t.n} > 0`)],
          ),
        };
      },
      diagnostics: ["UNSPOKEN check public.c.positive", "UNSPOKEN foreign-key public.c.c_p_fkey"],
    },
    {
      name: "a check that is not enforced says nothing of a column that is not null from now on",
      servers: [18, "pglite"],
      operations: [{ op: "setNotNull", name: "n", validateFirst: true }],
      before: `create table c (n integer, constraint given check (n is not null) not enforced); insert into c values (1)`,
      model: () => ({ c: pgTable("c", { n: integer().notNull() }, (t) => [check("given", sql`${t.n} is not null`)]) }),
    },
    {
      name: "their collations and the parameters of their operator classes are said in other words",
      operations: [],
      before: `create table t (a text, v tsvector); create index c on t (lower(a)); create index d on t (lower(a) collate "C"); create index e on t ((a collate "C"), ((a)));
        create index g on t using gist (v tsvector_ops(siglen = 100)); create index h on t using gist (v tsvector_ops (siglen = 200))`,
      model: () => ({
        t: pgTable("t", { a: text(), v: tsvector() }, (t) => [
          index("c").on(sql`lower(${t.a}) collate "default"`),
          index("e").on(sql`(${t.a} collate "C")`, sql`((${t.a}))`),
          index("d").on(sql`lower(${t.a}) collate pg_catalog."C"`),
          index("g").using("gist", sql`v tsvector_ops(siglen=100)`),
          index("h").using("gist", sql`${t.v} tsvector_ops(siglen='200')`),
        ]),
      }),
    },
  ]);
});

describe("a name that is taken by what goes", () => {
  situationsWithPlainLocks([
    {
      name: "a table gets another name, and a view over it has the old one from then on",
      operations: [
        { op: "renameTable", from: "users", to: "people" },
        { op: "createView", name: "users" },
      ],
      before: `create table users (id integer primary key, name text); insert into users values (1, 'x')`,
      renames: [{ kind: "table", from: ["public", "users"], to: ["public", "people"] }],
      model: () => {
        const people = pgTable("people", { id: integer().primaryKey(), name: text() });
        return { people, users: pgView("users").as((qb) => qb.select().from(people)) };
      },
    },
    {
      name: "a table takes the place of another one that goes",
      operations: [
        { op: "renameTable", from: "users", to: "users__aside" },
        { op: "renameTable", from: "next_users", to: "users" },
        { op: "dropTable", name: "users__aside" },
      ],
      before: `create table users (id integer); create table next_users (id integer, name text); insert into users values (1); insert into next_users values (2, 'x')`,
      renames: [{ kind: "table", from: ["public", "next_users"], to: ["public", "users"] }],
      model: () => ({ users: pgTable("users", { id: integer(), name: text() }) }),
      hazards: ["DELETES_DATA"],
      losesRowsOf: ["public.users"],
      loses: "the rows of a table that goes",
    },
  ]);
});

describe("what PostgreSQL would drop along with a column without a word", () => {
  situations([
    {
      name: "an exclusion constraint is in the way",
      refused: "UNMANAGED_DEPENDENT",
      before: `create table t (n integer, r int4range, constraint apart exclude using gist (r with &&))`,
      model: () => ({ t: pgTable("t", { n: integer() }) }),
    },
    {
      name: "statistics over two columns are in the way, under another name of the table too",
      refused: "UNMANAGED_DEPENDENT",
      before: `create table t (n integer, r integer, s integer); create statistics both_of_t on r, s from t`,
      renames: [{ kind: "table", from: ["public", "t"], to: ["public", "u"] }],
      model: () => ({ u: pgTable("u", { n: integer(), s: integer() }) }),
    },
    {
      name: "an exclusion constraint stays where its column gets another name",
      operations: [{ op: "renameColumn", from: "r", to: "s" }],
      before: `create table t (n integer, r int4range, constraint apart exclude using gist (r with &&) where (n > 0)); insert into t values (1, '[1,2)')`,
      renames: [{ kind: "column", from: ["public", "t", "r"], to: ["public", "t", "s"] }],
      model: () => ({ t: pgTable("t", { n: integer(), s: range() }) }),
    },
  ]);
});
