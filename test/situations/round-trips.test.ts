/** A database built with drizzle-kit's own SQL does not differ from its model, and Sluice builds the same one. */

import { sql } from "drizzle-orm";
import {
  bigserial,
  check,
  customType,
  foreignKey,
  index,
  integer,
  jsonb,
  numeric,
  pgSchema,
  pgSequence,
  pgTable,
  primaryKey,
  serial,
  text,
  unique,
  uniqueIndex,
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
]);
