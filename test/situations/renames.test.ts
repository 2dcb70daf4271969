/** Renames that somebody decided, and what hangs on the renamed; and those that nobody decided. */

import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  check,
  foreignKey,
  index,
  integer,
  pgEnum,
  pgMaterializedView,
  pgSequence,
  pgTable,
  primaryKey,
  serial,
  text,
  unique,
} from "drizzle-orm/pg-core";
import { situations } from "../support/situation.ts";

situations([
  {
    name: "a materialized view under another name and of another query, whose index only the database knows",
    before: `create table t (a int); create materialized view m as select a from t; create unique index mi on m (a); comment on index mi is 'one each'; insert into t values (1)`,
    renames: [{ kind: "materialized-view", from: ["public", "m"], to: ["public", "k"] }],
    model: () => ({
      t: pgTable("t", { a: integer() }),
      k: pgMaterializedView("k", { a: integer() }).as(sql`select a + 1 as a from t`),
    }),
    operations: [
      { op: "renameMaterializedView", from: "m", to: "k" },
      { op: "dropMaterializedView", name: "k" },
      { op: "createMaterializedView", name: "k" },
      { op: "createIndex", name: "mi", table: "k" },
      { op: "setComment", on: "index", name: "mi" },
    ],
  },
  {
    name: "a table that may be another one renamed",
    before: `create table users (id int primary key, email text); insert into users values (1, 'a')`,
    model: () => ({ t: pgTable("accounts", { id: integer("id").primaryKey(), email: text("email") }) }),
    refused: "AMBIGUOUS_RENAME",
    allowMassDrop: true,
  },
  {
    name: "a table under another name, with its comment, its key and whoever refers to it",
    before: `create table users (id serial primary key, email text, constraint positive check (id > 0)); comment on table users is 'people';
      comment on column users.email is 'where they are'; create table logins (u int, constraint login_user foreign key (u) references users deferrable);
      insert into users (email) values ('a'); insert into logins values (1)`,
    model: () => {
      const accounts = pgTable("accounts", { id: serial("id").primaryKey(), email: text("email") }, (t) => [
        check("positive", sql`${t.id} > 0`),
      ]);
      const logins = pgTable("logins", { u: integer("u") }, (t) => [
        foreignKey({ name: "login_user", columns: [t.u], foreignColumns: [accounts.id] }),
      ]);
      return { accounts, logins };
    },
    renames: [{ kind: "table", from: ["public", "users"], to: ["public", "accounts"] }],
    operations: [{ op: "renameTable", from: "users", to: "accounts" }],
    diagnostics: ["UNSPOKEN foreign-key public.logins.login_user"],
  },
  {
    name: "a column under another name, with all that names it",
    before: `create table t (a int not null default 1, b int, g int generated always as (a + 1) stored, constraint ck check (a > 0 and b <> a), constraint uq unique (a, b));
      create index i on t (a desc nulls last) where a > 1; create index j on t ((a * 2)); comment on column t.a is 'the first';
      create table u (a int, b int, constraint fk foreign key (a, b) references t (a, b)); insert into t (a, b) values (5, 6)`,
    model: () => {
      const t = pgTable(
        "t",
        {
          first: integer("first").notNull().default(1),
          b: integer("b"),
          g: integer("g").generatedAlwaysAs(sql`first + 1`),
        },
        (t) => [
          check("ck", sql`${t.first} > 0 and ${t.b} <> ${t.first}`),
          unique("uq").on(t.first, t.b),
          index("i")
            .on(t.first.desc())
            .where(sql`${t.first} > 1`),
          index("j").on(sql`(${t.first} * 2)`),
        ],
      );
      const u = pgTable("u", { a: integer("a"), b: integer("b") }, (u) => [
        foreignKey({ name: "fk", columns: [u.a, u.b], foreignColumns: [t.first, t.b] }),
      ]);
      return { t, u };
    },
    renames: [{ kind: "column", from: ["public", "t", "a"], to: ["public", "t", "first"] }],
    operations: [{ op: "renameColumn", table: "t", from: "a", to: "first" }],
    rows: { "select * from t": [{ first: 5, b: 6, g: 6 }] },
  },
  {
    name: "a table and a column of it, told in any order and under either name",
    before: `create table users (name text, constraint named check (name <> '')); insert into users values ('x')`,
    model: () => ({
      accounts: pgTable("accounts", { full: text("full") }, (t) => [check("named", sql`${t.full} <> ''`)]),
    }),
    renames: [
      { kind: "column", from: ["public", "users", "name"], to: ["public", "users", "full"] },
      { kind: "table", from: ["public", "users"], to: ["public", "accounts"] },
    ],
    operations: [
      { op: "renameTable", from: "users", to: "accounts" },
      { op: "renameColumn", table: "accounts", from: "name", to: "full" },
    ],
  },
  {
    name: "a column under another name and of another type, whose check changes too",
    before: `create table t (a int, constraint ck check (a > 0)); create index i on t (a) where a > 1; insert into t values (5)`,
    model: () => ({
      t: pgTable("t", { b: text("b") }, (t) => [
        check("ck", sql`${t.b} <> ''`),
        index("i")
          .on(t.b)
          .where(sql`${t.b} > '1'`),
      ]),
    }),
    renames: [{ kind: "column", from: ["public", "t", "a"], to: ["public", "t", "b"] }],
    operations: [
      { op: "renameColumn" },
      { op: "dropConstraint" },
      { op: "dropIndex" },
      { op: "setColumnType", name: "b", type: "text" },
      { op: "addCheck", notValid: true },
      { op: "createIndex" },
      { op: "validateConstraint" },
    ],
    rows: { "select b from t": [{ b: "5" }] },
  },
  {
    name: "an enum's value that may be another one renamed",
    before: `create type en as enum ('a', 'old'); create table t (x en); insert into t values ('old')`,
    model: () => {
      const en = pgEnum("en", ["a", "new"]);
      return { en, t: pgTable("t", { x: en("x") }) };
    },
    refused: "AMBIGUOUS_RENAME",
  },
  {
    name: "an enum's value under another name, in a default, a check, an index and a generated column",
    valuesChange: "the value has another name",
    before: `create type en as enum ('a', 'old'); create table t (x en default 'old', xs en[] default '{old}', g boolean generated always as (x = 'old'::en) stored,
        constraint ck check (x in ('a', 'old'))); create index i on t (x) where x = 'old'; insert into t (x) values ('old')`,
    model: () => {
      const en = pgEnum("en", ["a", "new"]);
      return {
        en,
        t: pgTable(
          "t",
          {
            x: en("x").default("new"),
            xs: en("xs").array().default(["new"]),
            g: boolean("g").generatedAlwaysAs(sql`x = 'new'::en`),
          },
          (t) => [
            check("ck", sql`${t.x} in ('a', 'new')`),
            index("i")
              .on(t.x)
              .where(sql`${t.x} = 'new'`),
          ],
        ),
      };
    },
    renames: [{ kind: "enum-value", from: ["public", "en", "old"], to: ["public", "en", "new"] }],
    operations: [{ op: "renameEnumValue", name: "en", from: "old", to: "new" }],
    rows: { "select x::text, xs::text from t": [{ x: "new", xs: "{new}" }] },
  },
  {
    name: "one value of an enum one added and one taken away",
    valuesChange: "the value has another name",
    before: `create type en as enum ('a', 'old', 'gone'); create table t (x en default 'old'); insert into t values ('old')`,
    model: () => {
      const en = pgEnum("en", ["a", "added", "new"]);
      return { en, t: pgTable("t", { x: en("x").default("new") }) };
    },
    renames: [{ kind: "enum-value", from: ["public", "en", "old"], to: ["public", "en", "new"] }],
    noRenames: true,
    operations: [
      { op: "renameEnumValue", from: "old", to: "new" },
      { op: "dropDefault" },
      { op: "assertEnumValuesUnused", values: ["gone"] },
      { op: "renameEnum" },
      { op: "createEnum", values: ["a", "added", "new"] },
      { op: "setColumnType" },
      { op: "dropEnum" },
      { op: "setDefault" },
    ],
    rows: { "select x::text from t": [{ x: "new" }] },
  },
  {
    name: "an enum under another name, in a check and in an array",
    before: `create type en as enum ('a', 'b'); create table t (x en default 'a', xs en[] default '{a}', constraint ck check (x <> 'b'::en)); insert into t values ('a')`,
    model: () => {
      const status = pgEnum("Status", ["a", "b"]);
      return {
        status,
        t: pgTable("t", { x: status("x").default("a"), xs: status("xs").array().default(["a"]) }, (t) => [
          check("ck", sql`${t.x} <> 'b'`),
        ]),
      };
    },
    renames: [{ kind: "enum", from: ["public", "en"], to: ["public", "Status"] }],
    operations: [{ op: "renameEnum", from: "en", to: "Status" }],
  },
  {
    name: "an enum and a value of it",
    before: `create type en as enum ('a', 'b'); create table t (x en default 'a')`,
    model: () => {
      const status = pgEnum("status", ["z", "b"]);
      return { status, t: pgTable("t", { x: status("x").default("z") }) };
    },
    renames: [
      { kind: "enum-value", from: ["public", "en", "a"], to: ["public", "en", "z"] },
      { kind: "enum", from: ["public", "en"], to: ["public", "status"] },
    ],
    operations: [
      { op: "renameEnum", from: "en", to: "status" },
      { op: "renameEnumValue", name: "status", from: "a", to: "z" },
    ],
  },
  {
    name: "a sequence under another name, from which a default draws",
    before: `create sequence q; create table t (n bigint default nextval('q')); insert into t values (default)`,
    model: () => ({
      q: pgSequence("numbers"),
      t: pgTable("t", { n: bigint("n", { mode: "number" }).default(sql`nextval('numbers'::regclass)`) }),
    }),
    renames: [{ kind: "sequence", from: ["public", "q"], to: ["public", "numbers"] }],
    operations: [{ op: "renameSequence", from: "q", to: "numbers" }],
  },
  {
    name: "indexes and constraints under other names need no decision",
    before: `create table p (id int constraint p_key primary key, n int constraint p_n unique); create table t (p int constraint t_p references p, constraint t_ck check (p > 0)); create index t_i on t (p)`,
    model: () => {
      const p = pgTable("p", { id: integer("id"), n: integer("n") }, (p) => [
        primaryKey({ name: "p_id", columns: [p.id] }),
        unique("p_number").on(p.n),
      ]);
      const t = pgTable("t", { p: integer("p") }, (t) => [
        foreignKey({ name: "t_to_p", columns: [t.p], foreignColumns: [p.id] }),
        check("t_positive", sql`${t.p} > 0`),
        index("t_index").on(t.p),
      ]);
      return { p, t };
    },
    operations: [
      { op: "renameConstraint", from: "p_key", to: "p_id" },
      { op: "renameConstraint", from: "p_n", to: "p_number" },
      { op: "renameConstraint", from: "t_ck", to: "t_positive" },
      { op: "renameConstraint", from: "t_p", to: "t_to_p" },
      { op: "renameIndex", from: "t_i", to: "t_index" },
    ],
  },
  {
    name: "two columns change names with each other's place taken by a third",
    before: `create table t (a int, b int, constraint ck check (a > b)); insert into t values (2, 1)`,
    model: () => ({
      t: pgTable("t", { b: integer("b"), c: integer("c") }, (t) => [check("ck", sql`${t.b} > ${t.c}`)]),
    }),
    renames: [
      { kind: "column", from: ["public", "t", "b"], to: ["public", "t", "c"] },
      { kind: "column", from: ["public", "t", "a"], to: ["public", "t", "b"] },
    ],
    operations: [
      { op: "renameColumn", from: "b", to: "c" },
      { op: "renameColumn", from: "a", to: "b" },
    ],
    rows: { "select b, c from t": [{ b: 2, c: 1 }] },
  },
  {
    name: "nobody is asked twice: dropped and made anew where that is wanted",
    loses: "the column goes, and comes back empty",
    before: `create table t (a int, keep int); insert into t values (1, 2)`,
    model: () => ({ t: pgTable("t", { b: integer("b"), keep: integer("keep") }) }),
    noRenames: true,
    operations: [
      { op: "addColumn", name: "b" },
      { op: "dropColumn", name: "a" },
    ],
    hazards: ["DELETES_DATA"],
    downgradeDiffers: "a column that is put back stands last",
  },
]);
