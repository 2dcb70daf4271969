/** A database built with drizzle-kit's own SQL does not differ from its model, and Sluice builds the same one. */

import { sql } from "drizzle-orm";
import {
  bigint,
  bigserial,
  bit,
  boolean,
  char,
  check,
  cidr,
  customType,
  date,
  foreignKey,
  index,
  inet,
  integer,
  interval,
  json,
  jsonb,
  line,
  macaddr,
  numeric,
  pgEnum,
  pgSchema,
  pgSequence,
  pgTable,
  point,
  primaryKey,
  serial,
  text,
  time,
  timestamp,
  unique,
  uniqueIndex,
  uuid,
  varchar,
} from "drizzle-orm/pg-core";
import { roundTrips } from "../support/situation.ts";

const custom = (type: string): ReturnType<typeof customType<{ data: string }>> =>
  customType<{ data: string }>({ dataType: () => type });

roundTrips([
  {
    name: "a check holds a number as a parameter",
    model: () => ({
      t: pgTable("t", { age: integer("age") }, (t) => [check("age_ck", sql`${t.age} > ${18}`)]),
    }),
    built: `create table t (age integer, constraint age_ck check (age > 18))`,
  },
  {
    name: "a partial index holds a text as a parameter",
    model: () => ({
      t: pgTable("t", { st: text("st") }, (t) => [
        index("t_st_idx")
          .on(t.st)
          .where(sql`${t.st} <> ${"done"}`),
      ]),
    }),
    built: `create table t (st text); create index t_st_idx on t (st) where st <> 'done'`,
  },
  {
    name: "an index over an expression holds a text as a parameter",
    model: () => ({
      t: pgTable("t", { st: text("st") }, (t) => [index("t_e_idx").on(sql`coalesce(${t.st}, ${"zz"})`)]),
    }),
    built: `create table t (st text); create index t_e_idx on t (coalesce(st, 'zz'))`,
  },
  {
    name: "a generated column holds a text as a parameter",
    model: () => ({ t: pgTable("t", { a: text("a"), b: text("b").generatedAlwaysAs(sql`a || ${"x"}`) }) }),
    built: `create table t (a text, b text generated always as (a || 'x') stored)`,
  },
  {
    name: "a default holds a number as a parameter",
    model: () => ({ t: pgTable("t", { id: integer("id").default(sql`1 + ${2}`) }) }),
    built: `create table t (id integer default 1 + 2)`,
  },
  {
    name: "nulls not distinct on a column and on a table",
    servers: [15, 16, 17, 18, "pglite"],
    model: () => ({
      t: pgTable("t", { a: text("a").unique("a_uq", { nulls: "not distinct" }), b: text("b"), d: text("d") }, (t) => [
        unique("bd").on(t.b, t.d).nullsNotDistinct(),
      ]),
    }),
  },
  {
    name: "a primary key of several columns not in the table's order",
    model: () => ({
      t: pgTable("t", { a: integer("a"), b: integer("b") }, (t) => [primaryKey({ columns: [t.b, t.a] })]),
    }),
  },
  {
    name: "a foreign key of several columns not in the key's order",
    model: () => {
      const p = pgTable("p", { x: integer("x"), y: integer("y") }, (t) => [primaryKey({ columns: [t.y, t.x] })]);
      const k = pgTable("k", { y2: integer("y2"), x2: integer("x2") }, (t) => [
        foreignKey({ columns: [t.x2, t.y2], foreignColumns: [p.x, p.y], name: "k_fk" }),
      ]);
      return { p, k };
    },
  },
  {
    name: "numeric defaults with zeros at the end",
    model: () => ({
      t: pgTable("t", {
        a: numeric("a", { precision: 10, scale: 2 }).default("1.50"),
        b: numeric("b").default("0"),
        d: numeric("d", { mode: "number" }).default(3.5),
        e: numeric("e", { mode: "bigint" }).default(12345678901234567890n),
      }),
    }),
    built: `create table t (a numeric(10, 2) default '1.50', b numeric default '0', d numeric default 3.5, e numeric default 12345678901234567890)`,
    differs: "the constants are of another type in drizzle-kit's text",
  },
  {
    name: "text defaults with quotes, backslashes, line ends, nothing and what looks like a cast or a call",
    model: () => ({
      t: pgTable("t", {
        a: text("a").default("it's"),
        b: text("b").default("a\\b"),
        d: text("d").default("l1\nl2"),
        e: text("e").default(""),
        f: text("f").default("x::text"),
        g: varchar("g", { length: 20 }).default("now()"),
        h: text("h").default("'quoted'"),
        i: text("i").default("null"),
      }),
    }),
    built: `create table t (a text default 'it''s', b text default 'a\\b', d text default 'l1
l2', e text default '', f text default 'x::text', g varchar(20) default 'now()', h text default '''quoted''', i text default 'null')`,
  },
  {
    name: "dates and times as defaults",
    model: () => ({
      t: pgTable("t", {
        a: timestamp("a").default(new Date("2024-01-02T03:04:05.678Z")),
        b: timestamp("b", { withTimezone: true }).default(new Date("2024-01-02T03:04:05.678Z")),
        d: date("d").default("2024-01-02"),
        e: time("e").default("12:30"),
        f: timestamp("f", { mode: "string" }).default("2024-01-02 03:04:05"),
        g: timestamp("g", { precision: 3, mode: "string" }).default("2024-01-02 03:04:05.123"),
      }),
    }),
  },
  {
    name: "functions of time as defaults",
    model: () => ({
      t: pgTable("t", {
        a: timestamp("a").default(sql`(now() AT TIME ZONE 'utc')`),
        b: timestamp("b").default(sql`CURRENT_TIMESTAMP`),
        d: timestamp("d").default(sql`timezone('utc', now())`),
        e: timestamp("e", { withTimezone: true }).default(sql`now() + interval '30 days'`),
        f: date("f").default(sql`CURRENT_DATE`),
        g: text("g").default(sql`current_user`),
        h: timestamp("h").defaultNow(),
      }),
    }),
  },
  {
    name: "intervals with fields, a precision and defaults",
    model: () => ({
      t: pgTable("t", {
        a: interval("a").default("1 day"),
        b: interval("b", { fields: "day to second", precision: 3 }),
        d: interval("d", { fields: "year to month" }),
        e: interval("e", { precision: 3 }),
        f: interval("f").default("P1Y"),
      }),
    }),
  },
  {
    name: "arrays as defaults",
    model: () => ({
      t: pgTable("t", {
        a: text("a").array().default(["x,y", 'q"q', "it's"]),
        b: text("b").array().default([]),
        d: boolean("d").array().default([true, false]),
        e: integer("e")
          .array()
          .array()
          .default([
            [1, 2],
            [3, 4],
          ]),
        f: text("f")
          .array()
          .default(sql`ARRAY[]::text[]`),
        g: text("g")
          .array()
          .default(sql`'{}'::text[]`),
        h: numeric("h", { precision: 6, scale: 2 }).array().default(["1.50"]),
        i: uuid("i").array().default(["a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"]),
        j: jsonb("j")
          .array()
          .default([{ a: 1 }]),
      }),
    }),
    built: `create table t (a text[] default array['x,y', 'q"q', 'it''s'], b text[] default '{}', d boolean[] default '{t,f}',
      e integer[] default '{{1,2},{3,4}}', f text[] default array[]::text[], g text[] default '{}'::text[], h numeric(6, 2)[] default '{1.50}',
      i uuid[] default '{a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11}', j jsonb[] default '{"{\\"a\\": 1}"}')`,
    differs: "a constructor is not a literal",
  },
  {
    name: "an index's order stands in its SQL",
    model: () => ({
      t: pgTable("t", { a: text("a") }, (t) => [
        index("i1").on(sql`lower(${t.a}) desc`),
        index("i2").on(sql`${t.a} desc nulls last`),
        index("i3").using("gin", sql`to_tsvector('english', ${t.a})`),
        index("i4").on(sql`${t.a} text_pattern_ops`),
        index("i5").on(sql`(${t.a} || 'desc') asc nulls first`),
      ]),
    }),
  },
  {
    name: "identifiers longer than 63 bytes",
    model: () => {
      const p = pgTable("a_very_long_parent_table_name_for_testing", {
        identifier_column_name: integer("identifier_column_name").primaryKey(),
      });
      const k = pgTable(
        "another_very_long_child_table_name_for_testing",
        {
          parent_identifier_column_name: integer("parent_identifier_column_name").references(
            () => p.identifier_column_name,
          ),
          second_quite_long_column_name: text("second_quite_long_column_name").unique(),
        },
        (t) => [
          index().on(t.parent_identifier_column_name, t.second_quite_long_column_name),
          check(
            "this_is_a_really_long_check_constraint_name_that_exceeds_the_limit_of_63",
            sql`parent_identifier_column_name > 0`,
          ),
        ],
      );
      return { p, k };
    },
  },
  {
    name: "identity and serial under mixed case and in a schema",
    model: () => {
      const s = pgSchema("app");
      return {
        s,
        a: pgTable("UserAccount", { id: integer("id").primaryKey().generatedAlwaysAsIdentity() }),
        b: pgTable("OrderLine", { id: serial("id").primaryKey() }),
        d: s.table("thing", { id: serial("id").primaryKey() }),
        e: s.table("Thing2", { Id: bigserial("Id", { mode: "number" }).primaryKey() }),
      };
    },
  },
  {
    name: "types with and without modifiers",
    model: () => ({
      t: pgTable("t", {
        a: char("a"),
        a3: char("a3", { length: 3 }),
        b: varchar("b"),
        d: time("d", { precision: 3, withTimezone: true }),
        e: timestamp("e", { withTimezone: true, precision: 3 }),
        f: bit("f", { dimensions: 3 }),
        g: numeric("g", { precision: 5 }),
        g0: numeric("g0", { precision: 5, scale: 0 }),
        h: inet("h").default("127.0.0.1"),
        i: cidr("i"),
        j: macaddr("j"),
        k: point("k").default([1, 2]),
        l: line("l", { mode: "tuple" }),
        m: uuid("m").default("a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"),
      }),
    }),
    built: `create table t (a char, a3 char(3), b varchar, d time(3) with time zone, e timestamp(3) with time zone, f bit(3), g numeric(5), g0 numeric(5, 0),
      h inet default '127.0.0.1', i cidr, j macaddr, k point default '(1,2)', l line, m uuid default 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11')`,
  },
  {
    name: "types that Drizzle has no word for",
    servers: [14, 15, 16, 17, 18],
    first: `create extension citext; create extension ltree; create extension hstore`,
    model: () => ({
      t: pgTable("t", {
        a: custom("tsvector")("a"),
        b: custom("int4range")("b"),
        d: custom("xml")("d"),
        e: custom("money")("e"),
        f: custom("oid")("f"),
        g: custom('"char"')("g"),
        h: custom("name")("h"),
        i: custom("citext")("i"),
        j: custom("ltree")("j"),
        k: custom("hstore")("k"),
        l: custom("tstzmultirange")("l"),
        m: custom("citext")("m").array(),
      }),
    }),
    built: `create table t (a tsvector, b int4range, d xml, e money, f oid, g "char", h name, i citext, j ltree, k hstore, l tstzmultirange, m citext[])`,
  },
  {
    name: "one enum name in mixed case in two schemas",
    model: () => {
      const s = pgSchema("app");
      const e1 = pgEnum("userStatus", ["a", "b"]);
      const e2 = s.enum("userStatus", ["x", "y"]);
      return {
        s,
        e1,
        e2,
        t: pgTable("t", { a: e1("a").default("a"), b: e2("b").default("x"), d: e1("d").array() }),
      };
    },
    built: `create schema app; create type "userStatus" as enum ('a', 'b'); create type app."userStatus" as enum ('x', 'y');
      create table t (a "userStatus" default 'a', b app."userStatus" default 'x', d "userStatus"[])`,
  },
  {
    name: "a default draws from a sequence of its own",
    model: () => ({
      q: pgSequence("order_no_seq", { startWith: 1000 }),
      t: pgTable("t", {
        n: integer("n").default(sql`nextval('order_no_seq')`),
        m: bigint("m", { mode: "number" }).default(sql`nextval('order_no_seq'::regclass)`),
      }),
    }),
  },
  {
    name: "defaults as SQL: truth values, null, casts and calls",
    model: () => ({
      t: pgTable("t", {
        a: boolean("a").default(true),
        b: boolean("b").default(sql`false`),
        d: text("d").default(sql`null`),
        e: text("e").default(sql`'abc'`),
        f: varchar("f", { length: 5 }).default(sql`'abc'::varchar`),
        g: text("g").default(sql`upper('x'::text)`),
        h: integer("h").default(sql`(1 + 1)`),
        i: uuid("i").default(sql`gen_random_uuid()`),
      }),
    }),
  },
  {
    name: "a generated column names its own table's column",
    model: () => {
      const t = pgTable("t", {
        a: integer("a"),
        b: integer("b").generatedAlwaysAs((): ReturnType<typeof sql> => sql`${t.a} * 2`),
      });
      return { t };
    },
  },
  {
    name: "sequences with options, in a schema, in mixed case, counting down",
    model: () => {
      const s = pgSchema("app");
      return {
        s,
        a: pgSequence("a", { startWith: 100, increment: 10, minValue: 10, maxValue: 1000, cache: 5, cycle: true }),
        b: s.sequence("b"),
        c: pgSequence("CountDown", { increment: -1 }),
        d: pgSequence("d", { increment: -1, minValue: -10, maxValue: 10, startWith: 5 }),
      };
    },
    built: `create schema app; create sequence a start 100 increment 10 minvalue 10 maxvalue 1000 cache 5 cycle; create sequence app.b;
      create sequence "CountDown" increment -1; create sequence d increment -1 minvalue -10 maxvalue 10 start 5`,
  },
  {
    name: "checks that PostgreSQL prints its own way",
    model: () => ({
      t: pgTable("t", { a: integer("a"), s: text("s"), v: varchar("v", { length: 10 }) }, (t) => [
        check("c1", sql`${t.a} in (1, 2, 3)`),
        check("c2", sql`${t.a} between 1 and 10`),
        check("c3", sql`${t.a} > 0 and ${t.a} < 100 or ${t.s} is null`),
        check("c4", sql`${t.s} ~ '^[a-z]+$'`),
        check("c5", sql`${t.s} like 'a%'`),
        check("c6", sql`${t.v} in ('x', 'y')`),
        check("c7", sql`${t.v} not in ('p', 'q')`),
        check("c8", sql`length(${t.s}) > 2 and ${t.s} not like '%x'`),
      ]),
    }),
  },
  {
    name: "odd identifiers: reserved words, blanks, capitals, dots, dashes, quotes",
    model: () => {
      const odd = pgTable(
        "select from",
        {
          order: integer("order").primaryKey(),
          "A.b": text("A.b").unique("un-i.q"),
          dash: text("da-sh").default("x"),
          user: integer("user"),
        },
        (t) => [index("In dex").on(t.order), check("Che ck", sql`${t.order} > 0`)],
      );
      return { odd, quoted: pgTable("Quo'ted", { id: integer("i'd").references(() => odd.order) }) };
    },
  },
  {
    name: "two schemas with one table, index and constraint name, and a foreign key between them",
    model: () => {
      const [one, two] = [pgSchema("one"), pgSchema("two")];
      const a = one.table("t", { id: integer("id").primaryKey(), n: text("n") }, (t) => [
        index("i").on(t.n),
        unique("u").on(t.n),
      ]);
      const b = two.table("t", { id: integer("id").primaryKey(), n: text("n"), a: integer("a") }, (t) => [
        index("i").on(t.n),
        unique("u").on(t.n),
        foreignKey({ name: "f", columns: [t.a], foreignColumns: [a.id] }),
      ]);
      return { one, two, a, b };
    },
  },
  {
    name: "foreign keys in a circle and to the table itself, with actions",
    model: () => {
      const a = pgTable(
        "a",
        { id: integer("id").primaryKey(), b: integer("b") },
        (t): ReturnType<typeof foreignKey>[] => [
          foreignKey({ name: "a_b", columns: [t.b], foreignColumns: [b.id] }).onDelete("set null"),
          foreignKey({ name: "a_a", columns: [t.b], foreignColumns: [t.id] }).onUpdate("cascade"),
        ],
      );
      const b = pgTable("b", { id: integer("id").primaryKey(), a: integer("a") }, (t) => [
        foreignKey({ name: "b_a", columns: [t.a], foreignColumns: [a.id] })
          .onDelete("cascade")
          .onUpdate("restrict"),
      ]);
      return { a, b };
    },
  },
  {
    name: "a unique index and a unique constraint on one column",
    model: () => ({
      t: pgTable("t", { a: integer("a").unique("a_uq") }, (t) => [uniqueIndex("a_ux").on(t.a)]),
    }),
  },
  {
    name: "generated columns of many sorts",
    model: () => ({
      t: pgTable("t", {
        a: text("a"),
        n: integer("n"),
        j: jsonb("j"),
        g1: text("g1").generatedAlwaysAs(sql`a || '-' || coalesce(a, 'x')`),
        g2: text("g2").generatedAlwaysAs(sql`case when n > 1 then 'many' else 'one' end`),
        g3: text("g3").generatedAlwaysAs(sql`j ->> 'name'`),
        g4: custom("tsvector")("g4").generatedAlwaysAs(sql`to_tsvector('english', coalesce(a, ''))`),
        g5: integer("g5").generatedAlwaysAs(sql`1`),
        g6: numeric("g6", { precision: 10, scale: 2 }).generatedAlwaysAs(sql`n * 1.5`),
      }),
    }),
    built: `create table t (a text, n integer, j jsonb, g1 text generated always as (a || '-' || coalesce(a, 'x')) stored,
      g2 text generated always as (case when n > 1 then 'many' else 'one' end) stored, g3 text generated always as (j ->> 'name') stored,
      g4 tsvector generated always as (to_tsvector('english', coalesce(a, ''))) stored, g5 integer generated always as (1) stored,
      g6 numeric(10, 2) generated always as (n * 1.5) stored)`,
  },
  {
    name: "an index that is built concurrently",
    model: () => ({
      t: pgTable("t", { a: integer("a") }, (t) => [index("i").on(t.a).concurrently()]),
    }),
    built: `create table t (a integer); create index i on t (a)`,
  },
  {
    name: "json as defaults, and an array of an enum's values",
    model: () => {
      const mood = pgEnum("mood", ["ok", "not ok"]);
      return {
        mood,
        t: pgTable("t", {
          a: json("a").default({ b: 1, a: [1, "x", null] }),
          b: jsonb("b").default({ bb: 1, a: "it's" }),
          c: jsonb("c").default([]),
          d: mood("d").array().default(["ok", "not ok"]),
        }),
      };
    },
    built: `create type mood as enum ('ok', 'not ok');
      create table t (a json default '{"b":1,"a":[1,"x",null]}', b jsonb default '{"a": "it''s", "bb": 1}', c jsonb default '[]', d mood[] default '{ok,"not ok"}')`,
  },
]);
