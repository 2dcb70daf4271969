/** Databases that other tools have written, or that hold what is theirs. */

import { sql } from "drizzle-orm";
import {
  bigserial,
  boolean,
  check,
  foreignKey,
  index,
  integer,
  pgTable,
  serial,
  text,
  timestamp,
  uniqueIndex,
  varchar,
} from "drizzle-orm/pg-core";
import { situations } from "../support/situation.ts";

situations([
  {
    name: "PostgreSQL named the constraints",
    before: `create table users (id serial primary key, email text not null unique, age int check (age > 0));
      create table orders (id serial primary key, user_id int references users (id)); create index on orders (user_id)`,
    model: () => {
      const users = pgTable(
        "users",
        { id: serial("id").primaryKey(), email: text("email").notNull().unique(), age: integer("age") },
        (t) => [check("users_age_check", sql`${t.age} > 0`)],
      );
      const orders = pgTable(
        "orders",
        { id: serial("id").primaryKey(), userId: integer("user_id").references(() => users.id) },
        (t) => [index("orders_user_id_idx").on(t.userId)],
      );
      return { users, orders };
    },
  },
  {
    name: "an extension's views and tables in the schema that is looked at",
    servers: [14, 15, 16, 17, 18],
    before: `create extension pg_stat_statements; create extension pg_buffercache; create table t (a int)`,
    model: () => ({ t: pgTable("t", { a: integer("a") }) }),
  },
  {
    name: "as Prisma writes it",
    before: `create table "User" ("id" serial not null, "createdAt" timestamp(3) not null default current_timestamp, "isActive" boolean not null default true,
        "authorId" integer, constraint "User_pkey" primary key ("id"));
      create unique index "User_authorId_key" on "User" ("authorId");
      alter table "User" add constraint "User_authorId_fkey" foreign key ("authorId") references "User" ("id") on delete set null on update cascade`,
    model: () => {
      const User = pgTable(
        "User",
        {
          id: serial("id").primaryKey(),
          createdAt: timestamp("createdAt", { precision: 3 })
            .notNull()
            .default(sql`CURRENT_TIMESTAMP`),
          isActive: boolean("isActive").notNull().default(true),
          authorId: integer("authorId"),
        },
        (t) => [
          uniqueIndex("User_authorId_key").on(t.authorId),
          foreignKey({ columns: [t.authorId], foreignColumns: [t.id] })
            .onDelete("set null")
            .onUpdate("cascade"),
        ],
      );
      return { User };
    },
  },
  {
    name: "as Rails writes it",
    before: `create table users (id bigserial primary key, email character varying not null, created_at timestamp(6) without time zone not null);
      create unique index index_users_on_email on users using btree (email)`,
    model: () => ({
      users: pgTable(
        "users",
        {
          id: bigserial("id", { mode: "number" }).primaryKey(),
          email: varchar("email").notNull(),
          createdAt: timestamp("created_at", { precision: 6 }).notNull(),
        },
        (t) => [uniqueIndex("index_users_on_email").on(t.email)],
      ),
    }),
  },
  {
    name: "other tools' ledgers, and a schema that is nobody's",
    before: `create schema pgboss; create table pgboss.job (id int); create table flyway_schema_history (installed_rank int primary key);
      insert into flyway_schema_history values (1); create table t (a int); create schema util;
      create function util.f() returns int language sql as 'select 1'`,
    model: () => ({ t: pgTable("t", { a: integer("a") }) }),
    diagnostics: ["OTHER_LEDGER table public.flyway_schema_history"],
  },
]);
