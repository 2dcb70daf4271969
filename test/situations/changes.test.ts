/** Real differences of tables, columns, constraints and indexes: found, applied, gone from the second plan, and taken back. */

import { sql } from "drizzle-orm";
import { bigint, date, integer, numeric, pgTable, serial, text, timestamp, uuid, varchar } from "drizzle-orm/pg-core";
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
