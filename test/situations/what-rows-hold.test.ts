/** Changes whose outcome the rows decide: what they become, and what is in the way. */

import { bigint, integer, jsonb, pgTable, text, varchar } from "drizzle-orm/pg-core";
import { situationsWithPlainLocks } from "../support/situation.ts";

situationsWithPlainLocks([
  {
    name: "text of json becomes json",
    loses: "jsonb keeps no spaces",
    before: `create table t (a text, b json); insert into t values ('{"x":1}', '{"y": 2}')`,
    model: () => ({ t: pgTable("t", { a: jsonb("a"), b: jsonb("b") }) }),
    operations: [
      { op: "setColumnType", name: "a", using: { sql: `"a"::jsonb` } },
      { op: "setColumnType", name: "b" },
    ],
    rows: { "select a ->> 'x' as x, b ->> 'y' as y from t": [{ x: "1", y: "2" }] },
  },
  {
    name: "text becomes a list of texts, which only a person knows how",
    before: `create table t (a text); insert into t values ('x,y')`,
    model: () => ({ t: pgTable("t", { a: text("a").array() }) }),
    using: { "t.a": { sql: `string_to_array(a, ',')` } },
    downUsing: { "t.a": { sql: `array_to_string(a, ',')` } },
    operations: [{ op: "setColumnType", type: "text[]", using: { sql: `string_to_array(a, ',')` } }],
    rows: { "select a[2] as second from t": [{ second: "y" }] },
  },
  {
    name: "a shorter text that a row is too long for",
    before: `create table t (a varchar(20)); insert into t values ('longer than five')`,
    model: () => ({ t: pgTable("t", { a: varchar("a", { length: 5 }) }) }),
    operations: [{ op: "setColumnType", type: "character varying(5)" }],
    hazards: ["MAY_FAIL"],
    rowsInTheWay: "value too long for type character varying(5)",
  },
  {
    name: "a unique constraint that two rows break",
    before: `create table t (a int); insert into t values (1), (1)`,
    model: () => ({ t: pgTable("t", { a: integer("a").unique(), b: bigint("b", { mode: "number" }) }) }),
    operations: [{ op: "addColumn" }, { op: "addUnique" }],
    hazards: ["MAY_FAIL"],
    rowsInTheWay: 'could not create unique index "t_a_unique"',
  },
]);
