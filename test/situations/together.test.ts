/** Changes that come together, where each alone would be easy. */

import { eq, sql } from "drizzle-orm";
import {
  bigint,
  check,
  customType,
  date,
  foreignKey,
  index,
  integer,
  pgEnum,
  pgMaterializedView,
  pgPolicy,
  pgSchema,
  pgTable,
  pgView,
  primaryKey,
  serial,
  text,
  unique,
  uniqueIndex,
  varchar,
} from "drizzle-orm/pg-core";
import { situationsWithPlainLocks } from "../support/situation.ts";

const range = customType<{ data: string }>({ dataType: () => "int4range" });

situationsWithPlainLocks([
  {
    name: "a column gets another name, another type and another default",
    operations: [
      { op: "renameColumn", from: "total", to: "amount" },
      { op: "dropDefault", name: "amount" },
      { op: "dropConstraint", name: "total_check" },
      { op: "setColumnType", name: "amount", type: "bigint" },
      { op: "setDefault", name: "amount", default: 2 },
      { op: "addCheck", name: "total_check" },
    ],
    before: `create table t (id int primary key, total int default 1 constraint total_check check (total > 0)); create index t_total on t (total); insert into t values (1, 5)`,
    renames: [{ kind: "column", from: ["public", "t", "total"], to: ["public", "t", "amount"] }],
    model: () => ({
      t: pgTable("t", { id: integer().primaryKey(), amount: bigint({ mode: "number" }).default(2) }, (t) => [
        check("total_check", sql`${t.amount} > 0`),
        index("t_total").on(t.amount),
      ]),
    }),
    rows: { "select amount::int from t": [{ amount: 5 }] },
  },
  {
    name: "a table of a view, a policy and an enum moves to another schema under another name and grows",
    operations: [
      { op: "setTableSchema", name: "things", from: "public", to: "app" },
      { op: "renameTable", schema: "app", from: "things", to: "objects" },
      { op: "addColumn", schema: "app", table: "objects", name: "note" },
    ],
    before: `create schema app; create type state as enum ('on', 'off'); create table things (id serial primary key, s state not null default 'on');
      alter table things enable row level security; create policy only_on on things using (s = 'on');
      create view shown as select id, s from things where s = 'on'; insert into things default values`,
    schemas: ["public", "app"],
    renames: [{ kind: "table", from: ["public", "things"], to: ["app", "objects"] }],
    model: () => {
      const app = pgSchema("app");
      const state = pgEnum("state", ["on", "off"]);
      const objects = app.table(
        "objects",
        { id: serial().primaryKey(), s: state().notNull().default("on"), note: text() },
        () => [pgPolicy("only_on", { using: sql`s = 'on'` })],
      );
      return {
        app,
        state,
        objects,
        shown: pgView("shown").as((qb) =>
          qb.select({ id: objects.id, s: objects.s }).from(objects).where(eq(objects.s, "on")),
        ),
      };
    },
  },
  {
    name: "an enum gets another name and a value more, where a default, a list, a policy and a view use it",
    operations: [
      { op: "renameEnum", from: "state", to: "status" },
      { op: "addEnumValue", name: "status", value: "idle", after: "on" },
    ],
    before: `create type state as enum ('on', 'off'); create table t (s state default 'on', l state[] default '{on}');
      alter table t enable row level security; create policy p on t using (s = 'on'::state); create view v as select s from t where s <> 'off'; insert into t default values`,
    renames: [{ kind: "enum", from: ["public", "state"], to: ["public", "status"] }],
    model: () => {
      const status = pgEnum("status", ["on", "idle", "off"]);
      const t = pgTable("t", { s: status().default("on"), l: status().array().default(["on"]) }, (t) => [
        pgPolicy("p", { using: sql`${t.s} = 'on'::status` }),
      ]);
      return {
        status,
        t,
        v: pgView("v").as((qb) =>
          qb
            .select({ s: t.s })
            .from(t)
            .where(sql`${t.s} <> 'off'`),
        ),
      };
    },
  },
  {
    name: "a value goes of an enum that a policy, a partial index, a materialized view and its index stand on",
    operations: [
      { op: "dropPolicy", name: "p" },
      { op: "dropDefault", name: "s" },
      { op: "dropIndex", name: "one_on" },
      { op: "dropMaterializedView", name: "m" },
      { op: "assertEnumValuesUnused", name: "state", values: ["odd"] },
      { op: "renameEnum", from: "state", to: "state__replaced" },
      { op: "createEnum", name: "state", values: ["on", "off"] },
      { op: "setColumnType", table: "t", name: "s", type: "state" },
      { op: "dropEnum", name: "state__replaced" },
      { op: "createPolicy", name: "p" },
      { op: "setDefault", name: "s", default: "on" },
      { op: "createIndex", name: "one_on", unique: true },
      { op: "createMaterializedView", name: "m" },
      { op: "createIndex", table: "m", name: "m_s", unique: true },
    ],
    before: `create type state as enum ('on', 'off', 'odd'); create table t (id int primary key, s state not null default 'on');
      create unique index one_on on t (id) where s = 'on'; alter table t enable row level security; create policy p on t for select using (s in ('on', 'off'));
      create materialized view m as select s, count(*) as n from t group by s; create unique index m_s on m (s); insert into t values (1, 'off')`,
    model: () => {
      const state = pgEnum("state", ["on", "off"]);
      const t = pgTable("t", { id: integer().primaryKey(), s: state().notNull().default("on") }, (t) => [
        uniqueIndex("one_on")
          .on(t.id)
          .where(sql`${t.s} = 'on'`),
        pgPolicy("p", { for: "select", using: sql`${t.s} in ('on', 'off')` }),
      ]);
      const m = pgMaterializedView("m").as((qb) =>
        qb
          .select({ s: t.s, n: sql<number>`count(*)`.as("n") })
          .from(t)
          .groupBy(t.s),
      );
      return { state, t, m };
    },
  },
  {
    name: "a tree's key and its reference to itself get another type, under a view and a composite key's child",
    operations: [
      { op: "dropConstraint", table: "leaf" },
      { op: "setColumnType", table: "leaf", name: "node", type: "bigint" },
      { op: "dropConstraint", table: "n" },
      { op: "dropView", name: "roots" },
      { op: "setColumnType", table: "n", name: "id", type: "bigint" },
      { op: "addForeignKey", table: "leaf", onDelete: "cascade" },
      { op: "setColumnType", table: "n", name: "parent", type: "bigint" },
      { op: "addForeignKey", table: "n" },
      { op: "createView", name: "roots" },
    ],
    before: `create table n (id int, org int, parent int, primary key (org, id), foreign key (org, parent) references n (org, id));
      create table leaf (org int, node int, v text, foreign key (org, node) references n (org, id) on delete cascade);
      create view roots as select id from n where parent is null; insert into n values (1, 1, null), (2, 1, 1); insert into leaf values (1, 2, 'x')`,
    model: () => {
      const n = pgTable(
        "n",
        { id: bigint({ mode: "number" }), org: integer(), parent: bigint({ mode: "number" }) },
        (t) => [
          primaryKey({ columns: [t.org, t.id] }),
          foreignKey({ columns: [t.org, t.parent], foreignColumns: [t.org, t.id] }),
        ],
      );
      const leaf = pgTable("leaf", { org: integer(), node: bigint({ mode: "number" }), v: text() }, (t) => [
        foreignKey({ columns: [t.org, t.node], foreignColumns: [n.org, n.id] }).onDelete("cascade"),
      ]);
      return {
        n,
        leaf,
        roots: pgView("roots").as((qb) =>
          qb
            .select({ id: n.id })
            .from(n)
            .where(sql`${n.parent} is null`),
        ),
      };
    },
  },
  {
    name: "two tables share a new enum, and a third is made of both",
    operations: [
      { op: "createEnum", name: "level" },
      { op: "createTable", name: "a" },
      { op: "createTable", name: "b" },
      { op: "addColumn", table: "old", name: "level", default: "low" },
    ],
    before: `create table old (id int primary key); insert into old values (1)`,
    model: () => {
      const level = pgEnum("level", ["low", "high"]);
      const old = pgTable("old", { id: integer().primaryKey(), level: level().notNull().default("low") });
      const a = pgTable("a", { id: serial().primaryKey(), level: level(), old: integer().references(() => old.id) });
      const b = pgTable("b", { a: integer().references(() => a.id), levels: level().array() });
      return { level, old, a, b };
    },
  },
  {
    name: "a column that a foreign key refers to goes, and its unique constraint with it",
    operations: [
      { op: "addForeignKey", table: "c", columns: ["id"] },
      { op: "dropConstraint", table: "c", name: "c_code" },
      { op: "dropColumn", table: "p", name: "code" },
    ],
    before: `create table p (id int primary key, code text constraint p_code unique); create table c (code text constraint c_code references p (code), id int); insert into p values (1, 'x'); insert into c values (null, 1)`,
    model: () => {
      const p = pgTable("p", { id: integer().primaryKey() });
      return { p, c: pgTable("c", { code: text(), id: integer().references(() => p.id) }) };
    },
    loses: "the column goes, and comes back empty",
  },
  {
    name: "a column becomes unique and is referred to by a table that was there",
    operations: [
      { op: "addColumn", table: "c", name: "code" },
      { op: "addColumn", table: "p", name: "code" },
      { op: "addUnique", table: "p", name: "p_code" },
      { op: "addForeignKey", table: "c" },
    ],
    before: `create table p (id int primary key); create table c (id int primary key); insert into c values (1)`,
    model: () => {
      const p = pgTable("p", { id: integer().primaryKey(), code: varchar({ length: 5 }).unique("p_code") });
      return {
        p,
        c: pgTable("c", { id: integer().primaryKey(), code: varchar({ length: 5 }).references(() => p.code) }),
      };
    },
  },
  {
    name: "foreign keys and orders that only look otherwise",
    before: `create table p (id int primary key); create table c (id int, p int constraint c_p references p (id) on delete no action on update no action not deferrable initially immediate, constraint u unique (id));
      create index i1 on c (id desc nulls first); create index i2 on c (id asc); create index i3 on c (id nulls last); create index i4 on c (id desc nulls last)`,
    model: () => {
      const p = pgTable("p", { id: integer().primaryKey() });
      const c = pgTable("c", { id: integer(), p: integer() }, (t) => [
        foreignKey({ name: "c_p", columns: [t.p], foreignColumns: [p.id] }),
        unique("u").on(t.id),
        index("i1").on(t.id.desc().nullsFirst()),
        index("i2").on(t.id),
        index("i3").on(t.id.asc()),
        index("i4").on(t.id.desc()),
      ]);
      return { p, c };
    },
  },
  {
    name: "collations, exclusions and partition keys of the database's own are kept and named through a change beside them",
    operations: [
      { op: "setColumnType", table: "parts", name: "id" },
      { op: "setColumnType", table: "t", name: "b" },
    ],
    before: `create table t (a text collate "POSIX", during int4range, b int, constraint apart exclude using gist (during with &&)); create index ia on t (a collate "C");
      create table parts (id int, at date) partition by range (at); create table parts_1 partition of parts for values from ('2024-01-01') to ('2025-01-01'); insert into parts values (1, '2024-05-05')`,
    model: () => ({
      t: pgTable("t", { a: text(), during: range("during"), b: bigint({ mode: "number" }) }, (t) => [
        index("ia").on(t.a),
      ]),
      parts: pgTable("parts", { id: bigint({ mode: "number" }), at: date() }),
    }),
    diagnostics: [
      "UNSPOKEN column public.t.a",
      "UNSPOKEN index public.ia",
      "UNMANAGED exclusion constraint apart of public.t",
      "UNMANAGED partitions 1 of public.parts",
    ],
  },
]);
