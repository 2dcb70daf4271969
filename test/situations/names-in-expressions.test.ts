/** Expressions of a model's own words name columns as PostgreSQL reads them: in capitals, after their table, after its schema. */

import { sql } from "drizzle-orm";
import { check, index, integer, pgPolicy, pgSchema, pgTable, text } from "drizzle-orm/pg-core";
import { situations } from "../support/situation.ts";

const app = pgSchema("app");

situations([
  {
    name: "a check names its column after its table and schema",
    before: `create schema app; create table app.t (a int, constraint ck check (app.t.a > 0))`,
    model: () => ({ app, t: app.table("t", { a: integer("a") }, () => [check("ck", sql.raw(`app.t.a > 0`))]) }),
    operations: [],
  },
  {
    name: "a check names another column after its table and schema, and the one that it named gets another type",
    before: `create schema app; create table app.t (a int, b int, constraint ck check (a > 0)); insert into app.t values (1, 2)`,
    model: () => ({
      app,
      t: app.table("t", { a: text("a"), b: integer("b") }, () => [check("ck", sql.raw(`App.T.B > 0`))]),
    }),
    operations: [{ op: "dropConstraint" }, { op: "setColumnType" }, { op: "addCheck" }, { op: "validateConstraint" }],
  },
  {
    name: "a check reads the column that every table has by itself",
    before: `create table t (a int, constraint ck check (tableoid > 0::oid)); insert into t values (1)`,
    model: () => ({ t: pgTable("t", { a: integer("a") }, () => [check("ck", sql.raw(`T.tableoid > 0::oid`))]) }),
    operations: [],
  },
  {
    name: "a check is about the whole row",
    before: `create table t (a int, b int, constraint ck check (row_to_json(t.*) is not null))`,
    model: () => ({
      t: pgTable("t", { a: integer("a"), b: integer("b") }, () => [check("ck", sql`row_to_json(T) IS NOT NULL`)]),
    }),
    operations: [],
  },
  {
    name: "an index's elements are in capitals, and its predicate names the table",
    before: `create table fees (a text, b int); create index i on fees (lower(a), b desc) where fees.b > 1`,
    model: () => ({
      t: pgTable("fees", { a: text("a"), b: integer("b") }, () => [
        index("i")
          .on(sql`LOWER(A)`, sql`B DESC`)
          .where(sql.raw("FEES.B > 1")),
      ]),
    }),
    operations: [],
  },
  {
    name: "an index's predicate changes, and names the table and its schema",
    before: `create table fees (a int, b int); create index i on fees (a) where b > 1`,
    model: () => ({
      t: pgTable("fees", { a: integer("a"), b: integer("b") }, (t) => [
        index("i").on(t.a).where(sql.raw("public.fees.B > 2")),
      ]),
    }),
    operations: [
      { op: "createIndex", name: "i__next", concurrently: true },
      { op: "dropIndex", name: "i", concurrently: true },
      { op: "renameIndex", from: "i__next", to: "i" },
    ],
  },
  {
    name: "a generated column reads a column of its table, in capitals",
    before: `create table t (a text, b text generated always as (upper(a)) stored); insert into t values ('a')`,
    model: () => ({ t: pgTable("t", { a: text("a"), b: text("b").generatedAlwaysAs(sql.raw(`UPPER(T.A)`)) }) }),
    operations: [],
  },
  {
    name: "a column is renamed that expressions name after its table: nothing is made anew",
    before: `create table fees (a int, constraint ck check (a > 0)); create index i on fees (a) where a > 3`,
    model: () => ({
      fees: pgTable("fees", { b: integer("b") }, (t) => [
        check("ck", sql.raw(`Fees.B > 0`)),
        index("i").on(t.b).where(sql.raw(`fees.b > 3`)),
      ]),
    }),
    renames: [{ kind: "column", from: ["public", "fees", "a"], to: ["public", "fees", "b"] }],
    operations: [{ op: "renameColumn", from: "a", to: "b" }],
  },
  {
    name: "a policy comes to read another column, in capitals",
    before: `create table t (a text, b text); alter table t enable row level security; create policy p on t using (a = current_user)`,
    model: () => ({
      t: pgTable("t", { a: text("a"), b: text("b") }, () => [pgPolicy("p", { using: sql.raw(`T.B = CURRENT_USER`) })]),
    }),
    operations: [{ op: "alterPolicy", name: "p" }],
  },
]);
