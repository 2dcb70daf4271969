/** Enums that are called like PostgreSQL's own types. */

import { sql } from "drizzle-orm";
import { check, date, pgEnum, pgTable, text } from "drizzle-orm/pg-core";
import { situationsWithPlainLocks } from "../support/situation.ts";

situationsWithPlainLocks([
  {
    name: "one loses a value",
    operations: [
      { op: "dropDefault", table: "t", name: "x" },
      { op: "assertEnumValuesUnused", schema: "public", name: "text", values: ["b"] },
      { op: "renameEnum", schema: "public", from: "text", to: "text__replaced" },
      { op: "createEnum", schema: "public", name: "text", values: ["a"] },
      { op: "setColumnType", table: "t", name: "x", type: "public.text" },
      { op: "dropEnum", name: "text__replaced" },
      { op: "setDefault", table: "t", name: "x", default: "a" },
    ],
    before: `create type public."text" as enum ('a', 'b'); create table t (x public."text" default 'a', y text); insert into t values ('a', 'y')`,
    model: () => {
      const e = pgEnum("text", ["a"]);
      return { e, t: pgTable("t", { x: e().default("a"), y: text() }) };
    },
  },
  {
    name: "one goes with its column, and another comes",
    operations: [
      { op: "createEnum", schema: "public", name: "int4", values: ["one"] },
      { op: "addColumn", table: "t", name: "z", type: "public.int4" },
      { op: "dropColumn", table: "t", name: "x" },
      { op: "dropEnum", schema: "public", name: "text" },
    ],
    before: `create type public."text" as enum ('a', 'b'); create table t (x public."text", y text); insert into t values ('a', 'y')`,
    model: () => {
      const e = pgEnum("int4", ["one"]);
      return { e, t: pgTable("t", { y: text(), z: e() }) };
    },
    noRenames: true,
    loses: "the values of a column that goes",
  },
  {
    name: "one gets another such name and a value more, where a list, a default and a check use it",
    operations: [
      { op: "renameEnum", schema: "public", from: "date", to: "time" },
      { op: "addEnumValue", schema: "public", name: "time", value: "later" },
    ],
    before: `create type public.date as enum ('now', 'then'); create table t (x public.date default 'now' constraint x_check check (x <> 'then'), l public.date[], y date); insert into t values ('now', '{then}', '2024-01-02')`,
    renames: [{ kind: "enum", from: ["public", "date"], to: ["public", "time"] }],
    model: () => {
      const e = pgEnum("time", ["now", "then", "later"]);
      return {
        e,
        t: pgTable("t", { x: e().default("now"), l: e().array(), y: date() }, (t) => [
          check("x_check", sql`${t.x} <> 'then'`),
        ]),
      };
    },
  },
  {
    name: "the name of one is too long for anything to stand beside it, and it loses a value",
    operations: [
      { op: "assertEnumValuesUnused" },
      { op: "renameEnum", to: `${"é".repeat(26)}__replaced` },
      { op: "createEnum" },
      { op: "setColumnType" },
      { op: "dropEnum" },
    ],
    before: `create type "${"é".repeat(31)}" as enum ('a', 'b'); create table t (x "${"é".repeat(31)}"); insert into t values ('a')`,
    model: () => {
      const e = pgEnum("é".repeat(31), ["a"]);
      return { e, t: pgTable("t", { x: e() }) };
    },
  },
  {
    name: "a function returns an enum that loses a value",
    refused: "UNMANAGED_DEPENDENT",
    before: `create type e as enum ('a', 'b'); create function f() returns e language sql as $$ select 'a'::e $$; create table t (x e default f())`,
    model: () => {
      const e = pgEnum("e", ["a"]);
      return { e, t: pgTable("t", { x: e().default(sql`f()`) }) };
    },
  },
]);
