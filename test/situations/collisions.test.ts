/** Several changes at once that want the same name, the same column or one another. */

import { sql } from "drizzle-orm";
import {
  boolean,
  check,
  foreignKey,
  index,
  integer,
  pgEnum,
  pgSchema,
  pgTable,
  pgView,
  primaryKey,
  serial,
  text,
  timestamp,
  unique,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { situationsWithPlainLocks } from "../support/situation.ts";

situationsWithPlainLocks([
  {
    name: "a table gives its name to another, and its keys make room for the other's",
    before: `create table users (id serial primary key, n text unique, a int check (a > 0)); create table posts (u int references users); insert into users (n, a) values ('x', 1); insert into posts values (1)`,
    model: () => {
      const users = pgTable(
        "users",
        { id: integer("id").primaryKey().generatedAlwaysAsIdentity(), a: integer("a") },
        () => [check("users_a_check", sql`a > 5`)],
      );
      const people = pgTable(
        "people",
        { id: serial("id").primaryKey(), n: text("n").unique(), a: integer("a") },
        () => [check("people_a_check", sql`a > 0`)],
      );
      return { users, people, posts: pgTable("posts", { u: integer("u").references(() => people.id) }) };
    },
    renames: [{ kind: "table", from: ["public", "users"], to: ["public", "people"] }],
    operations: [
      { op: "renameTable" },
      { op: "renameConstraint", from: "users_pkey", to: "people_pkey" },
      { op: "renameConstraint", from: "users_a_check", to: "people_a_check" },
      { op: "createTable", name: "users" },
    ],
  },
  {
    name: "a type and a default change together",
    before: `create table t (a text default '1', b int default 5, c varchar(5) default 'abc', d timestamp default now()); insert into t values ('7', 1, 'x', now())`,
    model: () => ({
      t: pgTable("t", {
        a: integer("a").default(2),
        b: text("b").default("five"),
        c: text("c").default(sql`upper('x')`),
        d: timestamp("d", { withTimezone: true }).defaultNow(),
      }),
    }),
    operations: [
      { op: "dropDefault", name: "a" },
      { op: "setColumnType", name: "a" },
      { op: "setDefault", name: "a" },
      { op: "dropDefault", name: "b" },
      { op: "setColumnType", name: "b" },
      { op: "setDefault", name: "b" },
      { op: "dropDefault", name: "c" },
      { op: "setColumnType", name: "c" },
      { op: "setDefault", name: "c" },
      { op: "dropDefault", name: "d" },
      { op: "setColumnType", name: "d" },
      { op: "setDefault", name: "d" },
    ],
    rows: { "select a, b, c from t": [{ a: 7, b: "1", c: "x" }] },
  },
  {
    name: "a type, a default and not null change together where rows exist",
    before: `create table t (a varchar(10) default 'false'); insert into t values ('true')`,
    model: () => ({ t: pgTable("t", { a: boolean("a").notNull().default(true) }) }),
    operations: [
      { op: "dropDefault" },
      { op: "setColumnType", using: { sql: `"a"::boolean` } },
      { op: "setNotNull" },
      { op: "setDefault", default: true },
    ],
    rows: { "select a from t": [{ a: true }] },
  },
  {
    name: "a table takes the name of a view that goes",
    before: `create table base (a int); create view t as select a from base`,
    model: () => ({ base: pgTable("base", { a: integer("a") }), t: pgTable("t", { a: integer("a") }) }),
    operations: [
      { op: "dropView", name: "t" },
      { op: "createTable", name: "t" },
    ],
  },
  {
    name: "a view takes the name of a table that goes",
    before: `create table base (a int); create table t (a int)`,
    model: () => {
      const base = pgTable("base", { a: integer("a") });
      return { base, t: pgView("t").as((query) => query.select().from(base)) };
    },
    operations: [
      { op: "dropTable", name: "t" },
      { op: "createView", name: "t" },
    ],
  },
  {
    name: "an index takes the name of an index of another table that goes",
    before: `create table a (x int); create table b (x int); create index i on a (x)`,
    model: () => ({
      a: pgTable("a", { x: integer("x") }),
      b: pgTable("b", { x: integer("x") }, (t) => [index("i").on(t.x)]),
    }),
    operations: [
      { op: "dropIndex", name: "i" },
      { op: "createIndex", name: "i", table: "b" },
    ],
  },
  {
    name: "a check takes the name of a unique constraint",
    before: `create table t (a int, constraint c unique (a))`,
    model: () => ({ t: pgTable("t", { a: integer("a") }, (t) => [check("c", sql`${t.a} > 0`)]) }),
    operations: [{ op: "dropConstraint" }, { op: "addCheck" }],
  },
  {
    name: "two constraints change names with one another",
    before: `create table t (a int, b int, constraint x unique (a), constraint y unique (b)); insert into t values (1, 2)`,
    model: () => ({
      t: pgTable("t", { a: integer("a"), b: integer("b") }, (t) => [unique("x").on(t.b), unique("y").on(t.a)]),
    }),
    operations: [
      { op: "dropConstraint", name: "x" },
      { op: "addUnique", name: "x", columns: ["b"] },
      { op: "dropConstraint", name: "y" },
      { op: "addUnique", name: "y", columns: ["a"] },
    ],
  },
  {
    name: "a column becomes another table's key and its own table a child",
    before: `create table a (id int primary key, code text); create table b (id int primary key); insert into a values (1, 'x'); insert into b values (1)`,
    model: () => {
      const a = pgTable("a", { id: integer("id").primaryKey(), code: text("code").unique() });
      const b = pgTable("b", { id: integer("id").primaryKey(), code: text("code").references(() => a.code) });
      return { a, b };
    },
    operations: [{ op: "addUnique" }, { op: "addColumn", table: "b" }, { op: "addForeignKey" }],
  },
  {
    name: "a primary key moves from a number to a uuid that is there already",
    before: `create table p (id serial primary key, uid uuid not null default gen_random_uuid()); create table t (p int references p (id)); insert into p default values`,
    model: () => {
      const p = pgTable("p", {
        id: serial("id"),
        uid: uuid("uid")
          .primaryKey()
          .default(sql`gen_random_uuid()`),
      });
      return { p, t: pgTable("t", { p: uuid("p").references(() => p.uid) }) };
    },
    using: { "t.p": { sql: "null::uuid" } },
    downUsing: { "t.p": { sql: "null::int" } },
    operations: [
      { op: "dropConstraint", table: "t" },
      { op: "dropConstraint", table: "p" },
      { op: "addPrimaryKey", columns: ["uid"] },
      { op: "setColumnType", table: "t" },
      { op: "addForeignKey", table: "t" },
    ],
  },
  {
    name: "a foreign key that points elsewhere, and one whose actions change",
    before: `create table a (id int primary key); create table b (id int primary key); create table t (x int constraint fx references a, y int constraint fy references a on delete cascade)`,
    model: () => {
      const a = pgTable("a", { id: integer("id").primaryKey() });
      const b = pgTable("b", { id: integer("id").primaryKey() });
      const t = pgTable("t", { x: integer("x"), y: integer("y") }, (t) => [
        foreignKey({ name: "fx", columns: [t.x], foreignColumns: [b.id] }),
        foreignKey({ name: "fy", columns: [t.y], foreignColumns: [a.id] })
          .onDelete("set null")
          .onUpdate("cascade"),
      ]);
      return { a, b, t };
    },
    operations: [
      { op: "dropConstraint", name: "fx" },
      { op: "addForeignKey", name: "fx", references: { table: "b" } },
      { op: "dropConstraint", name: "fy" },
      { op: "addForeignKey", name: "fy", onDelete: "set null", onUpdate: "cascade" },
    ],
  },
  {
    name: "tables in a circle go",
    before: `create table a (id int primary key, b int); create table b (id int primary key, a int references a); alter table a add constraint a_b foreign key (b) references b; create table keep (n int)`,
    model: () => ({ keep: pgTable("keep", { n: integer("n") }) }),
    allowMassDrop: true,
    operations: [
      { op: "dropConstraint", table: "a" },
      { op: "dropConstraint", table: "b" },
      { op: "dropTable", name: "a" },
      { op: "dropTable", name: "b" },
    ],
  },
  {
    name: "a schema goes with what is in it, and another one comes with what is to be in it",
    before: `create schema gone; create type gone.en as enum ('a'); create table gone.t (id serial, x gone.en)`,
    model: () => {
      const made = pgSchema("made");
      const en = made.enum("en", ["a"]);
      return { made, gone: pgSchema("gone"), en, t: made.table("t", { id: serial("id"), x: en("x") }) };
    },
    noRenames: true,
    allowMassDrop: true,
    operations: [
      { op: "createSchema", name: "made" },
      { op: "createEnum", schema: "made" },
      { op: "createTable", schema: "made" },
      { op: "dropTable", schema: "gone" },
      { op: "dropEnum", schema: "gone" },
    ],
  },
  {
    name: "an enum takes the name of a table that goes",
    before: `create table kind (a int); create table t (n int)`,
    model: () => {
      const kind = pgEnum("kind", ["x"]);
      return { kind, t: pgTable("t", { n: integer("n"), k: kind("k").default("x") }) };
    },
    operations: [
      { op: "dropTable", name: "kind" },
      { op: "createEnum", name: "kind" },
      { op: "addColumn", name: "k" },
    ],
  },
  {
    name: "an enum loses a value that the default was, and a new one becomes the default",
    before: `create type en as enum ('a', 'b'); create table t (x en not null default 'a'); insert into t values ('b')`,
    model: () => {
      const en = pgEnum("en", ["b", "c"]);
      return { en, t: pgTable("t", { x: en("x").notNull().default("c") }) };
    },
    noRenames: true,
    operations: [
      { op: "dropDefault" },
      { op: "assertEnumValuesUnused", values: ["a"] },
      { op: "renameEnum" },
      { op: "createEnum", values: ["b", "c"] },
      { op: "setColumnType" },
      { op: "dropEnum" },
      { op: "setDefault", default: "c" },
    ],
  },
  {
    name: "a column goes that the key, an index and a check of several columns hold",
    before: `create table t (a int, b int, c int not null, constraint k primary key (a, b), constraint ck check (a > b)); create index i on t (b, c); create index j on t (c) where b > 0`,
    model: () => ({
      t: pgTable("t", { a: integer("a"), c: integer("c").notNull() }, (t) => [
        primaryKey({ name: "k", columns: [t.a] }),
        index("j").on(t.c),
      ]),
    }),
    operations: [
      { op: "dropConstraint", name: "k" },
      { op: "addPrimaryKey", columns: ["a"] },
      { op: "dropIndex", name: "j" },
      { op: "createIndex", name: "j" },
      { op: "dropConstraint", name: "ck" },
      { op: "dropColumn", name: "b" },
    ],
    downgradeDiffers: "a column that is put back stands last",
  },
  {
    name: "an index and a unique constraint of the same columns change places",
    before: `create table t (a int, constraint u unique (a)); create index i on t (a)`,
    model: () => ({ t: pgTable("t", { a: integer("a").unique("i") }, (t) => [uniqueIndex("u").on(t.a)]) }),
    operations: [
      { op: "dropConstraint", name: "u" },
      { op: "createIndex", name: "u" },
      { op: "dropIndex", name: "i" },
      { op: "addUnique", name: "i" },
    ],
  },
]);
