/** What real projects hold, each told small: none of it is a difference, and from nothing it is built as it is meant. */

import { and, between, eq, gt, ilike, inArray, isNotNull, isNull, lte, ne, not, or, sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  foreignKey,
  index,
  integer,
  jsonb,
  numeric,
  pgEnum,
  pgSchema,
  pgTable,
  primaryKey,
  text,
  timestamp,
  unique,
  uniqueIndex,
  uuid,
  vector,
  varchar,
} from "drizzle-orm/pg-core";
import { roundTrips, situations } from "../support/situation.ts";

const LONG = "a_table_whose_name_is_about_as_long_as_anybody_would_write_it";

roundTrips([
  {
    name: "two foreign keys whose names are cut to the same 63 bytes",
    differs: "PostgreSQL refuses the second of two equal names: drizzle-kit's own SQL does not run",
    built: `create table parents (id integer primary key); create table ${LONG} (mother integer, father integer);
      alter table ${LONG} add constraint ${LONG}_m foreign key (mother) references parents (id);
      alter table ${LONG} add constraint ${LONG}_f foreign key (father) references parents (id)`,
    model: () => {
      const parents = pgTable("parents", { id: integer().primaryKey() });
      const children = pgTable(LONG, {
        mother: integer().references(() => parents.id),
        father: integer().references(() => parents.id),
      });
      return { parents, children };
    },
  },
  {
    name: "two unique constraints over the same columns, of which PostgreSQL keeps one",
    differs: "Sluice adds what drizzle-kit has in CREATE TABLE: PostgreSQL merges only there",
    model: () => ({
      t: pgTable("t", { a: integer(), b: integer() }, (t) => [
        unique("first").on(t.a, t.b),
        unique("second").on(t.a, t.b),
      ]),
    }),
  },
  {
    name: "a unique constraint beside a unique index over the same columns",
    model: () => ({
      t: pgTable("t", { a: integer(), b: text() }, (t) => [
        unique("told").on(t.a, t.b),
        uniqueIndex("once").on(t.a, t.b),
      ]),
    }),
  },
  {
    name: "a key of five columns, and a foreign key to it in another order",
    model: () => {
      const columns = { a: integer(), b: text(), c: uuid(), d: bigint({ mode: "number" }), e: varchar({ length: 3 }) };
      const p = pgTable("p", columns, (t) => [primaryKey({ name: "five", columns: [t.e, t.a, t.c, t.b, t.d] })]);
      const c = pgTable("c", { ...columns, id: integer().primaryKey() }, (t) => [
        foreignKey({
          name: "to_five",
          columns: [t.b, t.d, t.a, t.e, t.c],
          foreignColumns: [p.b, p.d, p.a, p.e, p.c],
        }).onDelete("cascade"),
      ]);
      return { p, c };
    },
  },
  {
    name: "lists of json with defaults",
    model: () => ({
      t: pgTable("t", {
        none: jsonb().array().notNull().default([]),
        some: jsonb()
          .array()
          .default(sql`ARRAY['{"b": 1, "a": "it''s"}', '[]']::jsonb[]`),
      }),
    }),
  },
  {
    name: "a project that lives outside public",
    schemaFilter: "app",
    model: () => {
      const app = pgSchema("app");
      const state = app.enum("state", ["on", "off"]);
      const users = app.table("users", { id: integer().primaryKey().generatedAlwaysAsIdentity(), state: state() });
      const posts = app.table("posts", { id: uuid().defaultRandom(), by: integer().references(() => users.id) });
      return { app, state, users, posts };
    },
  },
]);

situations([
  {
    name: "public is nobody's where a project lives outside it",
    schemaFilter: "app",
    before: `create schema app; create table app.users (id int); create table public.spatial (id int); create type public.app_state as enum ('x')`,
    model: () => {
      const app = pgSchema("app");
      return { app, users: app.table("users", { id: integer() }) };
    },
  },
  {
    name: "predicates that drizzle's own operators build, with values",
    before: `create type sort as enum ('a', 'b', 'c'); create table t (id int, s sort, n text, d boolean, at timestamptz, amount numeric(10,2), gone timestamptz);
      create index i1 on t (id) where s in ('a', 'b') and gone is null;
      create index i2 on t (id) where n <> 'x' or (n is not null and d = true);
      create index i3 on t (id) where not (n ilike '%test%') and id > 5;
      create index i4 on t (id) where amount between '1.5' and '2' and id <= 100;
      create unique index i5 on t (n) where s = 'c' and at > '2024-01-02T03:04:05.000Z'::timestamptz`,
    model: () => {
      const sort = pgEnum("sort", ["a", "b", "c"]);
      const columns = {
        id: integer(),
        s: sort(),
        n: text(),
        d: boolean(),
        at: timestamp({ withTimezone: true }),
        amount: numeric({ precision: 10, scale: 2 }),
        gone: timestamp({ withTimezone: true }),
      };
      const t = pgTable("t", columns, (t) => [
        index("i1")
          .on(t.id)
          .where(and(inArray(t.s, ["a", "b"]), isNull(t.gone))!),
        index("i2")
          .on(t.id)
          .where(or(ne(t.n, "x"), and(isNotNull(t.n), eq(t.d, true)))!),
        index("i3")
          .on(t.id)
          .where(and(not(ilike(t.n, "%test%")), gt(t.id, 5))!),
        index("i4")
          .on(t.id)
          .where(and(between(t.amount, "1.5", "2"), lte(t.id, 100))!),
        uniqueIndex("i5")
          .on(t.n)
          .where(and(eq(t.s, "c"), gt(t.at, new Date("2024-01-02T03:04:05.000Z")))!),
      ]);
      return { sort, t };
    },
  },
  {
    name: "a generated column that asks whether a text is json",
    servers: [16, 17, 18, "pglite"],
    before: `create table t (raw text, fits boolean generated always as (raw is json object) stored, size int generated always as (jsonb_array_length('[1]'::jsonb)) stored)`,
    model: () => ({
      t: pgTable("t", {
        raw: text(),
        fits: boolean().generatedAlwaysAs(sql`raw IS JSON OBJECT`),
        size: integer().generatedAlwaysAs(sql`jsonb_array_length('[1]')`),
      }),
    }),
  },
  {
    name: "vectors and their index",
    servers: ["pglite"],
    before: `create extension vector; create table t (v vector(1536)); create index near on t using hnsw (v vector_cosine_ops) with (m = 16, ef_construction = 64)`,
    model: () => ({
      t: pgTable("t", { v: vector({ dimensions: 1536 }) }, (t) => [
        index("near").using("hnsw", t.v.op("vector_cosine_ops")).with({ m: 16, ef_construction: 64 }),
      ]),
    }),
  },
  {
    name: "as drizzle-kit pull writes it, kept by hand",
    before: `create table users (id int generated always as identity primary key, email text not null, tags text[] default '{}', created_at timestamp default now() not null, org int);
      create index users_email_idx on users using btree (email); create index users_tags_idx on users using gin (tags);
      create unique index users_org_email on users (org, lower(email)) where org is not null;
      alter table users add constraint users_org_fkey foreign key (org) references users (id) on update cascade on delete set null`,
    model: () => ({
      users: pgTable(
        "users",
        {
          id: integer()
            .primaryKey()
            .generatedAlwaysAsIdentity({
              name: "users_id_seq",
              startWith: 1,
              increment: 1,
              minValue: 1,
              maxValue: 2147483647,
              cache: 1,
            })
            .notNull(),
          email: text().notNull(),
          tags: text().array().default([""].slice(1)),
          createdAt: timestamp("created_at", { mode: "string" }).defaultNow().notNull(),
          org: integer(),
        },
        (table) => [
          index("users_email_idx").using("btree", table.email.asc().nullsLast().op("text_ops")),
          index("users_tags_idx").using("gin", table.tags.asc().nullsLast().op("array_ops")),
          uniqueIndex("users_org_email")
            .using("btree", sql`org`, sql`lower(email)`)
            .where(sql`(org IS NOT NULL)`),
          foreignKey({ columns: [table.org], foreignColumns: [table.id], name: "users_org_fkey" })
            .onUpdate("cascade")
            .onDelete("set null"),
        ],
      ),
    }),
  },
  {
    name: "one name of an enum in two schemas, and one of them grows",
    before: `create schema a; create schema b; create type a.state as enum ('x'); create type b.state as enum ('x');
      create table a.t (s a.state default 'x'); create table b.t (s b.state default 'x'); insert into a.t default values`,
    schemas: ["a", "b"],
    model: () => {
      const [a, b] = [pgSchema("a"), pgSchema("b")];
      const [one, other] = [a.enum("state", ["x"]), b.enum("state", ["x", "y"])];
      return {
        a,
        b,
        one,
        other,
        t: a.table("t", { s: one().default("x") }),
        u: b.table("t", { s: other().default("y") }),
      };
    },
    operations: [
      { op: "addEnumValue", schema: "b", name: "state", value: "y" },
      { op: "setDefault", schema: "b", table: "t", name: "s", default: "y" },
    ],
  },
]);
