/** Who may come in, and what was done. */

import { sql } from "drizzle-orm";
import {
  bigint,
  char,
  check,
  index,
  integer,
  jsonb,
  pgPolicy,
  pgRole,
  pgTable,
  primaryKey,
  text,
  timestamp,
  unique,
} from "drizzle-orm/pg-core";
import { persons } from "./people.ts";
import { bytes, citext } from "./types.ts";

export const schoolApp = pgRole("school_app").existing();
export const schoolOffice = pgRole("school_office").existing();

export const accounts = pgTable(
  "accounts",
  {
    personId: bigint("person_id", { mode: "number" })
      .primaryKey()
      .references(() => persons.id, { onDelete: "cascade" }),
    login: citext("login").notNull(),
    passwordHash: text("password_hash"),
    secondFactor: bytes("second_factor"),
    failed: integer().notNull().default(0),
    lockedUntil: timestamp("locked_until", { withTimezone: true, mode: "string" }).default("-infinity"),
    settings: jsonb().notNull().default({ dense: false, theme: "light" }),
  },
  (t) => [
    unique("accounts_login_unique").on(t.login),
    pgPolicy("own_account", { using: sql`${t.personId} = auth.person_id()` }),
  ],
);

export const sessions = pgTable(
  "sessions",
  {
    id: char({ length: 32 })
      .primaryKey()
      .default(sql`md5(random()::text || clock_timestamp()::text)`),
    personId: bigint("person_id", { mode: "number" })
      .notNull()
      .references(() => accounts.personId, { onDelete: "cascade" }),
    started: timestamp({ withTimezone: true }).notNull().defaultNow(),
    expires: timestamp({ withTimezone: true })
      .notNull()
      .default(sql`now() + interval '12 hours'`),
    agent: text(),
  },
  (t) => [
    index("sessions_expire").on(t.expires).with({ fillfactor: 70 }),
    pgPolicy("own_sessions", {
      for: "select",
      to: [schoolApp],
      using: sql`person_id = auth.person_id() AND expires > now()`,
    }),
    pgPolicy("end_own_session", {
      for: "delete",
      to: [schoolOffice, schoolApp],
      using: sql`(person_id = auth.person_id())`,
    }),
  ],
);

export const permissions = pgTable("permissions", { code: text().primaryKey(), about: text() }, (t) => [
  check("permissions_code_check", sql`${t.code} ~ '^[a-z]+:[a-z]+$'`),
]).enableRLS();

export const rolePermissions = pgTable(
  "role_permissions",
  {
    role: text().notNull(),
    permission: text()
      .notNull()
      .references(() => permissions.code, { onUpdate: "cascade", onDelete: "cascade" }),
  },
  (t) => [primaryKey({ columns: [t.role, t.permission] })],
);

export const auditLog = pgTable(
  "audit_log",
  {
    id: bigint({ mode: "number" })
      .primaryKey()
      .generatedAlwaysAsIdentity({ minValue: 1, maxValue: Number.MAX_SAFE_INTEGER, cache: 20 }),
    at: timestamp({ withTimezone: true })
      .notNull()
      .default(sql`statement_timestamp()`),
    actor: text()
      .notNull()
      .default(sql`CURRENT_USER`),
    what: text().notNull(),
    payload: jsonb(),
  },
  (t) => [
    index("audit_log_recent").using("brin", t.at).with({ pages_per_range: 64, autosummarize: true }),
    index("audit_log_actor").using("hash", t.actor),
    pgPolicy("office_reads", {
      as: "restrictive",
      for: "select",
      to: "school_office",
      using: sql`${t.what} NOT LIKE 'secret:%'`,
    }),
    pgPolicy("anyone_writes", { for: "insert", withCheck: sql`${t.actor} = current_user` }),
  ],
);

export const settings = pgTable("settings", {
  key: text().primaryKey(),
  value: jsonb().notNull(),
  changed: timestamp({ withTimezone: true })
    .notNull()
    .default(sql`transaction_timestamp()`),
});
