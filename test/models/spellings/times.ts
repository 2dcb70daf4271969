/** Defaults of dates, times and intervals. */

import type { LoadedLine } from "../../support/lines.ts";
import type { Spelled } from "./spelled.ts";

export function times({ pg, sql }: LoadedLine): readonly Spelled[] {
  const moment = new Date("2024-01-02T03:04:05.678Z");
  return [
    {
      type: "timestamp",
      column: () => pg.timestamp().default(moment),
      same: ["'2024-01-02 03:04:05.678'", "'2024-01-02T03:04:05.678'"],
      other: ["'2024-01-02 03:04:05'"],
    },
    {
      type: "timestamptz",
      column: () => pg.timestamp({ withTimezone: true }).default(moment),
      same: ["'2024-01-02 03:04:05.678+00'", "'2024-01-02T03:04:05.678Z'", "'2024-01-02 05:04:05.678+02'"],
      other: ["'2024-01-02 03:04:05.678+01'"],
    },
    {
      type: "timestamp",
      column: () => pg.timestamp({ mode: "string" }).default("2024-01-02 03:04:05"),
      same: ["'2024-01-02 03:04:05'", "'2024-01-02T03:04:05'", "'Jan 2 2024 3:04:05'"],
    },
    {
      type: "timestamp(3)",
      column: () => pg.timestamp({ precision: 3, mode: "string" }).default("2024-01-02 03:04:05.123"),
      same: ["'2024-01-02 03:04:05.123'", "'2024-01-02 03:04:05.1230'"],
    },
    {
      type: "timestamptz",
      column: () => pg.timestamp({ withTimezone: true, mode: "string" }).default("2024-01-02 03:04:05+02"),
      same: ["'2024-01-02 01:04:05+00'", "'2024-01-02 03:04:05+02'"],
      other: ["'2024-01-02 03:04:05+00'"],
    },
    {
      type: "timestamptz",
      column: () => pg.timestamp({ withTimezone: true, mode: "string" }).default("infinity"),
      same: ["'infinity'"],
      other: ["'-infinity'"],
    },
    {
      type: "timestamp",
      column: () => pg.timestamp().defaultNow(),
      same: ["now()", "CURRENT_TIMESTAMP", "current_timestamp", "transaction_timestamp()"].slice(0, 3),
      other: ["'today'", "clock_timestamp()"],
    },
    {
      type: "timestamptz",
      column: () => pg.timestamp({ withTimezone: true }).default(sql`CURRENT_TIMESTAMP`),
      same: ["now()", "CURRENT_TIMESTAMP"],
      other: ["statement_timestamp()"],
    },
    {
      type: "timestamptz(3)",
      column: () => pg.timestamp({ withTimezone: true, precision: 3 }).default(sql`CURRENT_TIMESTAMP(3)`),
      same: ["CURRENT_TIMESTAMP(3)", "current_timestamp(3)"],
    },
    {
      type: "timestamp",
      column: () => pg.timestamp().default(sql`(now() AT TIME ZONE 'utc')`),
      same: ["(now() at time zone 'utc')", "(now() at time zone 'utc'::text)"],
      other: ["(now() at time zone 'cet')"],
    },
    {
      type: "timestamp",
      column: () => pg.timestamp().default(sql`timezone('utc', now())`),
      same: ["timezone('utc'::text, now())", "timezone('utc', now())"],
      other: ["timezone('cet', now())"],
    },
    {
      type: "timestamptz",
      column: () => pg.timestamp({ withTimezone: true }).default(sql`now() + interval '30 days'`),
      same: ["now() + '30 days'::interval", "(now() + '30 days')", "(now() + interval '30 day')"],
      other: ["now() + '31 days'::interval", "now() - '30 days'::interval"],
    },
    {
      type: "date",
      column: () => pg.date().default("2024-01-02"),
      same: ["'2024-01-02'", "'20240102'", "'Jan 2 2024'"],
      other: ["'2024-01-03'"],
    },
    { type: "date", column: () => pg.date({ mode: "date" }).default(new Date("2024-01-02")), same: ["'2024-01-02'"] },
    { type: "date", column: () => pg.date().defaultNow(), same: ["now()", "CURRENT_TIMESTAMP"] },
    {
      type: "date",
      column: () => pg.date().default(sql`CURRENT_DATE`),
      same: ["CURRENT_DATE", "current_date"],
      other: ["'today'"],
    },
    {
      type: "time",
      column: () => pg.time().default("12:30"),
      same: ["'12:30'", "'12:30:00'", "'12:30 PM'"],
      other: ["'12:31'"],
    },
    {
      type: "timetz",
      column: () => pg.time({ withTimezone: true }).default("12:30+02"),
      same: ["'12:30:00+02'", "'12:30+02:00'"],
    },
    {
      type: "interval",
      column: () => pg.interval().default("1 day"),
      same: ["'1 day'", "'1 days'", "'P1D'", "'24 hours'"],
      other: ["'25 hours'"],
    },
    {
      type: "interval",
      column: () => pg.interval().default("P1Y"),
      same: ["'1 year'", "'12 mons'", "'P1Y'"],
      other: ["'13 mons'"],
    },
    { type: "interval", column: () => pg.interval().default("00:05:00"), same: ["'5 minutes'", "'00:05'::interval"] },
    {
      type: "interval day to second(3)",
      column: () => pg.interval({ fields: "day to second", precision: 3 }).default("1 02:03:04.5"),
      same: ["'1 day 02:03:04.5'", "'1 02:03:04.500'"],
      other: ["'1 day 02:03:04.6'"],
    },
  ];
}
