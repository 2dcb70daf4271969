/** Books, and who has them. */

import { sql } from "drizzle-orm";
import {
  bigint,
  bit,
  check,
  char,
  doublePrecision,
  index,
  integer,
  pgSchema,
  primaryKey,
  serial,
  smallint,
  text,
  timestamp,
  unique,
  uniqueIndex,
  varchar,
} from "drizzle-orm/pg-core";
import { persons } from "./people.ts";
import { citext, int4range, isbn, plainText, tstzrange, tsvector } from "./types.ts";

export const library = pgSchema("library");

export const authors = library.table(
  "authors",
  { id: serial().primaryKey(), name: citext("name").notNull(), bornIn: integer("born_in") },
  (t) => [unique("authors_name_uq").on(t.name)],
);

export const books = library.table(
  "books",
  {
    id: serial().primaryKey(),
    isbn: isbn("isbn"),
    title: plainText("title").notNull(),
    subjects: text().array(),
    languages: char({ length: 2 }).array().default(["nl"]),
    published: integer(),
    search: tsvector("search").generatedAlwaysAs(
      sql`to_tsvector('simple', coalesce(title, '') || ' ' || coalesce(isbn::text, ''))`,
    ),
  },
  (t) => [
    index("books_title_trgm").using("gin", t.title.op("gin_trgm_ops")),
    index("books_search").using("gin", t.search),
    uniqueIndex("books_isbn")
      .on(t.isbn)
      .where(sql`${t.isbn} is not null`),
    index("books_published_brin").using("brin", t.published).with({ pages_per_range: 32 }),
    index("books_lower_title").on(sql`lower(${t.title}) text_pattern_ops`, t.published.desc().nullsFirst()),
  ],
);

export const bookAuthors = library.table(
  "book_authors",
  {
    bookId: integer("book_id")
      .notNull()
      .references(() => books.id, { onDelete: "cascade" }),
    authorId: integer("author_id")
      .notNull()
      .references(() => authors.id, { onDelete: "cascade" }),
    position: smallint().notNull().default(0),
  },
  (t) => [primaryKey({ columns: [t.bookId, t.authorId] }), unique().on(t.bookId, t.position)],
);

export const shelves = library.table("shelves", {
  code: text().primaryKey(),
  floor: smallint().default(0),
  span: int4range("span"),
});

export const copies = library.table("copies", {
  barcode: varchar({ length: 20 }).primaryKey(),
  bookId: integer("book_id")
    .notNull()
    .references(() => books.id),
  shelf: text().references(() => shelves.code),
  bought: timestamp().default(sql`(now() AT TIME ZONE 'utc')`),
  flags: bit({ dimensions: 4 }).default("0000"),
  condition: doublePrecision().default(1),
});

export const loans = library.table(
  "loans",
  {
    id: bigint({ mode: "number" }).primaryKey().generatedByDefaultAsIdentity(),
    barcode: varchar({ length: 20 })
      .notNull()
      .references(() => copies.barcode),
    userId: integer("user_id")
      .notNull()
      .references(() => persons.id),
    lentAt: timestamp("lent_at", { withTimezone: true }).notNull().defaultNow(),
    dueAt: timestamp("due_at", { withTimezone: true })
      .notNull()
      .default(sql`now() + interval '3 weeks'`),
    returnedAt: timestamp("returned_at", { withTimezone: true }),
  },
  (t) => [
    check("returned_later", sql`${t.returnedAt} >= ${t.lentAt}`),
    uniqueIndex("one_open_loan")
      .on(t.barcode)
      .where(sql`${t.returnedAt} IS NULL`),
    index("loans_of_user").on(t.userId),
  ],
);

export const holds = library.table(
  "holds",
  {
    bookId: integer("book_id").references(() => books.id),
    userId: integer("user_id").references(() => persons.id),
    placed: timestamp({ withTimezone: true }).default(sql`clock_timestamp()`),
  },
  (t) => [primaryKey({ columns: [t.bookId, t.userId] })],
);

export const roomBookings = library.table("room_bookings", {
  id: serial().primaryKey(),
  during: tstzrange("during").notNull(),
  userId: integer("user_id").references(() => persons.id),
});

export const overdue = library
  .view("overdue", {
    id: bigint({ mode: "number" }),
    userId: integer("user_id"),
    title: text(),
    late: text(),
  })
  .as(
    sql`select l.id, l.user_id, b.title, now() - l.due_at as late from library.loans l
      join library.copies c using (barcode) join library.books b on (b.id = c.book_id)
      where (l.returned_at is null) and (l.due_at < now())`,
  );
