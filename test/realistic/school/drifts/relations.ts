/** Drifts of tables, views, sequences and enums, and of who may see rows. */

import type { Drift } from "./drift.ts";

export const relations: readonly Drift[] = [
  {
    name: "a sequence caches less",
    sql: "alter sequence finance.invoice_numbers cache 1",
    operations: [{ op: "alterSequence", schema: "finance", name: "invoice_numbers", cache: 5 }],
  },
  {
    name: "a sequence came",
    sql: "create sequence tickets",
    operations: [{ op: "dropSequence", name: "tickets" }],
  },
  { name: "an enum came", sql: "create type mood as enum ('fine')", operations: [{ op: "dropEnum", name: "mood" }] },
  {
    name: "a table went",
    sql: "drop table role_permissions",
    operations: [{ op: "createTable", name: "role_permissions" }],
  },
  {
    name: "a table came",
    sql: "create table leftovers (id int)",
    operations: [{ op: "dropTable", name: "leftovers" }],
  },
  {
    name: "a table got another name",
    sql: "alter table clubs rename to societies",
    renames: [{ kind: "table", from: ["public", "societies"], to: ["public", "clubs"] }],
    operations: [{ op: "renameTable", from: "societies", to: "clubs" }],
  },
  {
    name: "a view shows less",
    sql: "create or replace view finance.open_invoices with (security_barrier = true) as select id, number, student_id, payable, due_on from finance.invoices where state = 'open' and payable > 0",
    operations: [{ op: "replaceView", schema: "finance", name: "open_invoices" }],
  },
  { name: "a view went", sql: "drop view library.overdue", operations: [{ op: "createView", name: "overdue" }] },
  {
    name: "a view came",
    sql: "create view campus_names as select name from campuses",
    operations: [{ op: "dropView", name: "campus_names" }],
  },
  {
    name: "a view lost its option",
    sql: "alter view finance.open_invoices reset (security_barrier)",
    operations: [{ op: "setViewOptions", name: "open_invoices" }],
  },
  {
    name: "a materialized view counts otherwise",
    sql: "drop materialized view grade_averages; create materialized view grade_averages as select r.student_id, e.section_id, round(avg(r.grade), 1) as average from exam_results r join exams e on e.id = r.exam_id group by 1, 2",
    operations: [{ op: "dropMaterializedView" }, { op: "createMaterializedView", name: "grade_averages" }],
  },
  {
    name: "row-level security was switched off",
    sql: "alter table permissions disable row level security",
    operations: [{ op: "enableRowLevelSecurity", table: "permissions" }],
  },
  {
    name: "row-level security was switched on",
    sql: "alter table buses enable row level security",
    operations: [{ op: "disableRowLevelSecurity", table: "buses" }],
  },
];

export const policies: readonly Drift[] = [
  {
    name: "a policy went",
    sql: "drop policy own_account on accounts",
    operations: [{ op: "createPolicy", table: "accounts", name: "own_account" }],
  },
  {
    name: "a policy came",
    sql: "create policy everybody on accounts for select using (true)",
    operations: [{ op: "dropPolicy", table: "accounts", name: "everybody" }],
  },
  {
    name: "a policy lets more in",
    sql: "alter policy own_sessions on sessions using (person_id = auth.person_id())",
    operations: [{ op: "alterPolicy", table: "sessions", name: "own_sessions" }],
  },
  {
    name: "a policy is for one role more",
    sql: "alter policy teachers_grade on exam_results to school_app, school_office",
    operations: [{ op: "alterPolicy", table: "exam_results", to: ["school_app"] }],
  },
  {
    name: "a policy no longer restricts",
    sql: "drop policy office_reads on audit_log; create policy office_reads on audit_log for select to school_office using (what not like 'secret:%')",
    operations: [
      { op: "dropPolicy", name: "office_reads" },
      { op: "createPolicy", name: "office_reads" },
    ],
  },
];
