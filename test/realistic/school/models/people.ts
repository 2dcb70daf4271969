/** Everybody, where they live and what they are here. */

import { sql } from "drizzle-orm";
import {
  bigint,
  bigserial,
  boolean,
  char,
  check,
  date,
  foreignKey,
  index,
  integer,
  jsonb,
  numeric,
  pgEnum,
  pgTable,
  primaryKey,
  serial,
  smallint,
  text,
  timestamp,
  unique,
  varchar,
  type AnyPgColumn,
} from "drizzle-orm/pg-core";
import { citext } from "./types.ts";

export const personSort = pgEnum("person_sort", ["student", "teacher", "staff", "guardian"]);

export const persons = pgTable(
  "persons",
  {
    id: bigserial({ mode: "number" }).primaryKey(),
    email: citext("email").notNull().unique("users_email_key"),
    firstName: varchar("first_name", { length: 80 }).notNull(),
    lastName: varchar("last_name", { length: 80 }).notNull(),
    sort: personSort().notNull().default("student"),
    born: date(),
    createdAt: timestamp("created_at", { precision: 3 })
      .notNull()
      .default(sql`CURRENT_TIMESTAMP(3)`),
    updatedAt: timestamp("updated_at").$onUpdate(() => new Date()),
    displayName: text("display_name").generatedAlwaysAs(sql`first_name || ' ' || last_name`),
    preferredName: text("preferredName"),
  },
  (t) => [
    index("persons_by_name").on(t.lastName, t.firstName),
    index("user_kind")
      .on(t.sort)
      .where(sql`${t.sort} <> ${"student"}`),
    check("born_in_time", sql`${t.born} > '1900-01-01' AND ${t.born} < '2100-01-01'`),
  ],
);

export const addresses = pgTable("addresses", {
  id: serial().primaryKey(),
  line1: text().notNull(),
  line2: text(),
  city: varchar({ length: 100 }).notNull(),
  postcode: varchar({ length: 10 }),
  country: char({ length: 2 }).notNull().default("NL"),
  geo: jsonb(),
});

export const personAddresses = pgTable(
  "person_addresses",
  {
    personId: integer("person_id").notNull(),
    addressId: integer("address_id")
      .notNull()
      .references(() => addresses.id),
    since: date()
      .notNull()
      .default(sql`CURRENT_DATE`),
  },
  (t) => [
    primaryKey({ name: "user_addresses_pkey", columns: [t.personId, t.addressId] }),
    foreignKey({ name: "user_addresses_user_id_fkey", columns: [t.personId], foreignColumns: [persons.id] }).onDelete(
      "cascade",
    ),
  ],
);

export const students = pgTable(
  "students",
  {
    personId: integer("person_id")
      .primaryKey()
      .references(() => persons.id, { onDelete: "cascade" }),
    number: varchar({ length: 12 })
      .notNull()
      .default(sql`next_student_number()`),
    entered: date().notNull(),
    formGroupId: integer("form_group_id").references((): AnyPgColumn => formGroups.id),
  },
  (t) => [unique("student_number_once").on(t.number)],
);

export const teachers = pgTable(
  "teachers",
  {
    personId: integer("person_id")
      .primaryKey()
      .references(() => persons.id, { onDelete: "cascade" }),
    initials: varchar({ length: 5 }).notNull().unique(),
    hired: date(),
    hours: numeric({ precision: 4, scale: 1 }).default("36"),
    formGroupId: integer("form_group_id"),
  },
  (t) => [
    check("teachers_hours_check", sql`${t.hours} BETWEEN 0 AND 40`),
    foreignKey({ name: "teachers_own_class", columns: [t.formGroupId], foreignColumns: [formGroups.id] }),
  ],
);

export const formGroups = pgTable(
  "form_groups",
  {
    id: serial().primaryKey(),
    name: varchar({ length: 20 }).notNull(),
    year: smallint().notNull(),
    mentorId: integer("mentor_id").references((): AnyPgColumn => teachers.personId, { onDelete: "set null" }),
    level: text().default("vwo"),
  },
  (t) => [unique("classes_name_year_key").on(t.name, t.year)],
);

export const guardians = pgTable(
  "guardians",
  {
    guardianId: integer("guardian_id")
      .notNull()
      .references(() => persons.id),
    studentId: integer("student_id")
      .notNull()
      .references(() => students.personId),
    relation: text().notNull(),
    mayCollect: boolean("may_collect").default(true),
  },
  (t) => [primaryKey({ columns: [t.studentId, t.guardianId] })],
);

export const contactPoints = pgTable(
  "contact_points",
  {
    id: bigserial({ mode: "bigint" }).primaryKey(),
    personId: integer("person_id")
      .notNull()
      .references(() => persons.id, { onDelete: "cascade" }),
    sort: text().notNull(),
    value: text().notNull(),
    verifiedAt: timestamp("verified_at", { withTimezone: true }),
  },
  (t) => [
    check("contact_points_sort_check", sql`${t.sort} IN ('phone', 'mail', 'post')`),
    check("value_is_there", sql`length(trim(both from ${t.value})) > 0`),
  ],
);

export const staffMembers = pgTable("staff_members", {
  personId: bigint("person_id", { mode: "number" })
    .primaryKey()
    .references(() => persons.id),
  job: text().notNull(),
  since: date().default("2018-09-01"),
});
