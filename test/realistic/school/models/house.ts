/** Buses, meals, clubs and health: what a school is besides lessons. */

import { eq, sql } from "drizzle-orm";
import {
  bigint,
  bigserial,
  boolean,
  check,
  date,
  foreignKey,
  index,
  integer,
  interval,
  jsonb,
  line,
  numeric,
  pgTable,
  pgView,
  point,
  primaryKey,
  real,
  serial,
  smallint,
  smallserial,
  text,
  time,
  timestamp,
  unique,
  uuid,
  varchar,
} from "drizzle-orm/pg-core";
import { formGroups, persons, staffMembers, students } from "./people.ts";
import { xml } from "./types.ts";

export const buses = pgTable(
  "buses",
  {
    plate: varchar({ length: 10 }),
    seats: integer().notNull(),
    boughtOn: date("bought_on"),
    mileage: bigint({ mode: "number" }).default(0),
    isElectric: boolean("is_electric").notNull().default(false),
    colour: varchar({ length: 7 }).default("#ffcc00"),
  },
  (t) => [
    primaryKey({ name: "pk_buses", columns: [t.plate] }),
    check("buses_seats_check", sql`${t.seats} > 0`),
    check("colour_is_hex", sql`${t.colour} ~* '^#[0-9a-f]{6}$'`),
  ],
);

export const routes = pgTable("routes", {
  id: smallserial().primaryKey(),
  name: text().notNull(),
  stopsCount: integer("stops_count").notNull().default(0),
  track: line(),
});

export const stops = pgTable(
  "stops",
  {
    id: serial().primaryKey(),
    name: text().notNull(),
    place: point({ mode: "xy" }).notNull(),
    sheltered: boolean(),
  },
  (t) => [index("stops_place").using("gist", t.place)],
);

export const routeStops = pgTable(
  "route_stops",
  {
    routeId: smallint("route_id")
      .notNull()
      .references(() => routes.id, { onDelete: "cascade" }),
    order: smallint().notNull(),
    stopId: integer("stop_id")
      .notNull()
      .references(() => stops.id),
    leaves: time({ precision: 0 }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.routeId, t.order] })],
);

export const busRides = pgTable(
  "bus_rides",
  {
    id: bigserial({ mode: "number" }).primaryKey(),
    routeId: smallint("route_id")
      .notNull()
      .references(() => routes.id),
    plate: varchar({ length: 10 }).references(() => buses.plate, { onUpdate: "cascade" }),
    driverId: bigint("driver_id", { mode: "number" }),
    rodeOn: date("rode_on").notNull().defaultNow(),
    delay: interval({ fields: "minute to second", precision: 3 }),
  },
  (t) => [
    foreignKey({
      name: "bus_rides_driver_fk",
      columns: [t.driverId],
      foreignColumns: [staffMembers.personId],
    }).onDelete("set null"),
    index("rides_on_day").on(t.rodeOn.desc().nullsFirst(), t.routeId),
  ],
);

export const passengers = pgTable(
  "passengers",
  {
    rideId: bigint("ride_id", { mode: "number" })
      .notNull()
      .references(() => busRides.id, { onDelete: "cascade" }),
    studentId: integer("student_id")
      .notNull()
      .references(() => students.personId),
    boardedAt: timestamp("boarded_at", { withTimezone: true }),
  },
  (t) => [primaryKey({ columns: [t.rideId, t.studentId] })],
);

export const canteenMeals = pgTable(
  "canteen_meals",
  {
    id: serial().primaryKey(),
    servedOn: date("served_on", { mode: "date" }).notNull(),
    name: text().notNull(),
    price: numeric({ precision: 6, scale: 2 }).default("3.5"),
    allergens: text().array().default([]),
    nutrition: jsonb().default({ protein: null, kcal: 0 }),
  },
  (t) => [unique().on(t.servedOn, t.name)],
);

export const canteenOrders = pgTable(
  "canteen_orders",
  {
    id: bigint({ mode: "number" }).primaryKey().generatedByDefaultAsIdentity(),
    mealId: integer("meal_id")
      .notNull()
      .references(() => canteenMeals.id),
    personId: bigint("person_id", { mode: "number" })
      .notNull()
      .references(() => persons.id),
    orderedAt: timestamp("ordered_at")
      .notNull()
      .default(sql`LOCALTIMESTAMP`),
    paidCents: integer("paid_cents").notNull().default(0),
  },
  (t) => [
    unique("canteen_orders_meal_id_person_id_key").on(t.mealId, t.personId),
    check("canteen_orders_paid_cents_check", sql`${t.paidCents} >= 0`),
  ],
);

export const clubs = pgTable("clubs", {
  id: serial().primaryKey(),
  name: text().notNull(),
  slug: text()
    .unique()
    .generatedAlwaysAs(sql`lower(replace(name, ' ', '-'))`),
  meets: interval({ fields: "day to second", precision: 3 }).default("7 days"),
  fee: numeric().default("0.0"),
});

export const clubMembers = pgTable(
  "club_members",
  {
    clubId: integer("club_id")
      .notNull()
      .references(() => clubs.id, { onDelete: "cascade" }),
    personId: bigint("person_id", { mode: "number" })
      .notNull()
      .references(() => persons.id),
    joined: date().notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.personId, t.clubId] })],
);

const BLOOD = ["A+", "A-", "B+", "B-", "AB+", "AB-", "O+", "O-"];

export const healthNotes = pgTable(
  "health_notes",
  {
    id: uuid().primaryKey().defaultRandom(),
    studentId: integer("student_id")
      .notNull()
      .unique()
      .references(() => students.personId),
    blood: varchar({ length: 3 }),
    allergies: text()
      .array()
      .notNull()
      .default(sql`'{}'::text[]`),
    temperatureLog: real("temperature_log").array().default([36.5]),
    body: xml("body"),
  },
  (t) => [check("health_notes_blood_check", sql`${t.blood} in ${BLOOD}`)],
);

export const activeStudents = pgView("active_students").as((qb) =>
  qb
    .select({
      id: persons.id,
      displayName: persons.displayName,
      number: students.number,
      formGroup: sql<string>`${formGroups.name}`.as("form_group"),
    })
    .from(persons)
    .innerJoin(students, eq(students.personId, persons.id))
    .leftJoin(formGroups, eq(formGroups.id, students.formGroupId))
    .where(eq(persons.sort, "student")),
);
