/**
 * Defaults of every natural sort, as a model says them and in the spellings that a database may have: equal ones are no
 * difference, unequal ones are found, and what Sluice writes for a model is equal to it.
 */

import type { PgColumnBuilderBase } from "drizzle-orm/pg-core";
import { autogenerate, check } from "@sluice/core";
import { createRunner } from "@sluice/runner";
import { testDatabase } from "@sluice/test-kit";
import { forgetProjects, LINES, loadLine, type LoadedLine } from "../support/lines.ts";
import { emptyFolder } from "../support/whole-way.ts";

afterAll(forgetProjects);

interface Spelled {
  /** The column's type as SQL. */
  readonly type: string;
  /** Gives a column that is not yet a table's. */
  readonly column: () => PgColumnBuilderBase;
  /** Defaults that are the model's. */
  readonly same: readonly string[];
  /** Defaults that are others. */
  readonly other?: readonly string[];
}

const BEFORE = `
  create type mood as enum ('sad', 'it''s ok');
  create function new_code(integer) returns text language sql as 'select repeat(''x'', $1)';
  create schema util;
  create function util.stamp() returns bigint language sql as 'select 1';
  create sequence numbers;`;

function numbers({ pg, sql }: LoadedLine): readonly Spelled[] {
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

function texts({ pg, sql }: LoadedLine): readonly Spelled[] {
  const mood = pg.pgEnum("mood", ["sad", "it's ok"]);
  return [
    {
      type: "text",
      column: () => pg.text().default("it's"),
      same: ["'it''s'", "'it''s'::text", "E'it\\'s'"],
      other: ["'its'"],
    },
    { type: "text", column: () => pg.text().default("a\\b"), same: ["'a\\b'", "E'a\\\\b'"], other: ["'ab'"] },
    { type: "text", column: () => pg.text().default("l1\nl2\t\r"), same: ["E'l1\\nl2\\t\\r'"], other: ["'l1\\nl2'"] },
    { type: "text", column: () => pg.text().default(""), same: ["''", "''::text"], other: ["' '"] },
    { type: "text", column: () => pg.text().default("x::text"), same: ["'x::text'"], other: ["'x'::text"] },
    { type: "text", column: () => pg.text().default("now()"), same: ["'now()'"], other: ["now()::text"] },
    { type: "text", column: () => pg.text().default("null"), same: ["'null'"], other: ["'NULL'"] },
    { type: "text", column: () => pg.text().default("🙂 é"), same: ["'🙂 é'"] },
    { type: "text", column: () => pg.text().default('{"a":1}'), same: [`'{"a":1}'`], other: [`'{"a": 1}'`] },
    { type: "text", column: () => pg.text().default("10"), same: ["'10'"], other: ["'10.0'"] },
    { type: "text", column: () => pg.text().default(sql`'abc'`), same: ["'abc'", "'abc'::text"] },
    {
      type: "text",
      column: () => pg.text().default(sql`upper('x'::text)`),
      same: ["upper('x')", "UPPER('x'::text)"],
      other: ["lower('x')"],
    },
    {
      type: "text",
      column: () => pg.text().default(sql`current_user`),
      same: ["CURRENT_USER", "current_user"],
      other: ["'current_user'", "session_user", "'postgres'"],
    },
    {
      type: "text",
      column: () => pg.text().default(sql`new_code(${8})`),
      same: ["new_code(8)", "public.new_code(8)"],
      other: ["new_code(9)"],
    },
    {
      type: "text",
      column: () => pg.text().default(sql`md5(random()::text)`),
      same: ["md5(random()::text)", "md5(cast(random() as text))"],
    },
    {
      type: "text",
      column: () => pg.text().default(sql`'a' || 'b'`),
      same: ["'a' || 'b'", "'a'::text || 'b'::text"],
      other: ["'b' || 'a'"],
    },
    {
      type: "varchar(20)",
      column: () => pg.varchar({ length: 20 }).default("pending"),
      same: ["'pending'", "'pending'::varchar", "'pending'::text", "'pending'::character varying(20)"],
      other: ["'pendin'"],
    },
    {
      type: "varchar(5)",
      column: () => pg.varchar({ length: 5 }).default(sql`'abc'::varchar`),
      same: ["'abc'", "'abc'::text"],
    },
    { type: "varchar", column: () => pg.varchar().default("now()"), same: ["'now()'"] },
    {
      type: "char(3)",
      column: () => pg.char({ length: 3 }).default("ab"),
      same: ["'ab'", "'ab'::bpchar", "'ab '"],
      other: ["'abc'"],
    },
    {
      type: "uuid",
      column: () => pg.uuid().default("A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11"),
      same: ["'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'", "'{a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11}'"],
    },
    {
      type: "uuid",
      column: () => pg.uuid().defaultRandom(),
      same: ["gen_random_uuid()", "pg_catalog.gen_random_uuid()"],
      other: ["'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'"],
    },
    {
      type: "mood",
      column: () => mood().default("it's ok"),
      same: ["'it''s ok'", "'it''s ok'::mood", "'it''s ok'::public.mood"],
      other: ["'sad'"],
    },
    {
      type: "mood[]",
      column: () => mood().array().default(["sad", "it's ok"]),
      same: [`'{sad,"it''s ok"}'`, `array['sad','it''s ok']::mood[]`, `array['sad'::mood,'it''s ok'::mood]`],
      other: ["'{sad}'"],
    },
    {
      type: "mood[]",
      column: () =>
        mood()
          .array()
          .default(sql`'{}'::mood[]`),
      same: ["'{}'", "array[]::mood[]"],
      other: ["'{sad}'"],
    },
    {
      type: "inet",
      column: () => pg.inet().default("127.0.0.1"),
      same: ["'127.0.0.1'", "'127.0.0.1/32'"],
      other: ["'127.0.0.2'"],
    },
    {
      type: "cidr",
      column: () => pg.cidr().default("10.0.0.0/8"),
      same: ["'10.0.0.0/8'", "'10/8'"],
      other: ["'10.0.0.0/9'"],
    },
    {
      type: "macaddr",
      column: () => pg.macaddr().default("08:00:2b:01:02:03"),
      same: ["'08:00:2b:01:02:03'", "'08-00-2B-01-02-03'"],
    },
    {
      type: "bit(3)",
      column: () => pg.bit({ dimensions: 3 }).default("101"),
      same: ["'101'", "B'101'"],
      other: ["'100'"],
    },
    {
      type: "point",
      column: () => pg.point().default([1, 2]),
      same: ["'(1,2)'", "'1,2'", "point '(1,2)'"],
      other: ["'(2,1)'"],
    },
    {
      type: "point",
      column: () => pg.point({ mode: "xy" }).default({ x: -1.5, y: 2 }),
      same: ["'(-1.5,2)'"],
      other: ["'(1.5,2)'"],
    },
    { type: "line", column: () => pg.line().default([1, 2, 3]), same: ["'{1,2,3}'"], other: ["'{1,2,4}'"] },
    { type: "line", column: () => pg.line({ mode: "abc" }).default({ a: 1, b: 2, c: 3 }), same: ["'{1,2,3}'"] },
  ];
}

function times({ pg, sql }: LoadedLine): readonly Spelled[] {
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

function compounds({ pg, sql }: LoadedLine): readonly Spelled[] {
  return [
    {
      type: "jsonb",
      column: () => pg.jsonb().default({ b: 1, a: [1, 2, { c: null }] }),
      same: [`'{"a": [1, 2, {"c":null}], "b": 1}'`, `'{"b":1,"a":[1,2,{"c":null}]}'::jsonb`],
      other: [`'{"a": [2, 1], "b": 1}'`],
    },
    { type: "jsonb", column: () => pg.jsonb().default({}), same: ["'{}'", "'{}'::jsonb", "'{ }'"], other: ["'[]'"] },
    { type: "jsonb", column: () => pg.jsonb().default([]), same: ["'[]'", "'[ ]'::jsonb"], other: ["'{}'"] },
    { type: "jsonb", column: () => pg.jsonb().default("text"), same: [`'"text"'`], other: [`'"other"'`] },
    { type: "jsonb", column: () => pg.jsonb().default(5), same: ["'5'"], other: ["'6'"] },
    { type: "jsonb", column: () => pg.jsonb().default(false), same: ["'false'"], other: ["'true'"] },
    {
      type: "jsonb",
      column: () => pg.jsonb().default({ quote: `it's "x" \\ y`, line: "a\nb" }),
      same: [`'{"quote": "it''s \\"x\\" \\\\ y", "line": "a\\nb"}'`],
    },
    {
      type: "jsonb",
      column: () => pg.jsonb().default(sql`'{"a": 1}'`),
      same: [`'{"a":1}'`, `'{"a": 1.0}'`].slice(0, 1),
      other: [`'{"a":2}'`],
    },
    {
      type: "json",
      column: () => pg.json().default({ a: 1, b: [true] }),
      same: [`'{"a":1,"b":[true]}'`, `'{"a": 1, "b": [ true ]}'`, `'{"b":[true],"a":1}'`],
      other: [`'{"a":1}'`],
    },
    {
      type: "text[]",
      column: () => pg.text().array().default(["x,y", 'q"q', "it's", "", "NULL", "{}", "b\\s", " "]),
      same: [
        `array['x,y','q"q','it''s','','NULL','{}','b\\s',' ']`,
        `'{"x,y","q\\"q","it''s","","NULL","{}","b\\\\s"," "}'`,
      ],
      other: [`array['x']`],
    },
    {
      type: "text[]",
      column: () => pg.text().array().default([]),
      same: ["'{}'", "array[]::text[]", "'{}'::text[]"],
      other: ["'{a}'"],
    },
    {
      type: "text[]",
      column: () =>
        pg
          .text()
          .array()
          .default(sql`ARRAY[]::text[]`),
      same: ["'{}'", "ARRAY[]::text[]"],
    },
    {
      type: "text[]",
      column: () =>
        pg
          .text()
          .array()
          .default(sql`'{}'::text[]`),
      same: ["'{}'", "ARRAY[]::text[]"],
    },
    {
      type: "text[]",
      column: () =>
        pg
          .text()
          .array()
          .default(sql`array['a', 'b']`),
      same: ["'{a,b}'", "array['a'::text,'b']", "'{a,b}'::text[]"],
      other: ["'{b,a}'"],
    },
    {
      type: "varchar(10)[]",
      column: () => pg.varchar({ length: 10 }).array().default(["a", "b"]),
      same: ["'{a,b}'", "array['a','b']::varchar[]", "array['a','b']"],
      other: ["'{a}'"],
    },
    {
      type: "integer[]",
      column: () => pg.integer().array().default([1, -2]),
      same: ["'{1,-2}'", "array[1,-2]"],
      other: ["'{1,2}'"],
    },
    {
      type: "boolean[]",
      column: () => pg.boolean().array().default([true, false]),
      same: ["'{t,f}'", "array[true,false]", "'{true,false}'"],
    },
    {
      type: "bigint[]",
      column: () => pg.bigint({ mode: "bigint" }).array().default([1n, 9007199254740993n]),
      same: ["'{1,9007199254740993}'"],
    },
    {
      type: "numeric(6,2)[]",
      column: () => pg.numeric({ precision: 6, scale: 2 }).array().default(["1.50"]),
      same: ["'{1.5}'", "array[1.50]", "'{1.50}'::numeric[]"],
      other: ["'{1.51}'"],
    },
    {
      type: "uuid[]",
      column: () => pg.uuid().array().default(["a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"]),
      same: ["'{a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11}'"],
    },
    {
      type: "jsonb[]",
      column: () =>
        pg
          .jsonb()
          .array()
          .default([{ a: 1 }, { b: "x,y" }]),
      same: [`array['{"a": 1}', '{"b": "x,y"}']::jsonb[]`],
      other: [`array['{"a": 1}']::jsonb[]`],
    },
    {
      type: "timestamptz[]",
      column: () =>
        pg
          .timestamp({ withTimezone: true })
          .array()
          .default([new Date("2024-01-02T03:04:05.678Z")]),
      same: [`'{"2024-01-02 03:04:05.678+00"}'`, `array['2024-01-02T03:04:05.678Z'::timestamptz]`],
    },
    {
      type: "point[]",
      column: () =>
        pg
          .point()
          .array()
          .default([
            [1, 2],
            [3, 4],
          ]),
      same: [`array['(1,2)'::point,'(3,4)'::point]`, `'{"(1,2)","(3,4)"}'`],
      other: [`'{"(1,2)"}'`],
    },
    {
      type: "bigint",
      column: () => pg.bigint({ mode: "number" }).default(sql`util.stamp()`),
      same: ["util.stamp()"],
      other: ["util.stamp() + 1"],
    },
    {
      type: "integer",
      column: () => pg.integer().default(sql`nextval('numbers')`),
      same: ["nextval('numbers')", "nextval('public.numbers'::regclass)"],
    },
    { type: "text", column: () => pg.text().default(sql`null`), same: ["null", "null::text"] },
  ];
}

const SORTS = { numbers, texts, times, compounds };

function nestedArrays({ line, pg }: LoadedLine): readonly Spelled[] {
  const grid = (): PgColumnBuilderBase => {
    const column = pg.integer();
    if (line === "0.45")
      return column
        .array()
        .array()
        .default([
          [1, 2],
          [3, 4],
        ]);
    // 1.0 says the dimensions as a text.
    const wide = column as unknown as { array(dimensions: string): { default(value: unknown): PgColumnBuilderBase } };
    return wide.array("[][]").default([
      [1, 2],
      [3, 4],
    ]);
  };
  return [
    { type: "integer[]", column: grid, same: ["'{{1,2},{3,4}}'", "array[[1,2],[3,4]]"], other: ["'{{1,2},{3,5}}'"] },
  ];
}

function declared(
  spelled: readonly Spelled[],
  pick: (each: Spelled) => readonly string[],
): readonly (readonly [Spelled, string])[] {
  return spelled.flatMap((each) => pick(each).map((text) => [each, text] as const));
}

describe.each(LINES)("drizzle-orm %s", (name) => {
  const line = loadLine(name);

  async function compared(pairs: readonly (readonly [Spelled, string])[]): Promise<ReadonlyMap<string, string>> {
    const columns = pairs.map(([{ type }, text], position) => `c${position} ${type} default ${text}`);
    const database = await testDatabase({ sql: `${BEFORE} create table t (${columns.join(",\n")})` });
    try {
      const { pg, root } = line;
      const { operations } = await check({
        database: database.url,
        schema: {
          mood: pg.pgEnum("mood", ["sad", "it's ok"]),
          numbers: pg.pgSequence("numbers"),
          t: pg.pgTable(
            "t",
            Object.fromEntries(pairs.map(([{ column }], position) => [`c${position}`, column()])) as Record<
              string,
              never
            >,
          ),
        },
        root,
        migrations: emptyFolder(),
      });
      return new Map(
        operations.map((operation) => {
          const column = "name" in operation ? operation.name : "";
          const [spelled, text] = pairs[Number(column.slice(1))] ?? [];
          return [`${spelled?.type ?? operation.op} default ${text ?? column}`, JSON.stringify(operation)];
        }),
      );
    } finally {
      await database.drop();
    }
  }

  describe.each(Object.entries({ ...SORTS, nestedArrays }))("%s", (_, list) => {
    test("other spellings of one value are no difference", async () => {
      expect(await compared(declared(list(line), ({ same }) => same))).toEqual(new Map());
    });

    test("other values are found", async () => {
      const pairs = declared(list(line), ({ other = [] }) => other);
      const found = await compared(pairs);
      expect(pairs.map(([{ type }, text]) => `${type} default ${text}`).filter((each) => !found.has(each))).toEqual([]);
    });

    test("what is written for the model is the model's", async () => {
      const database = await testDatabase({ sql: BEFORE });
      const { pg, root } = line;
      const options = {
        database: database.url,
        schema: {
          mood: pg.pgEnum("mood", ["sad", "it's ok"]),
          numbers: pg.pgSequence("numbers"),
          t: pg.pgTable(
            "t",
            Object.fromEntries(list(line).map(({ column }, position) => [`c${position}`, column()])) as Record<
              string,
              never
            >,
          ),
        },
        root,
        migrations: emptyFolder(),
        message: "defaults",
      };
      await (await autogenerate(options)).write();
      await createRunner({ database: database.url, migrations: options.migrations }).upgrade();
      expect(await check(options)).toMatchObject({ operations: [], inSync: true });
      await database.query("insert into t default values");
      await database.drop();
    });
  });
});
