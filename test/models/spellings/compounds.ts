/** Defaults of arrays, documents and other compound values. */

import type { LoadedLine } from "../../support/lines.ts";
import type { Spelled } from "./spelled.ts";

export function compounds({ pg, sql }: LoadedLine): readonly Spelled[] {
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
