import { sql } from "drizzle-orm";
import { index, integer, numeric, pgTable, text, timestamp, varchar } from "drizzle-orm/pg-core";

export const students = pgTable("students", {
  id: integer("id").primaryKey().generatedByDefaultAsIdentity(),
  name: text("name").notNull(),
});

export const fees = pgTable(
  "fees",
  {
    id: integer("id").primaryKey().generatedByDefaultAsIdentity(),
    studentId: integer("student_id")
      .notNull()
      .references(() => students.id),
    amount: numeric("amount", { precision: 10, scale: 2 }).notNull(),
    status: varchar("status", { length: 20 }).notNull().default("pending"),
    description: text("description"),
    dueDate: timestamp("due_date").notNull(),
    createdAt: timestamp("created_at")
      .notNull()
      .default(sql`now()`),
  },
  (table) => [index("ix_fees_student_id").on(table.studentId), index("ix_fees_status").on(table.status)],
);
