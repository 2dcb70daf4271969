/** Sequences, serial and identity columns: made, changed into one another, and where they stand afterwards. */

import { sql } from "drizzle-orm";
import {
  bigint,
  bigserial,
  integer,
  pgSchema,
  pgSequence,
  pgTable,
  serial,
  smallserial,
  text,
} from "drizzle-orm/pg-core";
import { situations } from "../support/situation.ts";

const NEXT = `with added as (insert into t default values returning id) select id::int as id from added`;

situations([
  {
    name: "serial becomes identity and goes on where it was",
    before: `create table t (id serial primary key); insert into t default values; insert into t default values`,
    model: () => ({ t: pgTable("t", { id: integer("id").primaryKey().generatedByDefaultAsIdentity() }) }),
    operations: [
      { op: "dropSerial", sequence: "t_id_seq" },
      { op: "addIdentity", identity: { generated: "by default" } },
    ],
    rows: { [NEXT]: [{ id: 3 }] },
  },
  {
    name: "serial becomes identity above rows that were put in by hand",
    before: `create table t (id serial primary key); insert into t values (41)`,
    model: () => ({ t: pgTable("t", { id: integer("id").primaryKey().generatedAlwaysAsIdentity() }) }),
    operations: [{ op: "dropSerial" }, { op: "addIdentity", identity: { generated: "always" } }],
    rows: { [NEXT]: [{ id: 42 }] },
  },
  {
    name: "serial becomes identity under mixed case, in a schema, and by another name than id",
    before: `create schema "App"; create table "App"."Tbl" ("Key" serial primary key); insert into "App"."Tbl" default values`,
    model: () => {
      const app = pgSchema("App");
      return { app, t: app.table("Tbl", { key: integer("Key").primaryKey().generatedByDefaultAsIdentity() }) };
    },
    operations: [{ op: "dropSerial", sequence: "Tbl_Key_seq" }, { op: "addIdentity" }],
    rows: {
      [`with added as (insert into "App"."Tbl" default values returning "Key") select "Key" from added`]: [{ Key: 2 }],
    },
  },
  {
    name: "a small serial becomes a big identity",
    before: `create table t (id smallserial primary key); insert into t default values`,
    model: () => ({
      t: pgTable("t", { id: bigint("id", { mode: "number" }).primaryKey().generatedByDefaultAsIdentity() }),
    }),
    operations: [{ op: "dropSerial" }, { op: "setColumnType", type: "bigint" }, { op: "addIdentity" }],
    rows: { [NEXT]: [{ id: 2 }] },
  },
  {
    name: "identity becomes serial and goes on where it was",
    before: `create table t (id integer generated always as identity primary key, n int); insert into t (n) values (1), (2)`,
    model: () => ({ t: pgTable("t", { id: serial("id").primaryKey(), n: integer("n") }) }),
    operations: [{ op: "dropIdentity" }, { op: "addSerial", type: "integer", sequence: "t_id_seq" }],
    rows: { [NEXT]: [{ id: 3 }] },
  },
  {
    name: "a plain number becomes serial above what is stored",
    before: `create table t (id integer primary key, n int); insert into t values (7, 1)`,
    model: () => ({ t: pgTable("t", { id: serial("id").primaryKey(), n: integer("n") }) }),
    operations: [{ op: "addSerial", sequence: "t_id_seq" }],
    rows: { [NEXT]: [{ id: 8 }] },
  },
  {
    name: "a plain number becomes identity above what is stored",
    before: `create table t (id integer primary key, n int); insert into t values (7, 1)`,
    model: () => ({ t: pgTable("t", { id: integer("id").primaryKey().generatedAlwaysAsIdentity(), n: integer("n") }) }),
    operations: [{ op: "addIdentity" }],
    rows: { [NEXT]: [{ id: 8 }] },
  },
  {
    name: "a number with a default of its own becomes identity",
    before: `create table t (id integer primary key default 5, n int); insert into t (n) values (1)`,
    model: () => ({ t: pgTable("t", { id: integer("id").primaryKey().generatedAlwaysAsIdentity(), n: integer("n") }) }),
    operations: [{ op: "dropDefault" }, { op: "addIdentity" }],
    rows: { [NEXT]: [{ id: 6 }] },
  },
  {
    name: "serial becomes a plain number",
    before: `create table t (id serial primary key); insert into t default values`,
    model: () => ({ t: pgTable("t", { id: integer("id").primaryKey() }) }),
    operations: [{ op: "dropSerial", sequence: "t_id_seq" }],
  },
  {
    name: "serial becomes text",
    before: `create table t (id serial primary key); insert into t default values`,
    model: () => ({ t: pgTable("t", { id: text("id").primaryKey() }) }),
    operations: [{ op: "dropSerial" }, { op: "setColumnType", type: "text" }],
    downUsing: { "t.id": { sql: "id::integer" } },
    rows: { "select id from t": [{ id: "1" }] },
  },
  {
    name: "a serial grows",
    before: `create table t (id serial primary key, s smallserial); insert into t default values`,
    model: () => ({ t: pgTable("t", { id: bigserial("id", { mode: "number" }).primaryKey(), s: smallserial("s") }) }),
    operations: [
      { op: "setColumnType", type: "bigint" },
      { op: "alterSequence", name: "t_id_seq" },
    ],
    rows: { [NEXT]: [{ id: 2 }] },
  },
  {
    name: "identity goes",
    before: `create table t (id integer generated always as identity primary key); insert into t default values`,
    model: () => ({ t: pgTable("t", { id: integer("id").primaryKey() }) }),
    operations: [{ op: "dropIdentity" }],
  },
  {
    name: "identity is given where nobody gave a value, and counts otherwise",
    before: `create table t (id integer generated always as identity primary key); insert into t default values`,
    model: () => ({
      t: pgTable("t", {
        id: integer("id")
          .primaryKey()
          .generatedByDefaultAsIdentity({ increment: 10, startWith: 100, cache: 5, maxValue: 1000 }),
      }),
    }),
    operations: [{ op: "setIdentity", identity: { generated: "by default", increment: 10, cache: 5, max: 1000 } }],
  },
  {
    name: "a sequence counts otherwise and no longer in a circle",
    before: `create sequence q increment 1 cycle`,
    model: () => ({ q: pgSequence("q", { increment: 2 }) }),
    operations: [{ op: "alterSequence", name: "q", increment: 2 }],
  },
  {
    name: "a sequence turns round",
    before: `create sequence q`,
    model: () => ({ q: pgSequence("q", { increment: -1, minValue: -100, maxValue: 100, startWith: 50, cycle: true }) }),
    operations: [{ op: "alterSequence", name: "q", increment: -1, min: -100, max: 100, start: 50, cycle: true }],
  },
  {
    name: "a sequence becomes a default, and another one goes",
    before: `create sequence gone; create table t (n int); create table u (n bigint default nextval('gone'))`,
    model: () => ({
      q: pgSequence("q", { startWith: 10 }),
      t: pgTable("t", { n: integer("n").default(sql`nextval('q')`) }),
      u: pgTable("u", { n: bigint("n", { mode: "number" }) }),
    }),
    noRenames: true,
    operations: [
      { op: "createSequence", name: "q", start: 10 },
      { op: "setDefault", table: "t" },
      { op: "dropDefault", table: "u" },
      { op: "dropSequence", name: "gone" },
    ],
  },
  {
    name: "a serial column goes with its sequence and comes back with it",
    before: `create table t (n int, id serial); insert into t values (1)`,
    model: () => ({ t: pgTable("t", { n: integer("n") }) }),
    operations: [{ op: "dropColumn", name: "id" }],
    hazards: ["DELETES_DATA"],
  },
]);
