/** Who was there, and how well they did. */

import { and, eq, gte, inArray, isNotNull, sql } from "drizzle-orm";
import {
  boolean,
  check,
  date,
  foreignKey,
  index,
  integer,
  interval,
  numeric,
  pgEnum,
  pgMaterializedView,
  pgPolicy,
  pgTable,
  primaryKey,
  serial,
  smallint,
  text,
  timestamp,
  uniqueIndex,
  varchar,
} from "drizzle-orm/pg-core";
import { enrolments, lessonSlots, sections } from "./lessons.ts";
import { students, teachers } from "./people.ts";
import { schoolApp } from "./security.ts";

export const attendanceState = pgEnum("attendance_state", ["present", "late", "absent", "ill", "excused"]);

export const attendance = pgTable(
  "attendance",
  {
    studentId: integer("student_id")
      .notNull()
      .references(() => students.personId),
    slotId: integer("slot_id")
      .notNull()
      .references(() => lessonSlots.id),
    heldOn: date("held_on").notNull(),
    state: attendanceState().notNull().default("present"),
    minutesLate: smallint("minutes_late"),
    notedBy: integer("noted_by").references(() => teachers.personId),
    notedAt: timestamp("noted_at", { withTimezone: true }).notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.studentId, t.slotId, t.heldOn] }),
    check("attendance_minutes_late_check", sql`${t.minutesLate} > 0`),
    index("attendance_absences")
      .on(t.heldOn, t.studentId)
      .where(inArray(t.state, ["absent", "ill"])),
  ],
);

export const absenceRequests = pgTable(
  "absence_requests",
  {
    id: serial().primaryKey(),
    studentId: integer("student_id")
      .notNull()
      .references(() => students.personId),
    from: date().notNull(),
    to: date().notNull(),
    reason: text(),
    granted: boolean(),
    days: integer().generatedAlwaysAs(sql`("to" - "from") + 1`),
  },
  (t) => [check("from before to", sql`${t.from} <= ${t.to}`)],
);

export const gradeScales = pgTable(
  "grade_scales",
  { id: serial().primaryKey(), name: text().notNull(), isDefault: boolean("is_default").notNull().default(false) },
  (t) => [
    uniqueIndex("one_default_scale")
      .on(t.isDefault)
      .where(sql`${t.isDefault}`),
  ],
);

export const gradeSteps = pgTable(
  "grade_steps",
  {
    scaleId: integer("scale_id")
      .notNull()
      .references(() => gradeScales.id, { onDelete: "cascade" }),
    letter: varchar({ length: 2 }).notNull(),
    min: numeric({ precision: 4, scale: 1 }).notNull(),
    max: numeric({ precision: 4, scale: 1 }).notNull(),
    passes: boolean().generatedAlwaysAs(sql`min >= 5.5`),
  },
  (t) => [primaryKey({ columns: [t.scaleId, t.letter] }), check("grade_steps_check", sql`${t.min} < ${t.max}`)],
);

export const exams = pgTable(
  "exams",
  {
    id: serial().primaryKey(),
    sectionId: integer("section_id")
      .notNull()
      .references(() => sections.id),
    kind: text({ enum: ["written", "oral", "practical"] })
      .notNull()
      .default("written"),
    heldAt: timestamp("held_at", { withTimezone: true, mode: "string" }).notNull(),
    duration: interval({ fields: "hour to minute" }).default("1 hour 30 minutes"),
    scaleId: integer("scale_id").references(() => gradeScales.id),
  },
  (t) => [check("exams_kind_check", inArray(t.kind, ["written", "oral", "practical"]))],
);

export const examResults = pgTable(
  "exam_results",
  {
    examId: integer("exam_id")
      .notNull()
      .references(() => exams.id),
    studentId: integer("student_id").notNull(),
    attempt: smallint().notNull().default(1),
    sectionId: integer("section_id").notNull(),
    grade: numeric({ precision: 4, scale: 1 }),
    remark: varchar({ length: 500 }),
  },
  (t) => [
    primaryKey({ columns: [t.examId, t.studentId, t.attempt] }),
    foreignKey({
      name: "results_of_enrolled",
      columns: [t.sectionId, t.studentId, t.attempt],
      foreignColumns: [enrolments.sectionId, enrolments.studentId, enrolments.attempt],
    }).onUpdate("cascade"),
    index("exam_results_good")
      .on(t.studentId, t.grade.desc().nullsFirst())
      .where(and(gte(t.grade, "5.5"), isNotNull(t.grade))!),
    pgPolicy("teachers_grade", {
      to: schoolApp,
      using: sql`exists (select 1 from section_teachers st where st.section_id = exam_results.section_id and st.teacher_id = auth.person_id())`,
      withCheck: sql`grade is null or (grade >= 1 and grade <= 10)`,
    }),
  ],
);

export const gradeAverages = pgMaterializedView("grade_averages").as((qb) =>
  qb
    .select({
      studentId: examResults.studentId,
      sectionId: exams.sectionId,
      average: sql<string>`round(avg(${examResults.grade}), 2)`.as("average"),
    })
    .from(examResults)
    .innerJoin(exams, eq(exams.id, examResults.examId))
    .where(isNotNull(examResults.grade))
    .groupBy(examResults.studentId, exams.sectionId),
);
