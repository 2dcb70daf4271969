/** Keys, checks and indexes that change, on tables that have rows. */

import { sql } from "drizzle-orm";
import {
  bigint,
  check,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { situations } from "../support/situation.ts";

situations([
  {
    name: "a new foreign key does not rest on an index that goes with a column",
    before: `create table p (id int not null, flag boolean); create unique index first on p (id) include (flag); alter table p add constraint p_pkey primary key (id);
      create table c (p int); insert into p values (1, true); insert into c values (1)`,
    model: () => {
      const p = pgTable("p", { id: integer("id").primaryKey() });
      return { p, c: pgTable("c", { p: integer("p").references(() => p.id) }) };
    },
    operations: [{ op: "dropColumn" }, { op: "addForeignKey" }, { op: "validateConstraint" }],
    loses: "what the column held",
  },
  {
    name: "an index's predicate changes",
    before: `create table t (a int, b int); create index i on t (a) where b > 1`,
    model: () => ({
      t: pgTable("t", { a: integer("a"), b: integer("b") }, (t) => [
        index("i")
          .on(t.a)
          .where(sql`${t.b} > 2`),
      ]),
    }),
    operations: [
      { op: "createIndex", name: "i__next", where: { sql: `"b" > 2` }, concurrently: true },
      { op: "dropIndex", name: "i", concurrently: true },
      { op: "renameIndex", from: "i__next", to: "i" },
    ],
  },
  {
    name: "an index's expression changes",
    before: `create table t (a text); create index i on t (lower(a))`,
    model: () => ({ t: pgTable("t", { a: text("a") }, (t) => [index("i").on(sql`upper(${t.a})`)]) }),
    operations: [
      { op: "createIndex", columns: [{ expression: { sql: `upper("a")` } }], concurrently: true },
      { op: "dropIndex", concurrently: true },
      { op: "renameIndex" },
    ],
  },
  {
    name: "a check's expression changes",
    before: `create table t (a int, constraint ck check (a > 0)); insert into t values (11)`,
    model: () => ({ t: pgTable("t", { a: integer("a") }, (t) => [check("ck", sql`${t.a} > 10`)]) }),
    operations: [
      { op: "addCheck", name: "ck__next", notValid: true },
      { op: "validateConstraint", name: "ck__next" },
      { op: "dropConstraint", name: "ck" },
      { op: "renameConstraint", from: "ck__next", to: "ck" },
    ],
  },
  {
    name: "a check comes to name another column, in capitals without quotes, and one of a name in quotes",
    before: `create table t (a int, b int, "C ""d" int, constraint ck check (a > 0)); insert into t values (1, 2, 3)`,
    model: () => ({
      t: pgTable("t", { a: integer("a"), b: integer("b"), c: integer('C "d') }, () => [
        check("ck", sql.raw(`B > 0 and T.B < "C ""d"`)),
      ]),
    }),
    operations: [
      { op: "addCheck", name: "ck__next", notValid: true },
      { op: "validateConstraint", name: "ck__next" },
      { op: "dropConstraint", name: "ck" },
      { op: "renameConstraint", from: "ck__next", to: "ck" },
    ],
  },
  {
    name: "both sides of a foreign key get another type",
    before: `create table p (id int primary key); create table t (p int references p (id)); insert into p values (1); insert into t values (1)`,
    model: () => {
      const p = pgTable("p", { id: bigint("id", { mode: "number" }).primaryKey() });
      return { p, t: pgTable("t", { p: bigint("p", { mode: "number" }).references(() => p.id) }) };
    },
    operations: [
      { op: "dropConstraint", name: "t_p_fkey" },
      { op: "setColumnType", table: "p" },
      { op: "setColumnType", table: "t" },
      { op: "addForeignKey", name: "t_p_fkey", notValid: true },
      { op: "validateConstraint", name: "t_p_fkey" },
    ],
  },
  {
    name: "an operator class that the next type does not have",
    before: `create table t (a text); create index i on t (a text_pattern_ops); insert into t values ('a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11')`,
    model: () => ({ t: pgTable("t", { a: uuid("a") }, (t) => [index("i").on(t.a)]) }),
    operations: [{ op: "dropIndex" }, { op: "setColumnType", using: { sql: `"a"::uuid` } }, { op: "createIndex" }],
  },
  {
    name: "a foreign key that a row breaks",
    before: `create table p (id int primary key); create table t (p int); insert into t values (5)`,
    model: () => {
      const p = pgTable("p", { id: integer("id").primaryKey() });
      return { p, t: pgTable("t", { p: integer("p").references(() => p.id) }) };
    },
    operations: [{ op: "addForeignKey" }],
    locks: "plain",
    hazards: ["MAY_FAIL"],
    rowsInTheWay: "violates foreign key constraint",
  },
  {
    name: "a check that a row breaks",
    before: `create table t (a int); insert into t values (-1)`,
    model: () => ({ t: pgTable("t", { a: integer("a") }, (t) => [check("ck", sql`${t.a} > 0`)]) }),
    operations: [{ op: "addCheck" }],
    locks: "plain",
    hazards: ["MAY_FAIL"],
    rowsInTheWay: 'check constraint "ck" of relation "t" is violated by some row',
  },
  {
    name: "a unique constraint of a table that has rows",
    before: `create table t (a int); insert into t values (1)`,
    model: () => ({ t: pgTable("t", { a: integer("a").unique() }) }),
    operations: [
      { op: "createIndex", name: "t_a_unique", unique: true, concurrently: true },
      { op: "addUnique", name: "t_a_unique", columns: ["a"], usingIndex: "t_a_unique" },
    ],
  },
  {
    name: "a unique index becomes the unique constraint of its name",
    before: `create table t (e text); create unique index t_e_unique on t (e); insert into t values ('x')`,
    model: () => ({ t: pgTable("t", { e: text("e").unique("t_e_unique") }) }),
    operations: [{ op: "addUnique", name: "t_e_unique", usingIndex: "t_e_unique" }],
  },
  {
    name: "a unique constraint becomes the unique index of its name",
    before: `create table t (e text, constraint t_e_unique unique (e)); insert into t values ('x')`,
    model: () => ({ t: pgTable("t", { e: text("e") }, (t) => [uniqueIndex("t_e_unique").on(t.e)]) }),
    operations: [
      { op: "createIndex", name: "t_e_unique__next", unique: true, concurrently: true },
      { op: "dropConstraint" },
      { op: "renameIndex", to: "t_e_unique" },
    ],
  },
  {
    name: "constraints that were added not valid are validated",
    before: `create table p (id int primary key); create table t (a int, p int); alter table t add constraint ck check (a > 0) not valid;
      alter table t add constraint t_p_fk foreign key (p) references p (id) not valid`,
    model: () => {
      const p = pgTable("p", { id: integer("id").primaryKey() });
      const t = pgTable("t", { a: integer("a"), p: integer("p") }, (t) => [
        check("ck", sql`${t.a} > 0`),
        foreignKey({ columns: [t.p], foreignColumns: [p.id], name: "t_p_fk" }),
      ]);
      return { p, t };
    },
    operations: [
      { op: "validateConstraint", name: "ck" },
      { op: "validateConstraint", name: "t_p_fk" },
    ],
  },
  {
    name: "the columns of a primary key change",
    before: `create table t (a int primary key, b int not null); insert into t values (1, 2)`,
    model: () => ({
      t: pgTable("t", { a: integer("a").notNull(), b: integer("b").notNull() }, (t) => [
        primaryKey({ columns: [t.a, t.b] }),
      ]),
    }),
    operations: [
      { op: "createIndex", columns: ["a", "b"], unique: true, concurrently: true },
      { op: "dropConstraint" },
      { op: "addPrimaryKey", columns: ["a", "b"] },
    ],
  },
  {
    name: "the columns of a primary key change and its name stays",
    before: `create table t (a int, b int, c int not null, constraint k primary key (a, b)); insert into t values (1, 2, 3)`,
    model: () => ({
      t: pgTable("t", { a: integer("a"), b: integer("b").notNull(), c: integer("c") }, (t) => [
        primaryKey({ name: "k", columns: [t.a, t.c] }),
      ]),
    }),
    operations: [
      { op: "createIndex", name: "k__next", columns: ["a", "c"], unique: true, concurrently: true },
      { op: "dropConstraint", name: "k" },
      { op: "addPrimaryKey", name: "k", columns: ["a", "c"], usingIndex: "k__next" },
    ],
  },
  {
    name: "a primary key goes, and its column may hold nulls",
    before: `create table t (a int primary key)`,
    model: () => ({ t: pgTable("t", { a: integer("a") }) }),
    operations: [{ op: "dropConstraint" }, { op: "dropNotNull" }],
  },
  {
    name: "a primary key goes that a foreign key rests on",
    before: `create table p (id int primary key); create table t (p int references p (id))`,
    model: () => ({ p: pgTable("p", { id: integer("id").notNull() }), t: pgTable("t", { p: integer("p") }) }),
    operations: [
      { op: "dropConstraint", table: "t" },
      { op: "dropConstraint", table: "p" },
    ],
  },
  {
    name: "a unique constraint goes that a foreign key rests on",
    before: `create table p (k int constraint p_k_uq unique); create table t (k int constraint t_k_fk references p (k))`,
    model: () => ({ p: pgTable("p", { k: integer("k") }), t: pgTable("t", { k: integer("k") }) }),
    operations: [
      { op: "dropConstraint", name: "t_k_fk" },
      { op: "dropConstraint", name: "p_k_uq" },
    ],
  },
  {
    name: "an index becomes unique and less full",
    before: `create table t (a int); create index i on t (a)`,
    model: () => ({
      t: pgTable("t", { a: integer("a") }, (t) => [uniqueIndex("i").on(t.a).with({ fillfactor: 80 })]),
    }),
    operations: [
      { op: "createIndex", unique: true, with: { fillfactor: "80" }, concurrently: true },
      { op: "dropIndex", concurrently: true },
      { op: "renameIndex" },
    ],
  },
  {
    name: "two tables have a unique constraint of one name, and the database one of them",
    before: `create schema app; create table t (a int, constraint u unique (a)); create table app.t (a int)`,
    model: () => ({
      t: pgTable("t", { a: integer("a") }, (t) => [unique("u").on(t.a)]),
      app: pgTable("s", { a: integer("a") }, (t) => [unique("v").on(t.a)]),
    }),
    operations: [{ op: "createTable", name: "s" }],
  },
]);
