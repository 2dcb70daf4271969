/** Drifts of constraints and indexes. */

import type { Drift } from "./drift.ts";

export const constraints: readonly Drift[] = [
  {
    name: "a check lets more in",
    sql: "alter table teachers drop constraint teachers_hours_check, add constraint teachers_hours_check check (hours between 0 and 42)",
    operations: [
      { op: "dropConstraint", table: "teachers", name: "teachers_hours_check" },
      { op: "addCheck", table: "teachers", name: "teachers_hours_check" },
    ],
  },
  {
    name: "a check went",
    sql: "alter table terms drop constraint terms_check",
    operations: [{ op: "addCheck", table: "terms" }],
  },
  {
    name: "a check came",
    sql: "alter table terms add constraint short check (length(name) < 100)",
    operations: [{ op: "dropConstraint", table: "terms", name: "short" }],
  },
  {
    name: "a check is not valid",
    sql: "alter table buses drop constraint colour_is_hex, add constraint colour_is_hex check (colour ~* '^#[0-9a-f]{6}$') not valid",
    operations: [{ op: "validateConstraint", table: "buses", name: "colour_is_hex" }],
  },
  {
    name: "a unique constraint went",
    sql: "alter table library.authors drop constraint authors_name_uq",
    operations: [{ op: "addUnique", schema: "library", table: "authors", name: "authors_name_uq" }],
  },
  {
    name: "a unique constraint came",
    sql: "alter table routes add unique (name)",
    operations: [{ op: "dropConstraint", table: "routes" }],
  },
  {
    name: "a unique constraint got another name",
    sql: "alter table students rename constraint student_number_once to students_number_key",
    operations: [{ op: "renameConstraint", from: "students_number_key", to: "student_number_once" }],
  },
  {
    name: "a foreign key does something else",
    sql: "alter table finance.invoice_lines drop constraint invoice_lines_fee_id_fkey, add constraint invoice_lines_fee_id_fkey foreign key (fee_id) references finance.fees on delete cascade",
    operations: [
      { op: "dropConstraint", name: "invoice_lines_fee_id_fkey" },
      { op: "addForeignKey", columns: ["fee_id"], onDelete: "restrict" },
    ],
  },
  {
    name: "a foreign key went",
    sql: "alter table course_prerequisites drop constraint prerequisite",
    operations: [{ op: "addForeignKey", table: "course_prerequisites", name: "prerequisite" }],
  },
  {
    name: "a foreign key refers to another table",
    sql: "alter table bus_rides drop constraint bus_rides_driver_fk, add constraint bus_rides_driver_fk foreign key (driver_id) references persons on delete set null",
    operations: [
      { op: "dropConstraint", name: "bus_rides_driver_fk" },
      { op: "addForeignKey", name: "bus_rides_driver_fk", references: { table: "staff_members" } },
    ],
  },
  {
    name: "a foreign key came",
    sql: "alter table comms.templates add constraint strange foreign key (code) references permissions",
    operations: [{ op: "dropConstraint", schema: "comms", table: "templates", name: "strange" }],
  },
  {
    name: "the columns of a primary key changed places",
    sql: "alter table course_prerequisites drop constraint course_prerequisites_pk, add constraint course_prerequisites_pk primary key (department_code, number, needs_department_code, needs_number)",
    operations: [{ op: "dropConstraint", table: "course_prerequisites" }, { op: "addPrimaryKey" }],
  },
];

export const indexes: readonly Drift[] = [
  {
    name: "an index went",
    sql: "drop index enrolments_open",
    operations: [{ op: "createIndex", name: "enrolments_open", table: "enrolments" }],
  },
  {
    name: "an index came",
    sql: "create index born on persons (born)",
    operations: [{ op: "dropIndex", name: "born" }],
  },
  {
    name: "an index got another name",
    sql: "alter index rides_on_day rename to rides",
    operations: [{ op: "renameIndex", from: "rides", to: "rides_on_day" }],
  },
  ...[
    [
      "holds fewer rows",
      "enrolments_open",
      "enrolments_open on enrolments (student_id) where left_on is null and attempt = 1",
    ],
    ["sorts otherwise", "sections_term", "sections_term on sections (term_id, department_code)"],
    ["is of another method", "audit_log_actor", "audit_log_actor on audit_log (actor)"],
    ["has another operator class", "finance.invoices_meta", "invoices_meta on finance.invoices using gin (meta)"],
    ["is less full", "sessions_expire", "sessions_expire on sessions (expires) with (fillfactor = 50)"],
    [
      "is over another expression",
      "library.books_lower_title",
      "books_lower_title on library.books (upper(title) text_pattern_ops, published desc)",
    ],
    ["is no longer unique", "lesson_slots_once", "lesson_slots_once on lesson_slots (section_id, weekday, starts)"],
    ["has another column", "persons_by_name", "persons_by_name on persons (last_name, born)"],
  ].map(([what = "", name = "", made = ""]) => ({
    name: `an index ${what}`,
    sql: `drop index ${name}; create index ${made}`,
    operations: [
      { op: "dropIndex" as const, name: name.split(".").at(-1) },
      { op: "createIndex" as const, name: name.split(".").at(-1) },
    ],
  })),
];
