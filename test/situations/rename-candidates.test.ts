/** What may be a rename is asked about, however much else of it changes at once; what can't be one is not. */

import {
  bigint,
  boolean,
  index,
  integer,
  jsonb,
  numeric,
  pgEnum,
  pgTable,
  serial,
  text,
  timestamp,
  unique,
  uuid,
  varchar,
} from "drizzle-orm/pg-core";
import { situations, type Situation } from "../support/situation.ts";

const ASKED = { refused: "AMBIGUOUS_RENAME", allowMassDrop: true } as const;

situations([
  {
    name: "a column that also gets shorter",
    before: `create table t (id int, name varchar(40)); insert into t values (1, 'a')`,
    model: () => ({ t: pgTable("t", { id: integer("id"), full: varchar("full_name", { length: 20 }) }) }),
    ...ASKED,
  },
  {
    name: "a column that also gets wider and not null",
    before: `create table t (id int, amount int); insert into t values (1, 1)`,
    model: () => ({ t: pgTable("t", { id: integer("id"), cents: bigint("cents", { mode: "number" }).notNull() }) }),
    ...ASKED,
  },
  {
    name: "a column that also gets a time zone",
    before: `create table t (id int, created timestamp)`,
    model: () => ({ t: pgTable("t", { id: integer("id"), at: timestamp("created_at", { withTimezone: true }) }) }),
    ...ASKED,
  },
  {
    name: "a text that also becomes an enum",
    before: `create table t (id int, status text default 'open')`,
    model: () => {
      const state = pgEnum("state", ["open", "paid"]);
      return { state, t: pgTable("t", { id: integer("id"), state: state("state").default("open") }) };
    },
    ...ASKED,
  },
  {
    name: "an array of one number that also becomes one of another",
    before: `create table t (id int, marks int[])`,
    model: () => ({ t: pgTable("t", { id: integer("id"), grades: numeric("grades").array() }) }),
    ...ASKED,
  },
  {
    name: "a table whose key, index and constraint are called after it",
    before: `create table users (id serial primary key, email text, org int, constraint users_email_unique unique (email)); create index users_org_idx on users (org);
      create table orgs (id int); insert into users values (1, 'a', 1)`,
    model: () => ({
      orgs: pgTable("orgs", { id: integer("id") }),
      accounts: pgTable(
        "accounts",
        { id: serial("id").primaryKey(), email: text("email"), org: integer("org"), vip: boolean("vip") },
        (t) => [unique().on(t.email), index("accounts_org_idx").on(t.org)],
      ),
    }),
    ...ASKED,
  },
  {
    name: "an enum that also gets a value",
    before: `create type state as enum ('open', 'paid', 'void'); create table t (s state)`,
    model: () => {
      const status = pgEnum("status", ["open", "paid", "void", "lost"]);
      return { status, t: pgTable("t", { s: status("s") }) };
    },
    ...ASKED,
  },
  ...unlike(),
]);

/** Nobody would call one the other: the loss is told, and nothing is asked. */
function unlike(): readonly Situation[] {
  const drop = { hazards: ["DELETES_DATA"], loses: "what a column held is gone" };
  return [
    {
      name: "a truth value that goes and a document that comes",
      before: `create table t (id int, vip boolean); insert into t values (1, true)`,
      model: () => ({ t: pgTable("t", { id: integer("id"), data: jsonb("data") }) }),
      operations: [{ op: "addColumn" }, { op: "dropColumn" }],
      ...drop,
    },
    {
      name: "a number that goes and a list of numbers that comes",
      before: `create table t (id int, n int); insert into t values (1, 1)`,
      model: () => ({ t: pgTable("t", { id: integer("id"), ns: integer("ns").array() }) }),
      operations: [{ op: "addColumn" }, { op: "dropColumn" }],
      ...drop,
    },
    {
      name: "a number that goes and a uuid that comes",
      before: `create table t (id int, n int); insert into t values (1, 1)`,
      model: () => ({ t: pgTable("t", { id: integer("id"), key: uuid("key") }) }),
      operations: [{ op: "addColumn" }, { op: "dropColumn" }],
      ...drop,
    },
  ];
}
