/** Defaults of every sort: a database built with drizzle-kit's own SQL does not differ from its model, and Sluice builds the same. */

import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  date,
  integer,
  interval,
  json,
  jsonb,
  numeric,
  pgEnum,
  pgSequence,
  pgTable,
  text,
  time,
  timestamp,
  uuid,
  varchar,
} from "drizzle-orm/pg-core";
import { roundTrips } from "../support/situation.ts";

roundTrips([
  {
    name: "a default holds a number as a parameter",
    model: () => ({ t: pgTable("t", { id: integer("id").default(sql`1 + ${2}`) }) }),
    built: `create table t (id integer default 1 + 2)`,
  },
  {
    name: "a null of a JSON column is JSON's, as drizzle-kit writes it; everywhere else it is no default",
    model: () => ({
      t: pgTable("t", {
        a: jsonb("a").default(null),
        b: json("b").default(null),
        c: jsonb("c")
          .array()
          .default(null as never),
        d: text("d").default(null as never),
        e: jsonb("e").default(sql`null`),
        f: jsonb("f"),
      }),
    }),
    built: `create table t (a jsonb default 'null'::jsonb, b json default 'null'::json, c jsonb[], d text, e jsonb, f jsonb)`,
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
