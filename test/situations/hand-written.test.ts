/** Databases that somebody wrote by hand or with another tool, and that mean what the model means. */

import { sql } from "drizzle-orm";
import {
  bigint,
  check,
  customType,
  foreignKey,
  index,
  integer,
  jsonb,
  numeric,
  pgEnum,
  pgSchema,
  pgSequence,
  pgTable,
  pgView,
  primaryKey,
  real,
  serial,
  smallint,
  text,
  unique,
  varchar,
} from "drizzle-orm/pg-core";
import { situations } from "../support/situation.ts";

const custom = (type: string): ReturnType<typeof customType<{ data: string }>> =>
  customType<{ data: string }>({ dataType: () => type });

situations([
  {
    name: "a column is retyped whose table's rows are values elsewhere",
    before: `create table t (a int); create table holder (held t, many t[]); insert into holder values (row(1), array[row(2)::t])`,
    model: () => ({
      t: pgTable("t", { a: bigint("a", { mode: "number" }) }),
      holder: pgTable("holder", { held: custom("t")("held"), many: custom("t[]")("many") }),
    }),
    refused: "UNMANAGED_DEPENDENT",
  },
  {
    name: "a column gets another modifier whose table's rows are values elsewhere",
    before: `create table t (a varchar(5)); create table holder (held t); insert into holder values (row('x'))`,
    model: () => ({
      t: pgTable("t", { a: varchar("a", { length: 9 }) }),
      holder: pgTable("holder", { held: custom("t")("held") }),
    }),
    refused: "UNMANAGED_DEPENDENT",
  },
  {
    name: "a foreign key onto columns that only the database keeps unique",
    before: `create table parents (id int primary key, code text); create table children (parent int constraint own references parents (id))`,
    model: () => {
      const parents = pgTable("parents", { id: integer("id").notNull(), code: text("code") });
      const children = pgTable("children", { parent: integer("parent") }, (t) => [
        foreignKey({ columns: [t.parent], foreignColumns: [parents.id], name: "own" }),
      ]);
      return { parents, children };
    },
    refused: "NOTHING_UNIQUE",
  },
  {
    name: "a column that a child inherits can't be changed with the child's",
    before: `create table parent (a int); create table child (b int) inherits (parent); insert into child values (1, 2)`,
    model: () => ({
      parent: pgTable("parent", { a: bigint("a", { mode: "number" }) }),
      child: pgTable("child", { a: bigint("a", { mode: "number" }), b: integer("b") }),
    }),
    refused: "UNMANAGED_DEPENDENT",
  },
  {
    name: "a view's own default is no difference, and comes back where the view is made anew",
    before: `create table t (a int, b varchar(10)); create view v as select a, b from t; alter view v alter a set default 5; insert into v (b) values ('x')`,
    model: () => {
      const t = pgTable("t", { a: integer("a"), b: varchar("b", { length: 20 }) });
      return { t, v: pgView("v").as((qb) => qb.select().from(t)) };
    },
    operations: [
      { op: "dropView" },
      { op: "setColumnType" },
      { op: "createView" },
      { op: "setDefault", table: "v", name: "a", default: 5 },
    ],
    diagnostics: ["UNSPOKEN default public.v.a"],
  },
  {
    name: "a table that goes takes along what nobody manages, and the file says what does not come back",
    before: `create table kept (id int); create table gone (id int, during int4range, constraint apart exclude using gist (during with &&));
      create function f() returns trigger language plpgsql as 'begin return new; end'; create trigger t before insert on gone for each row execute function f();
      create rule r as on delete to gone do instead nothing; create statistics s on id, during from gone;
      create table parts (id int) partition by list (id); create table part_one partition of parts for values in (1); insert into parts values (1)`,
    model: () => ({ kept: pgTable("kept", { id: integer("id") }) }),
    operations: [{ op: "dropTable" }, { op: "dropTable" }],
    allowMassDrop: true,
    diagnostics: ["DROPPED_ALONG table public.gone", "DROPPED_ALONG table public.parts"],
    losesRowsOf: ["public.parts", "public.part_one"],
    loses: "rows of a table that goes",
    downgradeDiffers: "what Sluice does not manage does not come back",
  },
  {
    name: "a primary key that is named on the table and not on the column",
    before: `create table t (id int, constraint my_key primary key (id)); create table u (id int primary key)`,
    model: () => ({
      t: pgTable("t", { id: integer("id").primaryKey() }),
      u: pgTable("u", { id: integer("id") }, (u) => [primaryKey({ name: "u_pkey", columns: [u.id] })]),
    }),
  },
  {
    name: "columns of a domain, of a composite type and of a domain in a schema that is not looked at",
    before: `create domain email as text check (value like '%@%'); create type pair as (a int, b text); create schema types; create domain types.positive as int check (value > 0);
      create table t (e email, p pair, n types.positive, es email[])`,
    model: () => ({
      t: pgTable("t", {
        e: custom("email")("e"),
        p: custom("pair")("p"),
        n: custom("types.positive")("n"),
        es: custom("email")("es").array(),
      }),
    }),
    diagnostics: ["UNMANAGED domain public.email", "UNMANAGED composite type public.pair"],
  },
  {
    name: "serial and identity of a table that was renamed keep their sequences' names",
    before: `create table old_name (id serial primary key, n int generated always as identity); alter table old_name rename to t`,
    model: () => ({
      t: pgTable("t", { id: serial("id").primaryKey(), n: integer("n").generatedAlwaysAsIdentity() }),
    }),
  },
  {
    name: "a sequence that two tables draw from and nobody owns",
    before: `create sequence ids; create table a (id bigint primary key default nextval('ids')); create table b (id bigint primary key default nextval('ids'::regclass))`,
    model: () => ({
      ids: pgSequence("ids"),
      a: pgTable("a", {
        id: bigint("id", { mode: "number" })
          .primaryKey()
          .default(sql`nextval('ids')`),
      }),
      b: pgTable("b", {
        id: bigint("id", { mode: "number" })
          .primaryKey()
          .default(sql`nextval('ids')`),
      }),
    }),
  },
  {
    name: "an identity ends where its type ends",
    before: `create table t (id smallint generated by default as identity, big bigint generated always as identity)`,
    model: () => ({
      t: pgTable("t", {
        id: smallint("id").generatedByDefaultAsIdentity(),
        big: bigint("big", { mode: "number" }).generatedAlwaysAsIdentity(),
      }),
    }),
  },
  {
    name: "numbers as defaults: negative, in parentheses, in quotes",
    before: `create table t (a numeric default -1, b numeric(10,2) default 0.00, d int default (-5), e bigint default '12', f real default 1)`,
    model: () => ({
      t: pgTable("t", {
        a: numeric("a").default("-1"),
        b: numeric("b", { precision: 10, scale: 2 }).default("0.00"),
        d: integer("d").default(-5),
        e: bigint("e", { mode: "number" }).default(12),
        f: real("f").default(1),
      }),
    }),
  },
  {
    name: "json as a default with its keys in another order",
    before: `create table t (a jsonb default '{"b":1,   "a":  [1,2]}')`,
    model: () => ({ t: pgTable("t", { a: jsonb("a").default({ a: [1, 2], b: 1 }) }) }),
  },
  {
    name: "arrays as defaults, made by constructors",
    before: `create table t (a text[] default array['x','y'], b int[] default array[]::int[], d text[] default '{}')`,
    model: () => ({
      t: pgTable("t", {
        a: text("a").array().default(["x", "y"]),
        b: integer("b").array().default([]),
        d: text("d").array().default([]),
      }),
    }),
  },
  {
    name: "a table that inherits from another",
    before: `create table parent (id int, n text); create table child (extra int) inherits (parent)`,
    model: () => ({
      parent: pgTable("parent", { id: integer("id"), n: text("n") }),
      child: pgTable("child", { id: integer("id"), n: text("n"), extra: integer("extra") }),
    }),
    diagnostics: ["UNMANAGED inheritance public.child"],
  },
  {
    name: "an index with columns that the model can't say",
    before: `create table t (a int, b int, d int); create index i on t (a) include (b, d)`,
    model: () => ({
      t: pgTable("t", { a: integer("a"), b: integer("b"), d: integer("d") }, (t) => [index("i").on(t.a)]),
    }),
    diagnostics: ["UNSPOKEN index public.i"],
  },
  {
    name: "one check name and one foreign key name on two tables",
    before: `create table p (id int primary key); create table a (n int not null, p int, constraint positive check (n > 0), constraint fk foreign key (p) references p);
      create table b (n int not null, p int, constraint positive check (n > 0), constraint fk foreign key (p) references p)`,
    model: () => {
      const p = pgTable("p", { id: integer("id").primaryKey() });
      const one = (name: string): object =>
        pgTable(name, { n: integer("n").notNull(), p: integer("p") }, (t) => [
          check("positive", sql`${t.n} > 0`),
          foreignKey({ name: "fk", columns: [t.p], foreignColumns: [p.id] }),
        ]);
      return { p, a: one("a"), b: one("b") };
    },
  },
  {
    name: "a trigger, its function and comments",
    before: `create table t (a int); comment on table t is 'of mine'; comment on column t.a is 'a number';
      create function touch() returns trigger language plpgsql as $$ begin return new; end $$;
      create trigger touched before update on t for each row execute function touch()`,
    model: () => ({ t: pgTable("t", { a: integer("a") }) }),
    diagnostics: ["UNMANAGED function public.touch()", "UNMANAGED trigger touched of public.t"],
  },
  {
    name: "foreign, temporary and unlogged tables",
    servers: [14, 15, 16, 17, 18],
    before: `create extension postgres_fdw; create server s foreign data wrapper postgres_fdw; create foreign table far (a int) server s;
      create temporary table passing (a int); create unlogged table t (a int)`,
    model: () => ({ t: pgTable("t", { a: integer("a") }) }),
    diagnostics: ["UNMANAGED foreign table public.far", "UNSPOKEN table public.t"],
  },
  {
    name: "constraints that can be deferred",
    before: `create table p (id int primary key); create table t (a int, constraint a_uq unique (a) deferrable, p int,
      constraint t_p_fk foreign key (p) references p (id) deferrable initially deferred)`,
    model: () => {
      const p = pgTable("p", { id: integer("id").primaryKey() });
      const t = pgTable("t", { a: integer("a").unique("a_uq"), p: integer("p") }, (t) => [
        foreignKey({ columns: [t.p], foreignColumns: [p.id], name: "t_p_fk" }),
      ]);
      return { p, t };
    },
    diagnostics: ["UNSPOKEN unique public.t.a_uq", "UNSPOKEN foreign-key public.t.t_p_fk"],
  },
  {
    name: "an enum that only an array's column uses",
    before: `create type tag as enum ('a', 'b'); create table t (tags tag[])`,
    model: () => {
      const tag = pgEnum("tag", ["a", "b"]);
      return { t: pgTable("t", { tags: tag("tags").array() }) };
    },
  },
  {
    name: "arrays of any size and any number of dimensions are one type",
    before: `create table t (a int[3], b int[], c int[][], d text); alter table t alter d type text[] using array[d]; create table u as select array[1] as a`,
    model: () => ({
      t: pgTable("t", {
        a: integer("a").array(3),
        b: integer("b").array().array(),
        c: integer("c").array(),
        d: text("d").array(),
      }),
      u: pgTable("u", { a: integer("a").array() }),
    }),
  },
  {
    name: "a column with a collation of its own",
    before: `create table t (a text collate "C")`,
    model: () => ({ t: pgTable("t", { a: text("a") }) }),
    diagnostics: ["UNSPOKEN column public.t.a"],
  },
  {
    name: "an index over an expression with a predicate that is cast otherwise",
    before: `create table t (a text, v varchar(10), n int); create index i on t (lower(a::text), n) include (v) where v::text = 'x'::text and n > '3'::int`,
    model: () => ({
      t: pgTable("t", { a: text("a"), v: varchar("v", { length: 10 }), n: integer("n") }, (t) => [
        index("i")
          .on(sql`lower(${t.a})`, t.n)
          .where(sql`${t.v} = 'x' and ${t.n} > 3`),
      ]),
    }),
  },
  {
    name: "the pairs of a foreign key in another order",
    before: `create table p (x int, y int, constraint p_uq unique (x, y)); create table t (x int, y int, constraint f foreign key (x, y) references p (x, y))`,
    model: () => {
      const p = pgTable("p", { x: integer("x"), y: integer("y") }, (t) => [unique("p_uq").on(t.x, t.y)]);
      const t = pgTable("t", { x: integer("x"), y: integer("y") }, (t) => [
        foreignKey({ name: "f", columns: [t.y, t.x], foreignColumns: [p.y, p.x] }),
      ]);
      return { p, t };
    },
  },
  {
    name: "a foreign key that matches in full and sets one column to null",
    servers: [15, 16, 17, 18, "pglite"],
    before: `create table p (x int, y int, primary key (x, y)); create table t (x int, y int, z int,
      constraint f foreign key (x, y) references p (x, y) match full on delete set null, constraint g foreign key (z, y) references p (x, y) on delete set null (y))`,
    model: () => {
      const p = pgTable("p", { x: integer("x").notNull(), y: integer("y").notNull() }, (t) => [
        primaryKey({ name: "p_pkey", columns: [t.x, t.y] }),
      ]);
      const t = pgTable("t", { x: integer("x"), y: integer("y"), z: integer("z") }, (t) => [
        foreignKey({ name: "f", columns: [t.x, t.y], foreignColumns: [p.x, p.y] }).onDelete("set null"),
        foreignKey({ name: "g", columns: [t.z, t.y], foreignColumns: [p.x, p.y] }).onDelete("set null"),
      ]);
      return { p, t };
    },
    diagnostics: ["UNSPOKEN foreign-key public.t.f", "UNSPOKEN foreign-key public.t.g"],
  },
  {
    name: "an index of the same name in a schema that is not looked at",
    before: `create schema other; create table other.t (a int); create index i on other.t (a); create table t (a int); create index i on t (a)`,
    model: () => ({ t: pgTable("t", { a: integer("a") }, (t) => [index("i").on(t.a)]) }),
  },
  {
    name: "the model's own schema holds a table that is declared nowhere else",
    before: `create schema app; create table app.t (a int)`,
    model: () => {
      const app = pgSchema("app");
      return { app, t: app.table("t", { a: integer("a") }) };
    },
  },
]);
