/** Random operations, made from what the runner says each may hold: a new operation is among them by itself. */

import type { Operation } from "@sluice/runner";
import fc from "fast-check";
import {
  OPERATION_SHAPES,
  SHAPES,
  type FieldShape,
  type ShapeName,
} from "../../packages/runner/src/operations/shapes.ts";

/** Texts that break what pastes them, and any other. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(
    "it's",
    'a"b',
    "select",
    "x; drop table t; --",
    "/* */ */",
    "*/ throw 1 /*",
    "line\nnext\r\nlast\u2028\u2029",
    "\\",
    "\\'",
    "`${1}`",
    "sql`now()`",
    "$$ $a$",
    "é".repeat(40),
    "日本語",
    "\ue000",
    "__proto__",
    "constructor",
  ),
  fc.string({ unit: "binary", minLength: 1, maxLength: 12 }).map((text) => text.replaceAll("\0", "0")),
);

const sqlText = hostileText.map((sql) => ({ sql }));
const number = fc.oneof(
  fc.integer(),
  fc.double({ noNaN: true }).filter((value) => !Object.is(value, -0)),
);
const value = fc.oneof(hostileText, number, fc.boolean(), sqlText);
const literalValue: fc.Arbitrary<unknown> = fc.oneof(
  value,
  fc.constant(null),
  fc.bigInt(),
  fc.date({ noInvalidDate: true }),
  fc.uint8Array({ maxLength: 5 }),
  fc.array(hostileText, { maxLength: 3 }),
  fc.dictionary(fc.constantFrom("a", "it's", "a-b"), fc.oneof(hostileText, number, fc.constant(null))),
);
const element = fc.oneof(
  hostileText,
  fc.record({ name: hostileText, order: fc.constantFrom("asc", "desc") }, { requiredKeys: ["name"] }),
  fc.record({ expression: sqlText, opclass: sqlText }, { requiredKeys: ["expression"] }),
);

const FIELDS: Readonly<Record<Exclude<FieldShape, ShapeName | `${ShapeName}[]`>, fc.Arbitrary<unknown>>> = {
  name: hostileText,
  text: hostileText,
  "text|null": fc.option(hostileText),
  names: fc.array(hostileText, { maxLength: 3 }),
  flag: fc.boolean(),
  number: fc.nat(),
  sql: sqlText,
  value,
  record: fc.dictionary(hostileText, fc.oneof(hostileText, number)),
  records: fc.array(fc.dictionary(hostileText, literalValue), { maxLength: 3 }),
  // A function can't be written down again: operations that hold one are no part of the law.
  function: fc.constant(undefined),
  elements: fc.array(element, { minLength: 1, maxLength: 3 }),
};

function isShape(field: string): field is ShapeName {
  return Object.hasOwn(SHAPES, field);
}

function fieldOf(field: string): fc.Arbitrary<unknown> {
  if (field.endsWith("[]")) return fc.array(fieldOf(field.slice(0, -2)), { maxLength: 3 });
  if (isShape(field)) return recordOf(SHAPES[field]);
  const known = new Map<string, fc.Arbitrary<unknown>>(Object.entries(FIELDS)).get(field);
  if (known === undefined) throw new Error(`the random operations know no field ${field}`);
  return known;
}

function recordOf(shape: Readonly<Record<string, string>>): fc.Arbitrary<object> {
  const fields = Object.entries(shape);
  return fc.record(Object.fromEntries(fields.map(([key, field]) => [key, fieldOf(field.replace(/\?$/, ""))])), {
    requiredKeys: fields.filter(([, field]) => !field.endsWith("?")).map(([key]) => key),
  });
}

/** An operation with whatever it may hold, however senseless. */
export const randomOperation: fc.Arbitrary<Operation> = fc.oneof(
  ...Object.entries(OPERATION_SHAPES)
    .filter(([, shape]) => !Object.values<string>(shape).includes("function"))
    // What it holds is made from the operation's own shape.
    .map(([op, shape]) => recordOf(shape).map((argument) => ({ op, ...argument }) as unknown as Operation)),
);
