/** Real differences of tables, columns, constraints and indexes: found, applied, gone from the second plan, and taken back. */

import { sql } from "drizzle-orm";
import {
  bigint,
  check,
  date,
  foreignKey,
  index,
  integer,
  numeric,
  pgTable,
  primaryKey,
  serial,
  text,
  timestamp,
  unique,
  uniqueIndex,
  uuid,
  varchar,
} from "drizzle-orm/pg-core";
import { situations } from "../support/situation.ts";

situations([
  {
    name: "a longer text",
    before: `create table t (a varchar(10)); insert into t values ('x')`,
    model: () => ({ t: pgTable("t", { a: varchar("a", { length: 20 }) }) }),
    operations: [{ op: "setColumnType", type: "character varying(20)" }],
  },
  {
    name: "text becomes a number by a cast",
    before: `create table t (a text); insert into t values ('1')`,
    model: () => ({ t: pgTable("t", { a: integer("a") }) }),
    operations: [{ op: "setColumnType", type: "integer", using: { sql: `"a"::integer` } }],
    rows: { "select a from t": [{ a: 1 }] },
  },
  {
    name: "a not null column without a default where rows exist",
    before: `create table t (a int); insert into t values (1)`,
    model: () => ({ t: pgTable("t", { a: integer("a"), b: text("b").notNull() }) }),
    operations: [{ op: "addColumn", name: "b", notNull: true }],
    hazards: ["MAY_FAIL"],
    rowsInTheWay: 'column "b" of relation "t" contains null values',
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
    name: "a generated column's expression changes where the server can set it",
    servers: [17, 18, "pglite"],
    before: `create table t (a int, g int generated always as (a * 2) stored); insert into t values (2)`,
    model: () => ({
      t: pgTable("t", { a: integer("a"), g: integer("g").generatedAlwaysAs(sql`a * 3`) }),
    }),
    operations: [{ op: "setExpression", generated: { as: { sql: "a * 3" } } }],
    rows: { "select g from t": [{ g: 6 }] },
  },
  {
    name: "a generated column's expression changes where the server can't set it",
    servers: [14, 15, 16],
    before: `create table t (a int, g int generated always as (a * 2) stored); insert into t values (2)`,
    model: () => ({
      t: pgTable("t", { a: integer("a"), g: integer("g").generatedAlwaysAs(sql`a * 3`) }),
    }),
    operations: [
      { op: "dropColumn", name: "g" },
      { op: "addColumn", name: "g" },
    ],
    rows: { "select g from t": [{ g: 6 }] },
    downgradeDiffers: "a column that is put back stands last",
  },
  {
    name: "an array of more dimensions is the same type",
    before: `create table t (a int[])`,
    model: () => ({ t: pgTable("t", { a: integer("a").array().array() }) }),
  },
  {
    name: "a default becomes another, one goes, and one becomes an expression",
    before: `create table t (a int default 1, b timestamp default now(), d text default 'x')`,
    model: () => ({
      t: pgTable("t", { a: integer("a").default(2), b: timestamp("b"), d: text("d").default(sql`upper('x')`) }),
    }),
    operations: [
      { op: "setDefault", name: "a", default: 2 },
      { op: "setDefault", name: "d", default: { sql: "upper('x')" } },
      { op: "dropDefault", name: "b" },
    ],
  },
  {
    name: "a generated column becomes plain, and a plain one generated",
    loses: "what stood in the column that becomes generated",
    before: `create table t (a int, g int generated always as (a * 2) stored, h int); insert into t (a, h) values (1, 5)`,
    model: () => ({
      t: pgTable("t", { a: integer("a"), g: integer("g"), h: integer("h").generatedAlwaysAs(sql`a + 1`) }),
    }),
    operations: [
      { op: "dropExpression", name: "g" },
      { op: "dropColumn", name: "h" },
      { op: "addColumn", name: "h" },
    ],
    hazards: ["DELETES_DATA"],
    rows: { "select * from t": [{ a: 1, g: 2, h: 2 }] },
    downgradeDiffers: "a column that is put back stands last",
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
    name: "fewer digits, which the user must want",
    loses: "the digits that are cut off",
    before: `create table t (a numeric(10, 4)); insert into t values (1.2345)`,
    model: () => ({ t: pgTable("t", { a: numeric("a", { precision: 10, scale: 2 }) }) }),
    operations: [{ op: "setColumnType", type: "numeric(10,2)" }],
    hazards: ["LOSES_PRECISION"],
  },
  {
    name: "a time loses all but its date, which the user must want",
    loses: "the time of day",
    before: `create table t (a timestamptz); insert into t values ('2024-01-02 03:04:05+00')`,
    model: () => ({ t: pgTable("t", { a: date("a") }) }),
    operations: [{ op: "setColumnType", type: "date" }],
    hazards: ["LOSES_PRECISION"],
  },
  {
    name: "what a generated column reads gets another type",
    before: `create table t (a int, g int generated always as (a * 2) stored); insert into t values (2)`,
    model: () => ({
      t: pgTable("t", { a: bigint("a", { mode: "number" }), g: integer("g").generatedAlwaysAs(sql`a * 2`) }),
    }),
    operations: [
      { op: "dropColumn", name: "g" },
      { op: "setColumnType", name: "a" },
      { op: "addColumn", name: "g" },
    ],
    rows: { "select g from t": [{ g: 4 }] },
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
    name: "all of a migration, or nothing",
    before: `create table t (a int); insert into t values (null)`,
    model: () => ({ t: pgTable("t", { a: integer("a").notNull(), b: integer("b") }) }),
    operations: [{ op: "setNotNull" }, { op: "addColumn" }],
    rowsInTheWay: 'column "a" of relation "t" contains null values',
  },
  {
    name: "an identity column of a table that has rows",
    before: `create table t (v int); insert into t values (1), (2)`,
    model: () => ({
      t: pgTable("t", { v: integer("v"), id: integer("id").primaryKey().generatedAlwaysAsIdentity() }),
    }),
    operations: [
      { op: "addColumn", name: "id" },
      { op: "createIndex", unique: true, concurrently: true },
      { op: "addPrimaryKey", usingIndex: "t_pkey" },
    ],
    rows: {
      "select v, id from t order by v": [
        { v: 1, id: 1 },
        { v: 2, id: 2 },
      ],
    },
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
    name: "a column goes and takes its index and its foreign key along",
    before: `create table p (id int primary key); create table t (id serial primary key, p int references p (id), n text); create index t_p_idx on t (p)`,
    model: () => ({
      p: pgTable("p", { id: integer("id").primaryKey() }),
      t: pgTable("t", { id: serial("id").primaryKey(), n: text("n") }),
    }),
    operations: [{ op: "dropColumn", name: "p" }],
    hazards: ["DELETES_DATA"],
    downgradeDiffers: "a column that is put back stands last",
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
    name: "two tables go, one of which refers to the other",
    before: `create table p (id int primary key); create table k (p int references p (id)); create table keep (a int)`,
    model: () => ({ keep: pgTable("keep", { a: integer("a") }) }),
    allowMassDrop: true,
    operations: [
      { op: "dropTable", name: "k" },
      { op: "dropTable", name: "p" },
    ],
    hazards: ["DELETES_DATA"],
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
  {
    name: "a default that every row asks for anew",
    before: `create table t (a int); insert into t values (1), (2)`,
    model: () => ({
      t: pgTable("t", {
        a: integer("a"),
        id: uuid("id")
          .notNull()
          .default(sql`gen_random_uuid()`),
      }),
    }),
    operations: [{ op: "addColumn", name: "id", notNull: true, default: { sql: "gen_random_uuid()" } }],
    hazards: ["REWRITES_TABLE"],
    rows: { "select count(distinct id)::int as n from t": [{ n: 2 }] },
  },
  {
    name: "comments stay as they are through what is done around them",
    before: `create table t (a int, b int); comment on column t.a is 'first'; comment on table t is 'mine'`,
    model: () => ({ t: pgTable("t", { a: bigint("a", { mode: "number" }) }) }),
    operations: [
      { op: "setColumnType", name: "a" },
      { op: "dropColumn", name: "b" },
    ],
  },
]);
