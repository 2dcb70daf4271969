/** Money: fees, invoices, payments and who need not pay. */

import { and, eq, gt, inArray, lt, sql } from "drizzle-orm";
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
  pgSchema,
  primaryKey,
  serial,
  smallint,
  text,
  timestamp,
  uuid,
  varchar,
  type AnyPgColumn,
} from "drizzle-orm/pg-core";
import { terms } from "./lessons.ts";
import { students, teachers } from "./people.ts";
import { daterange, money } from "./types.ts";

export const finance = pgSchema("finance");

export const invoiceState = finance.enum("invoice_state", ["draft", "open", "overdue", "paid"]);
const method = finance.enum("method", ["cash", "bank"]);
export const invoiceNumbers = finance.sequence("invoice_numbers", {
  startWith: 1000,
  increment: 1,
  cache: 5,
  maxValue: 2147483647,
});

export const feeCategories = finance.table("fee_categories", {
  id: smallint().primaryKey().generatedByDefaultAsIdentity(),
  name: text().notNull(),
  parentId: smallint("parent_id").references((): AnyPgColumn => feeCategories.id),
});

export const fees = finance.table(
  "fees",
  {
    id: integer().primaryKey().generatedAlwaysAsIdentity({ startWith: 100 }),
    categoryId: smallint("category_id")
      .notNull()
      .references(() => feeCategories.id),
    name: varchar({ length: 120 }).notNull(),
    amount: numeric({ precision: 10, scale: 2 }).notNull(),
    currency: char({ length: 3 }).notNull().default("EUR"),
    valid: daterange("valid"),
    vat: numeric({ precision: 4, scale: 2 }).notNull().default("21"),
  },
  (t) => [check("amount_positive", sql`${t.amount} > 0`)],
);

export const invoices = finance.table(
  "invoices",
  {
    id: bigint({ mode: "bigint" }).primaryKey().generatedAlwaysAsIdentity(),
    number: integer()
      .notNull()
      .unique()
      .default(sql`nextval('finance.invoice_numbers'::regclass)`),
    studentId: integer("student_id")
      .notNull()
      .references(() => students.personId),
    state: invoiceState().notNull().default("draft"),
    issuedOn: date("issued_on"),
    dueOn: date("due_on").default(sql`CURRENT_DATE + 30`),
    total: numeric({ precision: 12, scale: 2 }).notNull().default("0"),
    discount: numeric({ precision: 12, scale: 2 }).notNull().default("0.00"),
    payable: numeric({ precision: 12, scale: 2 }).generatedAlwaysAs(sql`"total" - "discount"`),
    meta: jsonb().notNull().default({ tags: [], source: "office" }),
  },
  (t) => [
    check("due_after_issue", sql`${t.dueOn} IS NULL OR ${t.issuedOn} IS NULL OR ${t.dueOn} >= ${t.issuedOn}`),
    index().on(t.studentId),
    index("invoices_unpaid")
      .on(t.dueOn)
      .where(and(inArray(t.state, ["draft", "open"]), gt(t.payable, sql`0`))!),
    index("invoices_meta").using("gin", t.meta.op("jsonb_path_ops")),
  ],
);

export const invoiceLines = finance.table(
  "invoice_lines",
  {
    invoiceId: bigint("invoice_id", { mode: "bigint" })
      .notNull()
      .references(() => invoices.id, { onDelete: "cascade" }),
    line: smallint().notNull(),
    feeId: integer("fee_id").references(() => fees.id, { onDelete: "restrict" }),
    description: text().notNull().default(""),
    quantity: integer().notNull().default(1),
    price: numeric({ precision: 10, scale: 2 }).notNull(),
    amount: numeric({ precision: 12, scale: 2 })
      .notNull()
      .generatedAlwaysAs((): ReturnType<typeof sql> => sql`${invoiceLines.quantity} * ${invoiceLines.price}`),
  },
  (t) => [primaryKey({ columns: [t.invoiceId, t.line] })],
);

export const payments = finance.table(
  "payments",
  {
    id: bigserial({ mode: "bigint" }).primaryKey(),
    invoiceId: bigint("invoice_id", { mode: "bigint" }).notNull(),
    method: method().notNull().default("bank"),
    paidAt: timestamp("paid_at", { withTimezone: true })
      .notNull()
      .default(sql`CURRENT_TIMESTAMP`),
    amount: money("amount"),
    reference: varchar({ length: 35 }),
  },
  (t) => [
    foreignKey({
      name: "finance.payments.invoice",
      columns: [t.invoiceId],
      foreignColumns: [invoices.id],
    }).onDelete("restrict"),
    index("payments_by_month").on(sql`date_trunc('month', ${t.paidAt} AT TIME ZONE 'UTC')`, t.method),
  ],
);

export const refunds = finance.table("refunds", {
  paymentId: bigint("payment_id", { mode: "bigint" })
    .primaryKey()
    .references(() => payments.id),
  reason: text().notNull(),
  approvedBy: integer("approved_by").references(() => teachers.personId),
});

export const scholarships = finance.table("scholarships", {
  id: uuid().primaryKey().defaultRandom(),
  name: text().notNull(),
  budget: numeric({ precision: 14, scale: 2 }).notNull().default("0"),
  rules: jsonb().default([]),
});

export const scholarshipAwards = finance.table(
  "scholarship_awards",
  {
    scholarshipId: uuid("scholarship_id")
      .notNull()
      .references(() => scholarships.id, { onDelete: "cascade" }),
    studentId: integer("student_id")
      .notNull()
      .references(() => students.personId),
    termId: integer("term_id")
      .notNull()
      .references(() => terms.id),
    amount: numeric({ precision: 10, scale: 2 }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.scholarshipId, t.studentId, t.termId] })],
);

export const awardPayments = finance.table(
  "award_payments",
  {
    id: serial().primaryKey(),
    scholarshipId: uuid("scholarship_id").notNull(),
    studentId: integer("student_id").notNull(),
    termId: integer("term_id").notNull(),
    paid: numeric({ precision: 10, scale: 2 }).notNull(),
  },
  (t) => [
    foreignKey({
      columns: [t.scholarshipId, t.studentId, t.termId],
      foreignColumns: [scholarshipAwards.scholarshipId, scholarshipAwards.studentId, scholarshipAwards.termId],
    }),
  ],
);

export const ledgerAccounts = finance.table("accounts", {
  code: varchar({ length: 10 }).primaryKey(),
  name: text().notNull(),
  isOpen: boolean("is_open").notNull().default(true),
  parent: varchar({ length: 10 }).references((): AnyPgColumn => ledgerAccounts.code),
});

export const budgets = finance.table(
  "budgets",
  {
    account: varchar({ length: 10 })
      .notNull()
      .references(() => ledgerAccounts.code),
    year: integer().notNull(),
    months: numeric({ precision: 12, scale: 2 })
      .array()
      .notNull()
      .default(Array.from({ length: 12 }, () => "0")),
  },
  (t) => [primaryKey({ columns: [t.account, t.year] })],
);

export const openInvoices = finance
  .view("open_invoices")
  .with({ securityBarrier: true })
  .as((qb) =>
    qb
      .select({
        id: invoices.id,
        number: invoices.number,
        studentId: invoices.studentId,
        payable: invoices.payable,
        dueOn: invoices.dueOn,
      })
      .from(invoices)
      .where(and(inArray(invoices.state, ["open", "overdue"]), gt(invoices.payable, sql`0`))),
  );

export const dunning = finance.view("dunning").as((qb) =>
  qb
    .select({
      studentId: openInvoices.studentId,
      letters: sql<number>`count(*)`.as("letters"),
      owed: sql<string>`sum(${openInvoices.payable})`.as("owed"),
    })
    .from(openInvoices)
    .where(lt(openInvoices.dueOn, sql`current_date`))
    .groupBy(openInvoices.studentId),
);

export const monthlyRevenue = finance
  .materializedView("monthly_revenue", { month: date(), method: method(), payments: integer() })
  .withNoData()
  .as(
    sql`SELECT (date_trunc('month', p.paid_at AT TIME ZONE 'UTC'))::date AS month, p.method, (count(*))::int AS payments FROM ${payments} p GROUP BY 1, 2`,
  );

/** Used by the portal's queries alone. */
export const isOpen = eq(invoices.state, "open");
