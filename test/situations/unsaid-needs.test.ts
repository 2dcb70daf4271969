/** What an object needs and neither its model nor its name says: found out, or kept as it was. */

import { sql } from "drizzle-orm";
import {
  bigint,
  check,
  customType,
  index,
  integer,
  pgEnum,
  pgPolicy,
  pgTable,
  pgView,
  serial,
  text,
} from "drizzle-orm/pg-core";
import { situationsWithPlainLocks } from "../support/situation.ts";

const tsvector = customType<{ data: string }>({ dataType: () => "tsvector" });
const LONG = "a_table_whose_name_is_about_as_long_as_anybody_would_write_it";
const LONG_COLUMN = "and_a_column_of_it_that_is_not_much_shorter";
/** As PostgreSQL cuts the two. */
const CUT = "a_table_whose_name_is_about_a_and_a_column_of_it_that_is_no_seq";

const ACCOUNTS = [
  { kind: "table", from: ["public", "users"], to: ["public", "accounts"] },
  { kind: "column", from: ["public", "accounts", "uid"], to: ["public", "accounts", "id"] },
];

situationsWithPlainLocks([
  {
    name: "an enum's value is renamed that defaults, checks, indexes, generated columns, views and policies speak of",
    before: `create type st as enum ('old', 'b'); create table t (id int primary key, s st default 'old', g text generated always as (case when s = 'old' then 'o' else 'x' end) stored, constraint ck check (s <> 'b' or id > 0));
      create index i on t (id) where s = 'old'; create view v as select id from t where s = 'old'; create policy p on t using (s = 'old'); alter table t enable row level security; insert into t (id) values (1)`,
    model: () => {
      const st = pgEnum("st", ["new", "b"]);
      const t = pgTable(
        "t",
        {
          id: integer("id").primaryKey(),
          s: st("s").default("new"),
          g: text("g").generatedAlwaysAs(sql`case when s = 'new' then 'o' else 'x' end`),
        },
        (t) => [
          check("ck", sql`s <> 'b' or id > 0`),
          index("i")
            .on(t.id)
            .where(sql`s = 'new'`),
          pgPolicy("p", { using: sql`s = 'new'` }),
        ],
      );
      return { st, t, v: pgView("v", { id: integer("id") }).as(sql`select id from t where s = 'new'`) };
    },
    renames: [{ kind: "enum-value", from: ["public", "st", "old"], to: ["public", "st", "new"] }],
    valuesChange: "an enum's value has another name",
    operations: [{ op: "renameEnumValue" }],
  },
  {
    name: "a view comes to speak of a value that its enum gets with it",
    before: `create type st as enum ('a'); create table t (id int primary key, s st default 'a'); create view v as select id from t where s = 'a'; insert into t (id) values (1)`,
    model: () => {
      const st = pgEnum("st", ["a", "b"]);
      const t = pgTable("t", { id: integer("id").primaryKey(), s: st("s").default("a") });
      return { st, t, v: pgView("v", { id: integer("id") }).as(sql`select id from t where s in ('a', 'b')`) };
    },
    operations: [{ op: "addEnumValue" }, { op: "replaceView" }],
  },
  {
    name: "an index over an expression stays in the way of nobody who guesses at its columns",
    before: `create table t (id int primary key, a text, b text, s tsvector generated always as (to_tsvector('english', coalesce(a, ''))) stored); insert into t (id, a) values (1, 'cats')`,
    model: () => ({
      t: pgTable(
        "t",
        {
          id: integer("id").primaryKey(),
          a: text("a"),
          b: text("b"),
          s: tsvector("s").generatedAlwaysAs(sql`to_tsvector('simple', coalesce(b, ''))`),
        },
        () => [index("e").using("gin", sql`to_tsvector('simple', a)`), check("c", sql`a <> 's'`)],
      ),
    }),
    servers: [14, 15, 16],
    operations: [
      { op: "dropColumn", name: "s" },
      { op: "addColumn", name: "s" },
      { op: "addCheck" },
      { op: "createIndex", name: "e" },
    ],
  },
  {
    name: "the primary key becomes another column's, and a unique constraint the old one's, under foreign keys to both",
    before: `create table p (id int primary key, code text not null unique); create table c (code text references p (code), id int references p (id));
      insert into p values (1, 'x'); insert into c values ('x', 1)`,
    model: () => {
      const p = pgTable("p", { id: integer("id").notNull().unique("p_id_unique"), code: text("code").primaryKey() });
      const c = pgTable("c", {
        code: text("code").references(() => p.code),
        id: integer("id").references(() => p.id),
      });
      return { p, c };
    },
    operations: [
      { op: "addUnique", name: "p_id_unique" },
      { op: "dropConstraint", name: "c_id_fkey" },
      { op: "dropConstraint", name: "p_pkey" },
      { op: "addForeignKey", name: "c_id_fkey" },
      { op: "addPrimaryKey", columns: ["code"] },
      { op: "dropConstraint", name: "c_code_fkey" },
      { op: "dropConstraint", name: "p_code_key" },
      { op: "addForeignKey", name: "c_code_fkey" },
    ],
  },
  {
    name: "a serial column and its table are renamed, and it becomes an identity",
    before: `create table users (uid serial primary key, n int); insert into users (n) values (5), (6)`,
    model: () => ({
      accounts: pgTable("accounts", {
        id: bigint("id", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
        n: integer("n"),
      }),
    }),
    renames: ACCOUNTS,
    operations: [
      { op: "renameTable" },
      { op: "renameColumn" },
      { op: "setColumnType" },
      { op: "addIdentity", replaces: "users_uid_seq" },
    ],
  },
  {
    name: "an identity and its table are renamed, and it becomes a serial column",
    before: `create table users (uid int generated always as identity primary key, n int); insert into users (n) values (5), (6)`,
    model: () => ({ accounts: pgTable("accounts", { id: serial("id").primaryKey(), n: integer("n") }) }),
    renames: ACCOUNTS,
    operations: [
      { op: "renameTable" },
      { op: "renameColumn" },
      { op: "addSerial", sequence: "accounts_id_seq", replaces: "users_uid_seq" },
    ],
  },
  ...(
    [
      ["a column is retyped that a policy of another table reads, in words of one's own", "="],
      ["the same, while the policy comes to say something else", ">"],
    ] as const
  ).map(([name, operator]) => ({
    name,
    before: `create table o (id int primary key, owner int); create table t (id int primary key); alter table t enable row level security;
      create policy p on t for select using (exists (select from o where o.owner = t.id)); insert into o values (1, 1); insert into t values (1)`,
    model: () => ({
      o: pgTable("o", { id: integer("id").primaryKey(), owner: bigint("owner", { mode: "number" }) }),
      t: pgTable("t", { id: integer("id").primaryKey() }, () => [
        pgPolicy("p", {
          for: "select",
          using: sql`exists (select from o where o.owner ${sql.raw(operator)} t.id)`,
        }),
      ]),
    }),
    operations: [{ op: "dropPolicy" as const }, { op: "setColumnType" as const }, { op: "createPolicy" as const }],
  })),
  {
    name: "an identity becomes a serial column where both names are cut",
    before: `create table ${LONG} (${LONG_COLUMN} int generated always as identity primary key, n int); insert into ${LONG} (n) values (5), (6)`,
    model: () => ({
      t: pgTable(LONG, { id: serial(LONG_COLUMN).primaryKey(), n: integer("n") }),
    }),
    operations: [{ op: "addSerial", sequence: CUT, replaces: CUT }],
  },
  {
    name: "a table whose name is cut is renamed, and its serial column becomes an identity",
    before: `create table ${LONG} (${LONG_COLUMN} serial primary key, n int); insert into ${LONG} (n) values (5), (6)`,
    model: () => ({
      t: pgTable("short", { id: integer(LONG_COLUMN).primaryKey().generatedAlwaysAsIdentity(), n: integer("n") }),
    }),
    renames: [{ kind: "table", from: ["public", LONG], to: ["public", "short"] }],
    operations: [{ op: "renameTable" }, { op: "addIdentity", replaces: CUT }],
  },
]);
