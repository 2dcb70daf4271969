import { sql } from "drizzle-orm";
import { index, integer, numeric, pgEnum, pgTable, text, timestamp } from "drizzle-orm/pg-core";

export const feeStatus = pgEnum("fee_status", ["pending", "paid", "overdue", "cancelled"]);

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
    status: feeStatus("status").notNull().default("pending"),
    description: text("description"),
    dueDate: timestamp("due_date").notNull(),
    createdAt: timestamp("created_at")
      .notNull()
      .default(sql`now()`),
  },
  (table) => [index("ix_fees_student_id").on(table.studentId), index("ix_fees_status").on(table.status)],
);
