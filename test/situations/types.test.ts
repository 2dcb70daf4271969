/** Types that change, and what hangs on them: each is found, and leads back. */

import { sql } from "drizzle-orm";
import {
  bigint,
  bit,
  boolean,
  char,
  check,
  customType,
  doublePrecision,
  index,
  integer,
  interval,
  jsonb,
  numeric,
  pgTable,
  text,
  timestamp,
  unique,
  uniqueIndex,
  varchar,
} from "drizzle-orm/pg-core";
import { situationsWithPlainLocks } from "../support/situation.ts";

const mail = customType<{ data: string }>({ dataType: () => "text" });

situationsWithPlainLocks([
  {
    name: "a number becomes true or false, with a default and an index that say the same in other words",
    before: `create table t (a int, b int not null default 0); create index i on t (a) where b = 1; insert into t values (1, 1)`,
    model: () => ({
      t: pgTable("t", { a: integer(), b: boolean().notNull().default(false) }, (t) => [
        index("i")
          .on(t.a)
          .where(sql`${t.b}`),
      ]),
    }),
    operations: [
      { op: "dropDefault", table: "t", name: "b" },
      { op: "dropIndex", name: "i" },
      { op: "setColumnType", table: "t", name: "b", type: "boolean" },
      { op: "setDefault", table: "t", name: "b", default: false },
      { op: "createIndex", name: "i" },
    ],
  },
  {
    name: "types with more room, and lists of them",
    before: `create table t (a int[], b varchar(10)[], c json, d char(5), e real, f interval day to second, g timestamp(3), h varchar(10), i numeric(10,2));
      insert into t values ('{1,2}', '{x}', '{"a":1}', 'abcde', 1.5, '1 day 02:03:04', '2024-01-02 03:04:05.678', 'x', 1.25)`,
    model: () => ({
      t: pgTable("t", {
        a: bigint({ mode: "number" }).array(),
        b: varchar({ length: 20 }).array(),
        c: jsonb(),
        d: varchar({ length: 5 }),
        e: doublePrecision(),
        f: interval(),
        g: timestamp(),
        h: varchar(),
        i: numeric(),
      }),
    }),
    operations: [
      { op: "setColumnType", name: "a", type: "bigint[]" },
      { op: "setColumnType", name: "b", type: "character varying(20)[]" },
      { op: "setColumnType", name: "c", type: "jsonb" },
      { op: "setColumnType", name: "d", type: "character varying(5)" },
      { op: "setColumnType", name: "e", type: "double precision" },
      { op: "setColumnType", name: "f", type: "interval" },
      { op: "setColumnType", name: "g", type: "timestamp without time zone" },
      { op: "setColumnType", name: "h", type: "character varying" },
      { op: "setColumnType", name: "i", type: "numeric" },
    ],
  },
  {
    name: "a list of numbers becomes a list of texts, and numbers again",
    before: `create table t (a int[]); insert into t values ('{1,2}')`,
    model: () => ({ t: pgTable("t", { a: text().array() }) }),
    operations: [{ op: "setColumnType", name: "a", type: "text[]" }],
  },
  {
    name: "a time comes to know its zone",
    before: `set timezone = 'UTC'; create table t (a timestamp default now()); insert into t values ('2024-01-02 03:04:05')`,
    model: () => ({ t: pgTable("t", { a: timestamp({ withTimezone: true }).defaultNow() }) }),
    operations: [
      { op: "dropDefault", name: "a" },
      { op: "setColumnType", name: "a", type: "timestamp with time zone" },
      { op: "setDefault", name: "a" },
    ],
  },
  {
    name: "a domain becomes the type below it",
    before: `create domain mail as text check (value like '%@%'); create table t (a mail); insert into t values ('a@b')`,
    model: () => ({ t: pgTable("t", { a: mail("a") }) }),
    operations: [{ op: "setColumnType", name: "a", type: "text" }],
  },
  {
    name: "a column goes that carries a check of its own",
    before: `create table t (a int, b int constraint b_positive check (b > 0)); insert into t (a) values (1)`,
    model: () => ({ t: pgTable("t", { a: integer() }) }),
    operations: [
      { op: "dropConstraint", name: "b_positive" },
      { op: "dropColumn", name: "b" },
    ],
  },
  {
    name: "a unique constraint over the same columns in another order",
    before: `create table t (x int, y int, constraint xy unique (x, y)); insert into t values (1, 2)`,
    model: () => ({ t: pgTable("t", { x: integer(), y: integer() }, (t) => [unique("xy").on(t.y, t.x)]) }),
    operations: [
      { op: "dropConstraint", name: "xy" },
      { op: "addUnique", name: "xy", columns: ["y", "x"] },
    ],
  },
  {
    name: "an index whose cast alone is another, one that is no longer unique, and three that only look otherwise",
    before: `create table t (j jsonb, x int, y text); create index i on t (((j ->> 'a')::int)); create unique index u on t (x);
      create index same1 on t ((j->'x')); create index same2 on t (y) where x in (1, 2); create index same3 on t (y) where x between 1 and 2 and cast(y as varchar) <> 'a'`,
    model: () => ({
      t: pgTable("t", { j: jsonb(), x: integer(), y: text() }, (t) => [
        index("i").on(sql`((${t.j} ->> 'a')::bigint)`),
        index("u").on(t.x),
        index("same1").on(sql`((${t.j} -> 'x'))`),
        index("same2")
          .on(t.y)
          .where(sql`${t.x} = any (array[1, 2])`),
        index("same3")
          .on(t.y)
          .where(sql`(x >= 1 and x <= 2) and y::character varying != 'a'`),
      ]),
    }),
    operations: [
      { op: "dropIndex", name: "i" },
      { op: "createIndex", name: "i" },
      { op: "dropIndex", name: "u" },
      { op: "createIndex", name: "u" },
    ],
  },
  {
    name: "a default, a check and an index are on a column of a type with more room",
    before: `create table t (a int not null default 5, constraint small check (a < 100)); create index big on t ((a * 2)) where a > 50; create unique index once on t (a); insert into t values (7)`,
    model: () => ({
      t: pgTable("t", { a: bigint({ mode: "number" }).notNull().default(5) }, (t) => [
        check("small", sql`${t.a} < 100`),
        index("big")
          .on(sql`(${t.a} * 2)`)
          .where(sql`${t.a} > 50`),
        uniqueIndex("once").on(t.a),
      ]),
    }),
    operations: [
      { op: "dropDefault", name: "a" },
      { op: "dropConstraint", name: "small" },
      { op: "dropIndex", name: "big" },
      { op: "setColumnType", name: "a", type: "bigint" },
      { op: "setDefault", name: "a", default: 5 },
      { op: "addCheck", name: "small" },
      { op: "createIndex", name: "big" },
    ],
  },
  {
    name: "bits become more, which no assignment makes of them",
    before: `create table t (b bit(3) default B'101', many bit(2)[] default '{01,10}', v bit varying(3)); insert into t values (default, default, B'11')`,
    model: () => ({
      t: pgTable("t", {
        b: bit("b", { dimensions: 5 }).default("10100"),
        many: bit("many", { dimensions: 4 }).array().default(["0100", "1000"]),
        v: customType<{ data: string }>({ dataType: () => "bit varying(9)" })("v"),
      }),
    }),
    operations: [
      { op: "setColumnType", name: "b", type: "bit(5)", using: { sql: `"b"::bit(5)` } },
      { op: "setColumnType", name: "many", type: "bit(4)[]", using: { sql: `"many"::bit(4)[]` } },
      { op: "setColumnType", name: "v", type: "bit varying(9)" },
      { op: "setDefault", name: "b", default: "10100" },
      { op: "setDefault", name: "many" },
    ],
    rows: { "select b::text, many::text, v::text from t": [{ b: "10100", many: "{0100,1000}", v: "11" }] },
  },
  {
    name: "a default that is too long for its column is none that is cut to fit",
    before: `create table t (a varchar(3) default 'abcd', c char(2) default 'xyz', b bit(3) default B'1010', v bit varying(2) default B'101', many varchar(1)[] default '{a}'::text[])`,
    model: () => ({
      t: pgTable("t", {
        a: varchar("a", { length: 3 }).default("abc"),
        c: char("c", { length: 2 }).default("xy"),
        b: bit("b", { dimensions: 3 }).default("101"),
        v: customType<{ data: string }>({ dataType: () => "bit varying(2)" })("v").default("10"),
        many: varchar("many", { length: 1 }).array().default(["a"]),
      }),
    }),
    operations: ["a", "b", "c", "v"].map((name) => ({ op: "setDefault" as const, name })),
  },
  {
    name: "a domain over an array, and one over a domain's own type, become what they stand for",
    before: `create domain tags as text[] check (cardinality(value) < 5); create domain amounts as integer[]; create domain code as varchar(3); create table t (a tags default '{x}', b amounts, c code); insert into t values (default, '{1,2}', 'abc')`,
    model: () => ({
      t: pgTable("t", {
        a: text("a").array().default(["x"]),
        b: bigint("b", { mode: "number" }).array(),
        c: text("c"),
      }),
    }),
    operations: [
      { op: "setColumnType", name: "b", type: "bigint[]" },
      { op: "setColumnType", name: "c", type: "text" },
      { op: "dropDefault", name: "a" },
      { op: "setColumnType", name: "a", type: "text[]" },
      { op: "setDefault", name: "a" },
    ],
    rows: { "select a::text, b::text, c from t": [{ a: "{x}", b: "{1,2}", c: "abc" }] },
  },
]);
