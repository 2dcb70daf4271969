/** What ALTER alone says of a thing, and no model can: it stays, and comes back where the thing is made anew. */

import { sql } from "drizzle-orm";
import { bigint, index, integer, pgTable, primaryKey, text, unique, uniqueIndex, varchar } from "drizzle-orm/pg-core";
import { situations } from "../support/situation.ts";

const byIndex = (before: string): string =>
  `create table t (a int not null, b int not null, c int); ${before}; insert into t values (1, 2, 3)`;
const columns = { a: integer("a").notNull(), b: integer("b").notNull(), c: integer("c") };

/** PGlite is one database for all situations, and a publication stays in it. */
const SERVERS = [14, 15, 16, 17, 18] as const;

situations([
  {
    name: "the index that is the replica identity is replaced: the next one is it before the last one goes",
    before: byIndex(
      "create unique index u on t (a); alter table t replica identity using index u; alter table t cluster on u",
    ),
    model: () => ({ t: pgTable("t", columns, (t) => [uniqueIndex("u").on(t.a, t.b)]) }),
    operations: [
      { op: "createIndex", name: "u__next" },
      { op: "execute", sql: 'ALTER TABLE "t" REPLICA IDENTITY USING INDEX "u__next"' },
      { op: "execute", sql: 'ALTER TABLE "t" CLUSTER ON "u__next"' },
      { op: "dropIndex", name: "u" },
      { op: "renameIndex" },
    ],
  },
  {
    name: "the unique constraint that is the replica identity is replaced",
    before: byIndex("alter table t add constraint u unique (a); alter table t replica identity using index u"),
    model: () => ({ t: pgTable("t", columns, (t) => [unique("u").on(t.a, t.b)]) }),
    operations: [
      { op: "createIndex", name: "u__next" },
      { op: "execute", sql: 'ALTER TABLE "t" REPLICA IDENTITY USING INDEX "u__next"' },
      { op: "dropConstraint" },
      { op: "addUnique", usingIndex: "u__next" },
    ],
  },
  {
    name: "the primary key on which a table is clustered is replaced",
    before: byIndex("alter table t add constraint k primary key (a); alter table t cluster on k"),
    model: () => ({ t: pgTable("t", columns, (t) => [primaryKey({ name: "k", columns: [t.a, t.b] })]) }),
    operations: [
      { op: "createIndex", name: "k__next" },
      { op: "execute", sql: 'ALTER TABLE "t" CLUSTER ON "k__next"' },
      { op: "dropConstraint" },
      { op: "addPrimaryKey" },
    ],
  },
  {
    name: "the next index can't be the replica identity, and that is told",
    before: byIndex("create unique index u on t (a); alter table t replica identity using index u"),
    model: () => ({ t: pgTable("t", columns, (t) => [uniqueIndex("u").on(t.a, t.c)]) }),
    operations: [{ op: "createIndex" }, { op: "dropIndex" }, { op: "renameIndex" }],
    diagnostics: ["DROPPED_ALONG index public.u"],
  },
  {
    name: "the replica identity's index goes, and that is told; it comes back as what it was",
    before: byIndex("create unique index u on t (a); alter table t replica identity using index u"),
    model: () => ({ t: pgTable("t", columns) }),
    operations: [{ op: "dropIndex" }],
    diagnostics: ["DROPPED_ALONG index public.u"],
  },
  {
    name: "the primary key of a published table goes, and that it was the replica identity is told",
    servers: SERVERS,
    before: byIndex("alter table t add primary key (a); create publication changes for table t"),
    renames: [{ kind: "table", from: ["public", "t"], to: ["public", "u"] }],
    model: () => ({ u: pgTable("u", columns) }),
    operations: [{ op: "renameTable" }, { op: "dropConstraint" }],
    diagnostics: ["DROPPED_ALONG table public.t"],
  },
  {
    name: "the primary key of a published table becomes another: nothing is missed",
    servers: SERVERS,
    before: byIndex("alter table t add constraint t_pkey primary key (a); create publication changes for all tables"),
    model: () => ({ t: pgTable("t", columns, (t) => [primaryKey({ name: "t_pkey", columns: [t.a, t.b] })]) }),
    operations: [{ op: "createIndex" }, { op: "dropConstraint" }, { op: "addPrimaryKey" }],
    noDiagnostics: ["DROPPED_ALONG"],
  },
  {
    name: "the primary key goes of a table that is published with an identity of its own, or for rows that come",
    servers: SERVERS,
    before: byIndex(
      "alter table t add primary key (a); alter table t replica identity full; create publication changes for table t; " +
        "create table log (a int primary key, b int); create publication additions for table log with (publish = 'insert')",
    ),
    model: () => ({ t: pgTable("t", columns), log: pgTable("log", { a: integer("a").notNull(), b: integer("b") }) }),
    operations: [{ op: "dropConstraint" }, { op: "dropConstraint" }],
    noDiagnostics: ["DROPPED_ALONG"],
  },
  {
    name: "the replica identity's index is renamed, and nothing else is done",
    before: byIndex("create unique index was on t (a); alter table t replica identity using index was"),
    model: () => ({ t: pgTable("t", columns, (t) => [uniqueIndex("u").on(t.a)]) }),
    operations: [{ op: "renameIndex" }],
  },
  {
    name: "a unique index that is the replica identity becomes a constraint",
    before: byIndex("create unique index u on t (a); alter table t replica identity using index u"),
    model: () => ({ t: pgTable("t", columns, (t) => [unique("u").on(t.a)]) }),
    operations: [{ op: "addUnique", usingIndex: "u" }],
    noDiagnostics: ["DROPPED_ALONG"],
  },
  {
    name: "an index over an expression keeps its statistics target",
    before: byIndex(
      "create index i on t (b, (c + 1)); alter index i alter column 2 set statistics 400; comment on index i is 'mine'",
    ),
    model: () => ({
      t: pgTable("t", { ...columns, c: bigint("c", { mode: "number" }) }, (t) => [index("i").on(t.b, sql`(c + 1)`)]),
    }),
    operations: [
      { op: "dropIndex" },
      { op: "setColumnType" },
      { op: "createIndex" },
      { op: "execute", sql: 'ALTER INDEX "i" ALTER COLUMN 2 SET STATISTICS 400' },
      { op: "setComment" },
    ],
  },
  {
    name: "a retyped column keeps its storage, where its type can have one",
    before: `create table t (a text, b text, c numeric); alter table t alter a set storage external, alter a set statistics 500, alter b set storage main, alter c set storage plain; alter table t alter a set (n_distinct = -0.5); insert into t values ('x', '1', 2)`,
    model: () => ({ t: pgTable("t", { a: varchar("a", { length: 9 }), b: integer("b"), c: text("c") }) }),
    using: { "t.b": { sql: "b::integer" } },
    downUsing: { "t.c": { sql: "c::numeric" } },
    operations: [
      { op: "setColumnType", name: "a" },
      { op: "execute", sql: 'ALTER TABLE "t" ALTER COLUMN "a" SET STORAGE EXTERNAL' },
      { op: "setColumnType", name: "b" },
      { op: "setColumnType", name: "c" },
      { op: "execute", sql: 'ALTER TABLE "t" ALTER COLUMN "c" SET STORAGE PLAIN' },
    ],
  },
  {
    name: "a table that goes comes back with its parameters, its replica identity and those of its columns",
    before: `create table kept (id int); create table "gone one" (id int primary key, a text, b text);
      alter table "gone one" set (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.05, toast.autovacuum_enabled = false);
      alter table "gone one" replica identity full; alter table "gone one" alter a set storage external, alter a set statistics 300, alter b set (n_distinct = 7)`,
    model: () => ({ kept: pgTable("kept", { id: integer("id") }) }),
    operations: [{ op: "dropTable" }],
  },
  {
    name: "what is never replaced is no difference",
    before: `create table t (id int primary key, a text); alter table t set (fillfactor = 70); alter table t replica identity full; alter table t alter a set storage external; cluster t using t_pkey`,
    model: () => ({ t: pgTable("t", { id: integer("id").primaryKey(), a: text("a") }) }),
  },
]);
