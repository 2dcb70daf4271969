/** Who is told what, and over which channel. */

import { sql } from "drizzle-orm";
import {
  bigint,
  index,
  inet,
  integer,
  jsonb,
  macaddr,
  pgSchema,
  pgTable,
  primaryKey,
  serial,
  text,
  timestamp,
  unique,
  uniqueIndex,
  uuid,
  varchar,
  type AnyPgColumn,
} from "drizzle-orm/pg-core";
import { departments } from "./lessons.ts";
import { persons } from "./people.ts";
import { tstzrange } from "./types.ts";

export const comms = pgSchema("comms");
export const channel = comms.enum("channel", ["mail", "push", "sms", "paper"]);
export const priority = comms.enum("Priority", ["Low", "Normal", "High"]);

export const threads = comms.table("threads", {
  id: uuid().primaryKey().defaultRandom(),
  subject: varchar({ length: 200 }),
  startedBy: bigint("started_by", { mode: "number" }).references(() => persons.id, { onDelete: "set null" }),
  lastMessageId: uuid("last_message_id").references((): AnyPgColumn => messages.id, { onDelete: "set null" }),
});

export const messages = comms.table("messages", {
  id: uuid().primaryKey().defaultRandom(),
  threadId: uuid("thread_id")
    .notNull()
    .references(() => threads.id, { onDelete: "cascade" }),
  replyTo: uuid("reply_to").references((): AnyPgColumn => messages.id),
  body: text().notNull(),
  priority: priority().notNull().default("Normal"),
  sentAt: timestamp("sent_at", { withTimezone: true, precision: 6 }).notNull().defaultNow(),
  attachments: jsonb().array().default([]),
});

export const messageRecipients = comms.table(
  "message_recipients",
  {
    messageId: uuid("message_id")
      .notNull()
      .references(() => messages.id, { onDelete: "cascade" }),
    personId: bigint("person_id", { mode: "number" })
      .notNull()
      .references(() => persons.id, { onDelete: "cascade" }),
    channels: channel().array().notNull().default(["mail"]),
    readAt: timestamp("read_at", { withTimezone: true }),
  },
  (t) => [
    primaryKey({ columns: [t.messageId, t.personId] }),
    index("message_recipients_unread")
      .on(t.personId)
      .where(sql`${t.readAt} is null`),
  ],
);

export const templates = comms.table("templates", {
  code: text().primaryKey(),
  channel: channel().notNull().default("mail"),
  body: text().notNull().default("Dear {{name}},\n\nIt's us."),
  languages: varchar({ length: 2 }).array().notNull().default(["nl", "en"]),
});

export const announcements = comms.table(
  "announcements",
  {
    id: integer().generatedByDefaultAsIdentity(),
    title: text().notNull(),
    visible: tstzrange("visible").default(sql`tstzrange(now(), null)`),
    audience: text().array().default(["students", "guardians"]),
  },
  (t) => [primaryKey({ name: "announcements_key", columns: [t.id] })],
);

/** Names as long as a person is patient. */
export const subscriptions = comms.table(
  "subscriptions_to_announcements_of_a_department_by_a_person",
  {
    personId: bigint("person_id", { mode: "number" })
      .notNull()
      .references(() => persons.id),
    departmentCode: varchar("department_code", { length: 4 })
      .notNull()
      .references(() => departments.code),
    channel: channel("notification_channel_that_was_preferred_at_the_time_of_subscription"),
  },
  (t) => [primaryKey({ columns: [t.personId, t.departmentCode] }), index().on(t.channel)],
);

export const devices = pgTable(
  "devices",
  {
    id: serial().primaryKey(),
    personId: bigint("person_id", { mode: "number" })
      .notNull()
      .references(() => persons.id),
    token: text().notNull(),
    address: inet(),
    hardware: macaddr(),
    lastSeen: timestamp("last_seen", { withTimezone: true }).default(sql`timezone('utc', now())`),
  },
  (t) => [
    unique("devices_token_key").on(t.token),
    unique("devices_token_key1").on(t.token, t.personId),
    uniqueIndex("devices_address")
      .on(t.address.op("inet_ops"))
      .where(sql`${t.address} IS NOT NULL AND NOT (${t.address} << '10.0.0.0/8'::inet)`),
  ],
);
