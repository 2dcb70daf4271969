/** A database with something of all sorts, of which some names mean something by the search path alone, and its models. */

import { sql } from "drizzle-orm";
import {
  bigint,
  check as rule,
  index,
  integer,
  numeric,
  pgEnum,
  pgMaterializedView,
  pgPolicy,
  pgSchema,
  pgSequence,
  pgTable,
  pgView,
  serial,
  text,
  varchar,
} from "drizzle-orm/pg-core";

export const BEFORE = `
create schema app; create schema other; create schema early;
create table other.rates (id integer, rate integer);
create function short(text) returns boolean immutable language sql as $$ select length($1) < 9 $$;
create type state as enum ('open', 'paid');
create table students (id serial primary key, name text not null);
create table fees (
  id integer generated always as identity primary key, state state not null default 'open', amount numeric(10,2) not null default 0,
  note varchar(20) default lower('NONE'), student_id integer,
  constraint known check (amount between 0 and 100 and short(note)),
  constraint fees_student_id_students_id_fk foreign key (student_id) references students (id) on delete cascade);
create index by_state on fees (state) where amount > 5;
alter table fees enable row level security;
create policy own on fees for select to public using (exists (select * from other.rates where rate > amount));
create view open_fees as select id, amount from fees where state in ('open', 'paid');
create view rates_seen as select * from other.rates;
create materialized view sums as select state, sum(amount) as total from fees group by state;
create sequence counter; create table counted (n bigint default nextval('counter'));
create table app.letters (id serial primary key, words text, size bigint default 5);`;

export const state = pgEnum("state", ["open", "paid"]);
export const students = pgTable("students", { id: serial().primaryKey(), name: text().notNull() });
/** @param note what its default says. @param most what its check says. */
export const fees = (note = "NONE", most = 100) =>
  pgTable(
    "fees",
    {
      id: integer().primaryKey().generatedAlwaysAsIdentity(),
      state: state().notNull().default("open"),
      amount: numeric({ precision: 10, scale: 2 }).notNull().default("0"),
      note: varchar({ length: 20 }).default(sql.raw(`lower('${note}')`)),
      studentId: integer("student_id").references(() => students.id, { onDelete: "cascade" }),
    },
    (t) => [
      rule("known", sql`${t.amount} between 0 and ${sql.raw(String(most))} and short(${t.note})`),
      index("by_state")
        .on(t.state)
        .where(sql`${t.amount} > 5`),
      pgPolicy("own", {
        for: "select",
        to: "public",
        using: sql`exists (select * from other.rates where rate > amount)`,
      }),
    ],
  );
export const SCHEMA = {
  state,
  students,
  fees: fees(),
  openFees: pgView("open_fees", { id: integer(), amount: numeric() }).as(
    sql`select id, amount from fees where state in ('open', 'paid')`,
  ),
  ratesSeen: pgView("rates_seen", { id: integer(), rate: integer() }).as(sql`select * from other.rates`),
  sums: pgMaterializedView("sums", { state: state(), total: numeric() }).as(
    sql`select state, sum(amount) as total from fees group by state`,
  ),
  counter: pgSequence("counter"),
  counted: pgTable("counted", { n: bigint({ mode: "number" }).default(sql`nextval('counter')`) }),
  app: pgSchema("app"),
  letters: pgSchema("app").table("letters", {
    id: serial().primaryKey(),
    words: text(),
    size: bigint({ mode: "bigint" }).default(5n),
  }),
};
