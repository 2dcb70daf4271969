/** Defaults of texts and what is written like one. */

import type { LoadedLine } from "../../support/lines.ts";
import type { Spelled } from "./spelled.ts";

export function texts({ pg, sql }: LoadedLine): readonly Spelled[] {
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
