/** What is taught, when, where, to whom. */

import { isNull, sql } from "drizzle-orm";
import {
  boolean,
  check,
  date,
  foreignKey,
  index,
  integer,
  interval,
  jsonb,
  numeric,
  pgTable,
  point,
  primaryKey,
  real,
  serial,
  smallint,
  text,
  time,
  timestamp,
  uniqueIndex,
  varchar,
} from "drizzle-orm/pg-core";
import { students, teachers } from "./people.ts";
import { bytes } from "./types.ts";

export const departments = pgTable(
  "departments",
  { code: varchar({ length: 4 }).primaryKey(), name: text().notNull(), headId: integer("head_id") },
  (t) => [
    foreignKey({ name: "fk_head", columns: [t.headId], foreignColumns: [teachers.personId] })
      .onUpdate("cascade")
      .onDelete("set null"),
  ],
);

export const courses = pgTable(
  "courses",
  {
    departmentCode: varchar("department_code", { length: 4 })
      .notNull()
      .references(() => departments.code),
    number: smallint().notNull(),
    title: text().notNull(),
    credits: numeric({ precision: 3, scale: 1 }).notNull().default("1.0"),
    hoursPerWeek: integer("hours_per_week").default(2),
    outline: text().default(""),
  },
  (t) => [primaryKey({ columns: [t.departmentCode, t.number] })],
);

export const coursePrerequisites = pgTable(
  "course_prerequisites",
  {
    departmentCode: varchar("department_code", { length: 4 }).notNull(),
    number: smallint().notNull(),
    needsDepartmentCode: varchar("needs_department_code", { length: 4 }).notNull(),
    needsNumber: smallint("needs_number").notNull(),
  },
  (t) => [
    primaryKey({
      name: "course_prerequisites_pk",
      columns: [t.needsNumber, t.needsDepartmentCode, t.number, t.departmentCode],
    }),
    foreignKey({
      columns: [t.departmentCode, t.number],
      foreignColumns: [courses.departmentCode, courses.number],
    }).onDelete("cascade"),
    foreignKey({
      name: "prerequisite",
      columns: [t.needsDepartmentCode, t.needsNumber],
      foreignColumns: [courses.departmentCode, courses.number],
    }),
    check("not_itself", sql`(${t.departmentCode}, ${t.number}) <> (${t.needsDepartmentCode}, ${t.needsNumber})`),
  ],
);

export const terms = pgTable(
  "terms",
  { id: serial().primaryKey(), name: text().notNull(), starts: date().notNull(), ends: date().notNull() },
  (t) => [check("terms_check", sql`${t.ends} > ${t.starts}`)],
);

export const campuses = pgTable("campuses", {
  id: serial().primaryKey(),
  name: text().notNull().unique(),
  location: point({ mode: "tuple" }).default([4.9, 52.37]),
});

export const rooms = pgTable(
  "rooms",
  {
    campusId: integer("campus_id").references(() => campuses.id),
    number: varchar({ length: 8 }),
    seats: smallint().notNull().default(30),
    features: text().array().notNull().default([]),
  },
  (t) => [primaryKey({ name: "rooms_pkey", columns: [t.campusId, t.number] })],
);

export const sections = pgTable(
  "sections",
  {
    id: serial().primaryKey(),
    departmentCode: varchar("department_code", { length: 4 }).notNull(),
    number: smallint().notNull(),
    termId: integer("term_id")
      .notNull()
      .references(() => terms.id),
    campusId: integer("campus_id"),
    room: varchar({ length: 8 }),
    maxStudents: integer("max_students").default(30),
    isOnline: boolean("isOnline").notNull().default(false),
    timetable: jsonb().default({ a: null, b: [1, 2] }),
  },
  (t) => [
    foreignKey({ columns: [t.number, t.departmentCode], foreignColumns: [courses.number, courses.departmentCode] }),
    foreignKey({
      name: "section_room",
      columns: [t.campusId, t.room],
      foreignColumns: [rooms.campusId, rooms.number],
    }).onDelete("set null"),
    index("sections_term").on(t.termId.desc().nullsLast(), t.departmentCode),
  ],
);

export const sectionTeachers = pgTable(
  "section_teachers",
  {
    sectionId: integer("section_id").references(() => sections.id, { onDelete: "cascade" }),
    teacherId: integer("teacher_id").references(() => teachers.personId),
    share: numeric({ precision: 5, scale: 2 }).default("100"),
  },
  (t) => [primaryKey({ columns: [t.teacherId, t.sectionId] })],
);

export const enrolments = pgTable(
  "enrolments",
  {
    studentId: integer("student_id")
      .notNull()
      .references(() => students.personId),
    sectionId: integer("section_id")
      .notNull()
      .references(() => sections.id),
    attempt: smallint().notNull().default(1),
    enrolledOn: date("enrolled_on")
      .notNull()
      .default(sql`current_date`),
    leftOn: date("left_on"),
  },
  (t) => [
    primaryKey({ name: "enrolments_key", columns: [t.sectionId, t.studentId, t.attempt] }),
    index("enrolments_open").on(t.studentId).where(isNull(t.leftOn)),
  ],
);

export const lessonSlots = pgTable(
  "lesson_slots",
  {
    id: serial().primaryKey(),
    sectionId: integer("section_id")
      .notNull()
      .references(() => sections.id, { onDelete: "cascade" }),
    weekday: smallint().notNull(),
    starts: time().notNull().default("9:00"),
    lasts: interval().notNull().default("50 minutes"),
  },
  (t) => [
    check("lesson_slots_weekday_check", sql`${t.weekday} between 1 and 7`),
    uniqueIndex("lesson_slots_once").on(t.sectionId, t.weekday, t.starts),
  ],
);

export const assignments = pgTable("assignments", {
  id: serial().primaryKey(),
  sectionId: integer("section_id")
    .notNull()
    .references(() => sections.id),
  title: varchar({ length: 200 }).notNull(),
  due: timestamp({ precision: 0, withTimezone: true }),
  weight: real().default(1),
  rubric: jsonb().default({ points: 10 }),
});

export const submissions = pgTable(
  "submissions",
  {
    assignmentId: integer("assignment_id")
      .notNull()
      .references(() => assignments.id),
    studentId: integer("student_id")
      .notNull()
      .references(() => students.personId),
    handedIn: timestamp("handed_in", { withTimezone: true }).notNull().defaultNow(),
    file: bytes("file"),
    points: numeric({ precision: 5, scale: 2 }),
    maxPoints: numeric("max_points", { precision: 5, scale: 2, mode: "number" }).notNull().default(10),
    percentage: numeric().generatedAlwaysAs(sql`round(points / nullif(max_points, 0) * 100, 1)`),
  },
  (t) => [primaryKey({ columns: [t.assignmentId, t.studentId] })],
);
