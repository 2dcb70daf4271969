import { integer, pgTable, varchar } from "drizzle-orm/pg-core";

export const students = pgTable("students", {
  id: integer("id").primaryKey().generatedByDefaultAsIdentity(),
  name: varchar("name", { length: 100 }).notNull(),
});
