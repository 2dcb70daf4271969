/** Renames by decision that take one another's names, or those of what comes and goes. */

import { sql } from "drizzle-orm";
import { check, foreignKey, index, integer, pgEnum, pgTable, pgView, primaryKey, text } from "drizzle-orm/pg-core";
import { situations } from "../support/situation.ts";

situations([
  {
    name: "two columns change names, and all that names them follows",
    before: `create table t (a int, b int, g int generated always as (a * 10 + b) stored, constraint ck check (a > 0));
      create index i on t (a) where b > 1; insert into t (a, b) values (1, 2)`,
    model: () => ({
      t: pgTable("t", { b: integer("b"), a: integer("a"), g: integer("g").generatedAlwaysAs(sql`b * 10 + a`) }, (t) => [
        check("ck", sql`${t.b} > 0`),
        index("i")
          .on(t.b)
          .where(sql`${t.a} > 1`),
      ]),
    }),
    renames: [
      { kind: "column", from: ["public", "t", "a"], to: ["public", "t", "b"] },
      { kind: "column", from: ["public", "t", "b"], to: ["public", "t", "a"] },
    ],
    operations: [
      { op: "renameColumn", from: "a", to: "a__aside" },
      { op: "renameColumn", from: "b", to: "a" },
      { op: "renameColumn", from: "a__aside", to: "b" },
    ],
    rows: { "select a, b, g from t": [{ a: 2, b: 1, g: 12 }] },
  },
  {
    name: "two tables change names, and keys, views and columns follow",
    before: `create table a (id int primary key, x text); create table b (id int primary key, of int references a (id), y text);
      create view v as select x from a; insert into a values (1, 'x'); insert into b values (2, 1, 'y'), (3, 1, 'z')`,
    model: () => {
      const b = pgTable("b", { id: integer("id"), w: text("w") }, (t) => [
        primaryKey({ name: "a_pkey", columns: [t.id] }),
      ]);
      const a = pgTable("a", { id: integer("id"), of: integer("of"), y: text("y") }, (t) => [
        primaryKey({ name: "b_pkey", columns: [t.id] }),
        foreignKey({ name: "b_of_fkey", columns: [t.of], foreignColumns: [b.id] }),
      ]);
      return { a, b, v: pgView("v", { x: text("x") }).as(sql`select w as x from b`) };
    },
    renames: [
      { kind: "table", from: ["public", "a"], to: ["public", "b"] },
      { kind: "column", from: ["public", "a", "x"], to: ["public", "a", "w"] },
      { kind: "table", from: ["public", "b"], to: ["public", "a"] },
    ],
    operations: [
      { op: "renameTable", from: "a", to: "a__aside" },
      { op: "renameTable", from: "b", to: "a" },
      { op: "renameTable", from: "a__aside", to: "b" },
      { op: "renameColumn", table: "b", from: "x", to: "w" },
    ],
    rows: { "select w from b": [{ w: "x" }], "select y from a order by 1": [{ y: "y" }, { y: "z" }] },
  },
  {
    name: "three columns go round, and a fourth takes a name that was given up",
    before: `create table t (a int, b int, c int, d int, e int); insert into t values (1, 2, 3, 4, 5)`,
    model: () => ({
      t: pgTable("t", { a: integer("a"), b: integer("b"), c: integer("c"), e: integer("e"), f: integer("f") }),
    }),
    renames: [
      { kind: "column", from: ["public", "t", "d"], to: ["public", "t", "e"] },
      { kind: "column", from: ["public", "t", "a"], to: ["public", "t", "b"] },
      { kind: "column", from: ["public", "t", "b"], to: ["public", "t", "c"] },
      { kind: "column", from: ["public", "t", "c"], to: ["public", "t", "a"] },
      { kind: "column", from: ["public", "t", "e"], to: ["public", "t", "f"] },
    ],
    operations: [
      { op: "renameColumn", from: "e", to: "f" },
      { op: "renameColumn", from: "d", to: "e" },
      { op: "renameColumn", from: "a", to: "a__aside" },
      { op: "renameColumn", from: "c", to: "a" },
      { op: "renameColumn", from: "b", to: "c" },
      { op: "renameColumn", from: "a__aside", to: "b" },
    ],
    rows: { "select a, b, c, e, f from t": [{ a: 3, b: 1, c: 2, e: 4, f: 5 }] },
  },
  {
    name: "two enums and two of their values change names",
    before: `create type a as enum ('x', 'y'); create type b as enum ('z'); create table t (p a default 'x', q b);
      insert into t values ('x', 'z')`,
    model: () => {
      const [b, a] = [pgEnum("b", ["y", "x"]), pgEnum("a", ["z"])];
      return { a, b, t: pgTable("t", { p: b("p").default("y"), q: a("q") }) };
    },
    renames: [
      { kind: "enum", from: ["public", "a"], to: ["public", "b"] },
      { kind: "enum", from: ["public", "b"], to: ["public", "a"] },
      { kind: "enum-value", from: ["public", "a", "x"], to: ["public", "a", "y"] },
      { kind: "enum-value", from: ["public", "a", "y"], to: ["public", "a", "x"] },
    ],
    operations: [
      { op: "renameEnum", from: "a", to: "a__aside" },
      { op: "renameEnum", from: "b", to: "a" },
      { op: "renameEnum", from: "a__aside", to: "b" },
      { op: "renameEnumValue", name: "b", from: "x", to: "x__aside" },
      { op: "renameEnumValue", name: "b", from: "y", to: "x" },
      { op: "renameEnumValue", name: "b", from: "x__aside", to: "y" },
    ],
    rows: { "select p::text, q::text from t": [{ p: "y", q: "z" }] },
  },
  {
    name: "a column under another name, and a new one under its old name",
    before: `create table t (a int not null default 3); insert into t values (5)`,
    renames: [{ kind: "column", from: ["public", "t", "a"], to: ["public", "t", "b"] }],
    model: () => ({ t: pgTable("t", { a: text(), b: integer().notNull().default(3) }) }),
    operations: [
      { op: "renameColumn", from: "a", to: "b" },
      { op: "addColumn", name: "a", type: "text" },
    ],
  },
  {
    name: "a column takes the name of one that goes, where an index and a view read both",
    before: `create table t (a int, b text); create index i on t (a); create index j on t (b); create view v as select a, b from t; insert into t values (5, null)`,
    renames: [{ kind: "column", from: ["public", "t", "a"], to: ["public", "t", "b"] }],
    model: () => {
      const t = pgTable("t", { b: integer() }, (own) => [index("i").on(own.b)]);
      return { t, v: pgView("v", { a: integer() }).as(sql`select b as a from t`) };
    },
    operations: [
      { op: "renameColumn", from: "b", to: "b__aside" },
      { op: "renameColumn", from: "a", to: "b" },
      { op: "dropView" },
      { op: "createView" },
      { op: "dropColumn", name: "b__aside" },
    ],
  },
  {
    name: "an enum's value under another name, and a new one under its old name",
    before: `create type e as enum ('a', 'c'); create table t (e e); insert into t values ('a')`,
    renames: [{ kind: "enum-value", from: ["public", "e", "a"], to: ["public", "e", "b"] }],
    model: () => {
      const e = pgEnum("e", ["a", "b", "c"]);
      return { e, t: pgTable("t", { e: e() }) };
    },
    operations: [
      { op: "renameEnumValue", from: "a", to: "b" },
      { op: "addEnumValue", value: "a" },
    ],
    valuesChange: "the value that they have gets another name",
  },
]);
