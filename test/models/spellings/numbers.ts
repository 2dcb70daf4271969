/** Defaults of numbers and booleans. */

import type { LoadedLine } from "../../support/lines.ts";
import type { Spelled } from "./spelled.ts";

export function numbers({ pg, sql }: LoadedLine): readonly Spelled[] {
  return [
    {
      type: "integer",
      column: () => pg.integer().default(0),
      same: ["0", "'0'", "0::integer", "(0)"],
      other: ["1", "-0 - 1"],
    },
    {
      type: "integer",
      column: () => pg.integer().default(-5),
      same: ["-5", "'-5'", "(-5)", "'-5'::integer"],
      other: ["5"],
    },
    { type: "integer", column: () => pg.integer().default(sql`(1 + 1)`), same: ["1 + 1", "((1+1))"], other: ["2 + 1"] },
    { type: "smallint", column: () => pg.smallint().default(7), same: ["7", "'7'", "7::smallint"], other: ["8"] },
    {
      type: "bigint",
      column: () => pg.bigint({ mode: "number" }).default(12),
      same: ["12", "'12'", "12::bigint"],
      other: ["13"],
    },
    {
      type: "bigint",
      column: () => pg.bigint({ mode: "number" }).default(-4294967297),
      same: ["-4294967297", "'-4294967297'"],
    },
    {
      type: "bigint",
      column: () => pg.bigint({ mode: "bigint" }).default(9223372036854775807n),
      same: ["9223372036854775807"],
    },
    {
      type: "bigint",
      column: () => pg.bigint({ mode: "bigint" }).default(-9223372036854775808n),
      same: ["'-9223372036854775808'", "-9223372036854775808"],
    },
    {
      type: "numeric",
      column: () => pg.numeric().default("0"),
      same: ["0", "'0'", "0.0", "0.00", "0::numeric"],
      other: ["0.1"],
    },
    {
      type: "numeric(10,2)",
      column: () => pg.numeric({ precision: 10, scale: 2 }).default("1.50"),
      same: ["1.5", "1.50", "'1.5'", "1.500"],
      other: ["1.51", "15"],
    },
    {
      type: "numeric(10,2)",
      column: () => pg.numeric({ precision: 10, scale: 2 }).default("-1.5"),
      same: ["-1.50", "'-1.5'", "(-1.5)"],
      other: ["1.5"],
    },
    {
      type: "numeric",
      column: () => pg.numeric({ mode: "number" }).default(3.5),
      same: ["3.5", "'3.50'"],
      other: ["3.6"],
    },
    {
      type: "numeric",
      column: () => pg.numeric({ mode: "bigint" }).default(123456789012345678901234567890n),
      same: ["123456789012345678901234567890"],
    },
    { type: "numeric", column: () => pg.numeric().default("1e3"), same: ["1000", "1e3", "'1e3'"], other: ["100"] },
    { type: "numeric", column: () => pg.numeric().default("NaN"), same: ["'NaN'", "'nan'::numeric"], other: ["0"] },
    { type: "real", column: () => pg.real().default(1), same: ["1", "1.0", "'1'", "1::real"], other: ["1.5"] },
    {
      type: "double precision",
      column: () => pg.doublePrecision().default(-0.25),
      same: ["-0.25", "'-0.25'", "-.25"],
      other: ["0.25"],
    },
    {
      type: "double precision",
      column: () => pg.doublePrecision().default(Infinity),
      same: ["'Infinity'", "'inf'"],
      other: ["'-Infinity'"],
    },
    {
      type: "double precision",
      column: () => pg.doublePrecision().default(NaN),
      same: ["'NaN'", "'nan'"],
      other: ["0"],
    },
    {
      type: "double precision",
      column: () => pg.doublePrecision().default(1e21),
      same: ["1e21", "1000000000000000000000"],
      other: ["1e20"],
    },
    {
      type: "boolean",
      column: () => pg.boolean().default(true),
      same: ["true", "'t'", "'on'", "'yes'::boolean", "not false"].slice(0, 4),
      other: ["false"],
    },
    { type: "boolean", column: () => pg.boolean().default(sql`false`), same: ["false", "'f'", "'0'"], other: ["true"] },
  ];
}
