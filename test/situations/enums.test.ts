/** Enums: values that come, go, move and are renamed, with all that hangs on the type. */

import { sql } from "drizzle-orm";
import { check, foreignKey, index, integer, pgEnum, pgSchema, pgTable, text, varchar } from "drizzle-orm/pg-core";
import { situations } from "../support/situation.ts";

situations([
  {
    name: "a list of texts becomes one of an enum that comes with it",
    operations: [
      { op: "createEnum", name: "e" },
      { op: "dropDefault", table: "t", name: "a" },
      { op: "setColumnType", table: "t", name: "a", type: "e[]" },
      { op: "setDefault", table: "t", name: "a", default: '{"x"}' },
    ],
    before: `create table t (a text[] not null default '{x}', b varchar(5)[]); insert into t values ('{x,y}', '{z}')`,
    model: () => {
      const e = pgEnum("e", ["x", "y"]);
      return { e, t: pgTable("t", { a: e().array().notNull().default(["x"]), b: varchar({ length: 5 }).array() }) };
    },
  },
  {
    name: "values come at the start, in the middle and at the end",
    before: `create type en as enum ('b', 'd'); create table t (x en); insert into t values ('b')`,
    model: () => {
      const en = pgEnum("en", ["a", "b", "b2", "c", "d", "e", "f"]);
      return { en, t: pgTable("t", { x: en("x") }) };
    },
    operations: [
      { op: "addEnumValue", value: "a", before: "b" },
      { op: "addEnumValue", value: "b2", after: "b" },
      { op: "addEnumValue", value: "c", after: "b2" },
      { op: "addEnumValue", value: "e" },
      { op: "addEnumValue", value: "f" },
    ],
  },
  {
    name: "a value is used by a default, a check and an index of the migration that adds it",
    before: `create type en as enum ('a'); create table t (x en default 'a', constraint ck check (x <> 'a'))`,
    model: () => {
      const en = pgEnum("en", ["a", "b"]);
      return {
        en,
        t: pgTable("t", { x: en("x").default("b") }, (t) => [
          check("ck", sql`${t.x} <> 'b'`),
          index("i")
            .on(t.x)
            .where(sql`${t.x} = 'b'`),
        ]),
      };
    },
    operations: [
      { op: "addEnumValue", value: "b" },
      { op: "setDefault", default: "b" },
      { op: "addCheck", name: "ck__next", notValid: true },
      { op: "createIndex", name: "i", concurrently: true },
      { op: "validateConstraint", name: "ck__next" },
      { op: "dropConstraint", name: "ck" },
      { op: "renameConstraint", to: "ck" },
    ],
  },
  {
    name: "a value goes that a default, a check, an index, a generated column and an array stand beside",
    before: `create type en as enum ('a', 'b', 'c'); create table t (x en not null default 'a', xs en[] default '{a,b}', g text generated always as (case when x = 'a'::en then 'first' else 'other' end) stored,
        constraint ck check (x <> 'b')); create index i on t (x) where x = 'a'; create index j on t (x desc nulls last); insert into t values ('a', '{a,b}')`,
    model: () => {
      const en = pgEnum("en", ["a", "b"]);
      return {
        en,
        t: pgTable(
          "t",
          {
            x: en("x").notNull().default("a"),
            xs: en("xs").array().default(["a", "b"]),
            g: text("g").generatedAlwaysAs(sql`case when x = 'a'::en then 'first' else 'other' end`),
          },
          (t) => [
            index("i")
              .on(t.x)
              .where(sql`${t.x} = 'a'`),
            index("j").on(t.x.desc()),
            check("ck", sql`${t.x} <> 'b'`),
          ],
        ),
      };
    },
    operations: [
      { op: "dropColumn", name: "g" },
      { op: "dropDefault", name: "x" },
      { op: "dropDefault", name: "xs" },
      { op: "dropConstraint", name: "ck" },
      { op: "dropIndex", name: "i" },
      { op: "assertEnumValuesUnused", name: "en", values: ["c"] },
      { op: "renameEnum" },
      { op: "createEnum", values: ["a", "b"] },
      { op: "setColumnType", name: "x" },
      { op: "setColumnType", name: "xs" },
      { op: "dropEnum" },
      { op: "addColumn", name: "g" },
      { op: "setDefault", name: "x", default: "a" },
      { op: "setDefault", name: "xs" },
      { op: "addCheck", notValid: true },
      { op: "createIndex" },
      { op: "validateConstraint" },
    ],
    rows: { "select x::text, xs::text, g from t": [{ x: "a", xs: "{a,b}", g: "first" }] },
    downgradeDiffers: "a column that is put back stands last",
  },
  {
    name: "a value goes that rows hold",
    before: `create schema app; create type app."En um" as enum ('a', 'it''s', 'c'); create table app."T%" (x app."En um", xs app."En um"[]);
      insert into app."T%" values ('a', '{a}'), ('it''s', '{a,c}'), ('it''s', null)`,
    model: () => {
      const app = pgSchema("app");
      const en = app.enum("En um", ["a"]);
      return { app, en, t: app.table("T%", { x: en("x"), xs: en("xs").array() }) };
    },
    operations: [
      { op: "assertEnumValuesUnused", schema: "app", name: "En um", values: ["it's", "c"] },
      { op: "renameEnum" },
      { op: "createEnum" },
      { op: "setColumnType" },
      { op: "setColumnType" },
      { op: "dropEnum" },
    ],
    hazards: ["MAY_FAIL"],
    rowsInTheWay: `rows still hold what the enum "app"."En um" loses: 'it''s' in 2 rows of app."T%".x, 'c' in 1 rows of app."T%".xs`,
  },
  {
    name: "values change places",
    before: `create type en as enum ('a', 'b', 'c'); create table t (x en default 'b'); insert into t values ('c'), ('a')`,
    model: () => {
      const en = pgEnum("en", ["c", "b", "a"]);
      return { en, t: pgTable("t", { x: en("x").default("b") }) };
    },
    operations: [
      { op: "dropDefault" },
      { op: "renameEnum" },
      { op: "createEnum", values: ["c", "b", "a"] },
      { op: "setColumnType" },
      { op: "dropEnum" },
      { op: "setDefault" },
    ],
    rows: { "select x::text from t order by t.x": [{ x: "c" }, { x: "a" }] },
  },
  {
    name: "a value goes of the enum on both sides of a foreign key",
    before: `create type en as enum ('a', 'b'); create table p (x en primary key); create table t (x en references p (x)); insert into p values ('a'); insert into t values ('a')`,
    model: () => {
      const en = pgEnum("en", ["a"]);
      const p = pgTable("p", { x: en("x").primaryKey() });
      const t = pgTable("t", { x: en("x") }, (t) => [
        foreignKey({ name: "t_x_fkey", columns: [t.x], foreignColumns: [p.x] }),
      ]);
      return { en, p, t };
    },
    operations: [
      { op: "assertEnumValuesUnused" },
      { op: "renameEnum" },
      { op: "createEnum" },
      { op: "dropConstraint", name: "t_x_fkey" },
      { op: "setColumnType", table: "p" },
      { op: "setColumnType", table: "t" },
      { op: "dropEnum" },
      { op: "addForeignKey", name: "t_x_fkey", notValid: true },
      { op: "validateConstraint", name: "t_x_fkey" },
    ],
  },
  {
    name: "one enum of two loses a value in a table of both",
    before: `create type one as enum ('a', 'b'); create type two as enum ('a', 'b'); create table t (x one default 'a', y two default 'b', constraint ck check (y = 'b'))`,
    model: () => {
      const one = pgEnum("one", ["a"]);
      const two = pgEnum("two", ["a", "b"]);
      return {
        one,
        two,
        t: pgTable("t", { x: one("x").default("a"), y: two("y").default("b") }, (t) => [
          check("ck", sql`${t.y} = 'b'`),
        ]),
      };
    },
    operations: [
      { op: "dropDefault", name: "x" },
      { op: "assertEnumValuesUnused", name: "one" },
      { op: "renameEnum" },
      { op: "createEnum" },
      { op: "setColumnType", name: "x" },
      { op: "dropEnum" },
      { op: "setDefault", name: "x" },
    ],
  },
  {
    name: "text with a default becomes an enum",
    before: `create table t (x text not null default 'a'); insert into t values ('b')`,
    model: () => {
      const en = pgEnum("en", ["a", "b"]);
      return { en, t: pgTable("t", { x: en("x").notNull().default("a") }) };
    },
    operations: [
      { op: "createEnum" },
      { op: "dropDefault" },
      { op: "setColumnType", using: { sql: `"x"::en` } },
      { op: "setDefault", default: "a" },
    ],
    rows: { "select x::text from t": [{ x: "b" }] },
  },
  {
    name: "an enum with a default becomes text",
    before: `create type en as enum ('a', 'b'); create table t (x en not null default 'a'); insert into t values ('b')`,
    model: () => ({ t: pgTable("t", { x: text("x").notNull().default("a") }) }),
    operations: [{ op: "dropDefault" }, { op: "setColumnType" }, { op: "setDefault" }, { op: "dropEnum" }],
    rows: { "select x from t": [{ x: "b" }] },
  },
  {
    name: "one enum becomes another of the same words",
    before: `create type en as enum ('a', 'b'); create type keep as enum ('x'); create table t (x en default 'a', k keep); insert into t values ('b')`,
    model: () => {
      const other = pgEnum("other", ["a", "b", "c"]);
      const keep = pgEnum("keep", ["x"]);
      return { other, t: pgTable("t", { x: other("x").default("a"), k: keep("k") }) };
    },
    noRenames: true,
    using: { "t.x": { sql: `"x"::text::other` } },
    downUsing: { "t.x": { sql: `"x"::text::en` } },
    operations: [
      { op: "createEnum" },
      { op: "dropDefault" },
      { op: "setColumnType", using: { sql: `"x"::text::other` } },
      { op: "setDefault" },
      { op: "dropEnum" },
    ],
    rows: { "select x::text from t": [{ x: "b" }] },
  },
  {
    name: "one enum becomes another and nobody says how",
    before: `create type en as enum ('a', 'b'); create type keep as enum ('x'); create table t (x en default 'a', k keep); insert into t values ('b')`,
    model: () => {
      const other = pgEnum("other", ["a", "b", "c"]);
      const keep = pgEnum("keep", ["x"]);
      return { other, t: pgTable("t", { x: other("x").default("a"), k: keep("k") }) };
    },
    noRenames: true,
    refused: "CAST_REQUIRED",
  },
  {
    name: "an enum goes with the table, the column and the default that used it",
    before: `create type en as enum ('a'); create type gone as enum ('a'); create table t (n int, x en default 'a'); create table u (x gone default 'a', y en); create table v (n int); create table w (n int)`,
    model: () => ({
      t: pgTable("t", { n: integer("n") }),
      v: pgTable("v", { n: integer("n") }),
      w: pgTable("w", { n: integer("n") }),
    }),
    operations: [
      { op: "dropColumn", table: "t", name: "x" },
      { op: "dropTable", name: "u" },
      { op: "dropEnum", name: "en" },
      { op: "dropEnum", name: "gone" },
    ],
  },
]);
