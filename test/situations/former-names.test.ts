/** What the model itself says that its objects were called. */

import { gt, sql } from "drizzle-orm";
import { check, integer, pgEnum, pgMaterializedView, pgSchema, pgTable, pgView, text } from "drizzle-orm/pg-core";
import { renamed } from "@sluice/core";
import { situations } from "../support/situation.ts";

situations([
  {
    name: "the model says what its objects were called",
    before: `create schema old; create table old.users (name text, constraint named check (name <> '')); create type old.en as enum ('unpaid', 'paid'); create sequence old.q;
      create table old.bills (s old.en default 'unpaid'); insert into old.users values ('x'); insert into old.bills values ('unpaid')`,
    model: () => {
      const app = renamed(pgSchema("app"), "old");
      const status = renamed(app.enum("status", ["pending", "paid"]), { name: "en", values: { pending: "unpaid" } });
      return {
        app,
        status,
        numbers: renamed(app.sequence("numbers"), "q"),
        accounts: renamed(
          app.table("accounts", { full: renamed(text("full"), "name") }, (t) => [check("named", sql`${t.full} <> ''`)]),
          "users",
        ),
        bills: app.table("bills", { s: status("s").default("pending") }),
      };
    },
    operations: [
      { op: "renameSchema", from: "old", to: "app" },
      { op: "renameEnum", from: "en", to: "status" },
      { op: "renameSequence", from: "q", to: "numbers" },
      { op: "renameTable", from: "users", to: "accounts" },
      { op: "renameEnumValue", from: "unpaid", to: "pending" },
      { op: "renameColumn", from: "name", to: "full" },
    ],
  },
  {
    name: "what the model says was called otherwise and is called so already",
    before: `create table accounts ("full" text); create type status as enum ('pending')`,
    model: () => ({
      status: renamed(pgEnum("status", ["pending"]), { values: { pending: "unpaid" } }),
      accounts: renamed(pgTable("accounts", { full: renamed(text("full"), "name") }), { name: "users", schema: "app" }),
    }),
  },
  {
    name: "the model says what a view was called, which reads otherwise too, and a materialized one",
    before: `create table t (a int); create view old_v as select a from t where a > 1; create materialized view old_m as select a from t where a > 1; insert into t values (5)`,
    model: () => {
      const t = pgTable("t", { a: integer("a") });
      return {
        t,
        v: renamed(
          pgView("v").as((query) => query.select().from(t).where(gt(t.a, 2))),
          "old_v",
        ),
        m: renamed(
          pgMaterializedView("m").as((query) => query.select().from(t).where(gt(t.a, 1))),
          "old_m",
        ),
      };
    },
    operations: [
      { op: "renameView", from: "old_v", to: "v" },
      { op: "renameMaterializedView", from: "old_m", to: "m" },
      { op: "replaceView", name: "v" },
    ],
  },
]);
