/** What a database has that no model can declare, where what it rests on changes. */

import { bigint, customType, foreignKey, integer, pgTable, pgView, text, varchar } from "drizzle-orm/pg-core";
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
    name: "a column that a parent gets is its child's too, whether the child's model says so or not",
    before: `create table parent (a int); create table child (b int) inherits (parent); insert into child values (1, 2)`,
    model: () => ({
      parent: pgTable("parent", { a: integer("a"), c: integer("c") }),
      child: pgTable("child", { a: integer("a"), b: integer("b"), c: integer("c") }),
    }),
    refused: "UNMANAGED_DEPENDENT",
  },
  {
    name: "a child gets a column of its own",
    before: `create table parent (a int); create table child (b int) inherits (parent); insert into child values (1, 2)`,
    model: () => ({
      parent: pgTable("parent", { a: integer("a") }),
      child: pgTable("child", { a: integer("a"), b: integer("b"), c: integer("c") }),
    }),
    operations: [{ op: "addColumn", table: "child", name: "c" }],
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
]);
