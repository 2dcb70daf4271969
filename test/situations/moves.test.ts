/** What gets into another schema, or is in a schema that gets another name. */

import { sql } from "drizzle-orm";
import { bigint, check, foreignKey, index, integer, pgSchema, pgTable, serial, text } from "drizzle-orm/pg-core";
import { renamed } from "@sluice/core";
import { situations } from "../support/situation.ts";

situations([
  {
    name: "a table moves to another schema, with its sequence, its index and whoever refers to it",
    before: `create schema app; create table t (id serial primary key, n text, constraint ck check (n <> '')); create index i on t (n); create table u (t int, constraint fk foreign key (t) references t);
      comment on table t is 'moved'; insert into t (n) values ('x')`,
    model: () => {
      const app = pgSchema("app");
      const t = app.table("t", { id: serial("id").primaryKey(), n: text("n") }, (t) => [
        check("ck", sql`${t.n} <> ''`),
        index("i").on(t.n),
      ]);
      const u = pgTable("u", { t: integer("t") }, (u) => [
        foreignKey({ name: "fk", columns: [u.t], foreignColumns: [t.id] }),
      ]);
      return { app, t, u };
    },
    renames: [{ kind: "table", from: ["public", "t"], to: ["app", "t"] }],
    operations: [{ op: "setTableSchema", name: "t", from: "public", to: "app" }],
  },
  {
    name: "a table moves to another schema that is the only one the model speaks of",
    before: `create schema app; create table t (a int); create table other (a int); insert into t values (1)`,
    model: () => {
      const app = pgSchema("app");
      return { app, t: app.table("t", { a: integer("a") }) };
    },
    renames: [{ kind: "table", from: ["public", "t"], to: ["app", "t"] }],
    operations: [{ op: "setTableSchema", name: "t", from: "public", to: "app" }],
  },
  {
    name: "a table moves to another schema and nobody says so",
    before: `create schema app; create table t (a int); insert into t values (1)`,
    model: () => {
      const app = pgSchema("app");
      return { app, t: app.table("t", { a: integer("a") }), u: pgTable("u", { b: text("b") }) };
    },
    allowMassDrop: true,
    refused: "AMBIGUOUS_RENAME",
  },
  {
    name: "an enum and a sequence move to another schema",
    before: `create schema app; create type en as enum ('a'); create sequence q; create table t (x en default 'a', n bigint default nextval('q'))`,
    model: () => {
      const app = pgSchema("app");
      const en = app.enum("en", ["a"]);
      return {
        app,
        en,
        q: app.sequence("q"),
        t: pgTable("t", { x: en("x").default("a"), n: bigint("n", { mode: "number" }).default(sql`nextval('app.q')`) }),
      };
    },
    renames: [
      { kind: "enum", from: ["public", "en"], to: ["app", "en"] },
      { kind: "sequence", from: ["public", "q"], to: ["app", "q"] },
    ],
    operations: [
      { op: "setEnumSchema", name: "en", from: "public", to: "app" },
      { op: "setSequenceSchema", name: "q", from: "public", to: "app" },
    ],
  },
  {
    name: "a schema under another name, with everything in it",
    before: `create schema old; create type old.en as enum ('a'); create sequence old.q; create table old.t (id serial primary key, x old.en default 'a', n bigint default nextval('old.q'), constraint ck check (x <> 'a'::old.en));
      create index i on old.t (x) where x = 'a'; create table old.u (t int constraint u_t_fk references old.t); insert into old.t (x) values (null)`,
    model: () => {
      const app = pgSchema("app");
      const en = app.enum("en", ["a"]);
      const t = app.table(
        "t",
        {
          id: serial("id").primaryKey(),
          x: en("x").default("a"),
          n: bigint("n", { mode: "number" }).default(sql`nextval('app.q')`),
        },
        (t) => [
          check("ck", sql`${t.x} <> 'a'`),
          index("i")
            .on(t.x)
            .where(sql`${t.x} = 'a'`),
        ],
      );
      const u = app.table("u", { t: integer("t") }, (u) => [
        foreignKey({ name: "u_t_fk", columns: [u.t], foreignColumns: [t.id] }),
      ]);
      return { app, en, q: app.sequence("q"), t, u };
    },
    renames: [{ kind: "schema", from: ["old"], to: ["app"] }],
    operations: [{ op: "renameSchema", from: "old", to: "app" }],
  },
  {
    name: "the model says that a table was in another schema",
    before: `create schema app; create table app.t (a int); create table app.other (a int); insert into app.t values (1)`,
    model: () => ({ t: renamed(pgTable("t", { a: integer("a") }), { schema: "app" }) }),
    operations: [{ op: "setTableSchema", name: "t", from: "app", to: "public" }],
  },
  {
    name: "a table may have come from the default schema, of which the model does not speak",
    before: `create schema app; create table t (a int); create table other (b int); insert into t values (1)`,
    model: () => {
      const app = pgSchema("app");
      return { app, t: app.table("t", { a: integer("a") }) };
    },
    refused: "AMBIGUOUS_RENAME",
  },
  {
    name: "a table has nothing to do with the one of its name in the default schema",
    before: `create schema app; create table t (a int); insert into t values (1)`,
    model: () => {
      const app = pgSchema("app");
      return { app, t: app.table("t", { a: integer("a") }) };
    },
    noRenames: true,
    operations: [{ op: "createTable", schema: "app", name: "t" }],
  },
]);
