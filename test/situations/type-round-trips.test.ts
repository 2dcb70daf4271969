/** Types of every sort: a database built with drizzle-kit's own SQL does not differ from its model, and Sluice builds the same. */

import {
  bit,
  char,
  cidr,
  customType,
  inet,
  line,
  macaddr,
  numeric,
  pgEnum,
  pgSchema,
  pgTable,
  point,
  time,
  timestamp,
  uuid,
  varchar,
} from "drizzle-orm/pg-core";
import { roundTrips } from "../support/situation.ts";

const custom = (type: string): ReturnType<typeof customType<{ data: string }>> =>
  customType<{ data: string }>({ dataType: () => type });

roundTrips([
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
]);
