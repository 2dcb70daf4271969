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
    operations: [{ op: "addIdentity", identity: { generated: "by default" }, replaces: "t_id_seq" }],
    rows: { [NEXT]: [{ id: 3 }] },
  },
  {
    name: "serial becomes identity above what its sequence gave to rows that are gone",
    before: `create table t (id serial primary key);
      insert into t select from generate_series(1, 9); delete from t where id > 3`,
    model: () => ({ t: pgTable("t", { id: integer("id").primaryKey().generatedByDefaultAsIdentity() }) }),
    operations: [{ op: "addIdentity", replaces: "t_id_seq" }],
    rows: { [NEXT]: [{ id: 10 }] },
  },
  {
    name: "identity of another name becomes serial above what its sequence gave to rows that are gone",
    before: `create table t (id integer generated always as identity (sequence name counts) primary key, n int);
      insert into t (n) select 1 from generate_series(1, 9); delete from t where id > 3`,
    model: () => ({ t: pgTable("t", { id: serial("id").primaryKey(), n: integer("n") }) }),
    operations: [{ op: "addSerial", sequence: "t_id_seq", replaces: "counts" }],
    rows: { [NEXT]: [{ id: 10 }] },
  },
  {
    name: "serial becomes identity above rows that were put in by hand",
    before: `create table t (id serial primary key); insert into t values (41)`,
    model: () => ({ t: pgTable("t", { id: integer("id").primaryKey().generatedAlwaysAsIdentity() }) }),
    operations: [{ op: "addIdentity", identity: { generated: "always" }, replaces: "t_id_seq" }],
    rows: { [NEXT]: [{ id: 42 }] },
  },
  {
    name: "serial becomes identity under mixed case, in a schema, and by another name than id",
    before: `create schema "App"; create table "App"."Tbl" ("Key" serial primary key); insert into "App"."Tbl" default values`,
    model: () => {
      const app = pgSchema("App");
      return { app, t: app.table("Tbl", { key: integer("Key").primaryKey().generatedByDefaultAsIdentity() }) };
    },
    operations: [{ op: "addIdentity", replaces: "Tbl_Key_seq" }],
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
    operations: [
      { op: "setColumnType", type: "bigint" },
      { op: "addIdentity", replaces: "t_id_seq" },
    ],
    rows: { [NEXT]: [{ id: 2 }] },
  },
  {
    name: "identity becomes serial and goes on where it was",
    before: `create table t (id integer generated always as identity primary key, n int); insert into t (n) values (1), (2)`,
    model: () => ({ t: pgTable("t", { id: serial("id").primaryKey(), n: integer("n") }) }),
    operations: [{ op: "addSerial", type: "integer", sequence: "t_id_seq", replaces: "t_id_seq" }],
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
    name: "a sequence that has not come as far as its next bounds starts there",
    before: `create sequence q maxvalue 50; select nextval('q')`,
    model: () => ({ q: pgSequence("q", { minValue: 100, maxValue: 200 }) }),
    operations: [{ op: "alterSequence", name: "q", min: 100, max: 200, restarts: true }],
    noHazards: ["MAY_FAIL"],
    rows: { "select nextval('q')::int as n": [{ n: 100 }] },
  },
  {
    name: "a sequence that is past its next bounds goes back to where they begin",
    before: `create sequence q minvalue 100 maxvalue 200; select nextval('q')`,
    model: () => ({ q: pgSequence("q", { minValue: 1, maxValue: 50 }) }),
    operations: [{ op: "alterSequence", name: "q", max: 50, restarts: true, narrows: true }],
    hazards: ["MAY_FAIL"],
    rows: { "select nextval('q')::int as n": [{ n: 1 }] },
  },
  {
    name: "a sequence that is within its next bounds goes on",
    before: `create sequence q; select setval('q', 40)`,
    model: () => ({ q: pgSequence("q", { minValue: 10, maxValue: 50 }) }),
    operations: [{ op: "alterSequence", name: "q", min: 10, max: 50, restarts: true, narrows: true }],
    rows: { "select nextval('q')::int as n": [{ n: 41 }] },
  },
  {
    name: "a sequence that has passed its next highest value is in the way",
    before: `create sequence q; select setval('q', 60)`,
    model: () => ({ q: pgSequence("q", { maxValue: 50 }) }),
    operations: [{ op: "alterSequence", name: "q", max: 50, narrows: true }],
    hazards: ["MAY_FAIL"],
    rowsInTheWay: "RESTART value (60) cannot be greater than MAXVALUE (50)",
  },
  {
    name: "an identity that has not come as far as its next bounds starts there",
    before: `create table t (id integer generated by default as identity (maxvalue 50) primary key); insert into t default values`,
    model: () => ({
      t: pgTable("t", {
        id: integer("id").primaryKey().generatedByDefaultAsIdentity({ minValue: 100, maxValue: 200 }),
      }),
    }),
    operations: [{ op: "setIdentity", identity: { min: 100, max: 200 }, restarts: true }],
    rows: { [NEXT]: [{ id: 100 }] },
  },
  {
    name: "a sequence is a column's no longer, and nothing says whose it should be",
    before: `create table t (n int); create sequence q owned by t.n`,
    model: () => ({ t: pgTable("t", { n: integer("n") }), q: pgSequence("q") }),
    operations: [],
  },
  {
    name: "a sequence outlives the column that owned it",
    before: `create table t (n int, o int); create sequence q owned by t.o; select nextval('q')`,
    model: () => ({ t: pgTable("t", { n: integer("n") }), q: pgSequence("q") }),
    operations: [
      { op: "alterSequence", name: "q" },
      { op: "dropColumn", name: "o" },
    ],
    rows: { "select nextval('q')::int as n": [{ n: 2 }] },
  },
  {
    name: "a sequence outlives the table that owned it",
    before: `create table t (n int); create table o (n int); create sequence q owned by o.n; select nextval('q')`,
    model: () => ({ t: pgTable("t", { n: integer("n") }), q: pgSequence("q") }),
    operations: [
      { op: "alterSequence", name: "q" },
      { op: "dropTable", name: "o" },
    ],
    rows: { "select nextval('q')::int as n": [{ n: 2 }] },
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
