/** Checks one recorded operation against its shape. */

import { sluiceError } from "../errors/sluice-error.ts";
import { isSqlText } from "../sql/sql-text.ts";
import { SHAPES, type Field, type ShapeName } from "./shapes.ts";

type Shape = Readonly<Record<string, Field>>;

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isName(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}

function isPlain(value: unknown): boolean {
  return isSqlText(value) || ["string", "number", "boolean"].includes(typeof value);
}

const EXPECTED: Readonly<Record<string, { readonly words: string; readonly holds: (value: unknown) => boolean }>> = {
  name: { words: "a text that isn't empty", holds: isName },
  text: { words: "a text", holds: (value) => typeof value === "string" },
  "text|null": { words: "a text or null", holds: (value) => value === null || typeof value === "string" },
  names: {
    words: "a list of texts",
    holds: (value) => Array.isArray(value) && value.every((each) => typeof each === "string"),
  },
  flag: { words: "true or false", holds: (value) => typeof value === "boolean" },
  number: { words: "a number that isn't negative", holds: (value) => typeof value === "number" && value >= 0 },
  sql: { words: "an sql`…` text", holds: isSqlText },
  value: { words: "a text, a number, true, false or an sql`…` text", holds: isPlain },
  record: { words: "a record", holds: isRecord },
  records: { words: "a list of records", holds: (value) => Array.isArray(value) && value.every(isRecord) },
  function: { words: "an async function", holds: (value) => typeof value === "function" },
};

function fail(where: string, message: string): never {
  throw sluiceError("INVALID_OPERATION", `${where}: ${message}`, {
    hint: "Correct the migration file; its editor shows the type of every operation.",
  });
}

function checkField(where: string, key: string, value: unknown, field: string): void {
  if (field === "elements") {
    if (!Array.isArray(value) || value.length === 0) fail(where, `${key} must be a list of columns or expressions`);
    for (const element of value) {
      const holds =
        isName(element) || (isRecord(element) && (isName(element["name"]) || isSqlText(element["expression"])));
      if (!holds) fail(where, `${key} must hold column names, { name } or { expression: sql\`…\` }`);
    }
    return;
  }
  const expected = EXPECTED[field];
  if (expected !== undefined) {
    if (!expected.holds(value)) fail(where, `${key} must be ${expected.words}`);
    return;
  }
  const isList = field.endsWith("[]");
  // What is left of the fields after the table above are names of shapes.
  const shape = SHAPES[(isList ? field.slice(0, -2) : field) as ShapeName];
  if (!isList) return checkShape(`${where}, ${key}`, value, shape);
  if (!Array.isArray(value)) fail(where, `${key} must be a list`);
  value.forEach((each, position) => checkShape(`${where}, ${key}[${position}]`, each, shape));
}

/**
 * Refuses a value that does not have the given shape.
 *
 * @throws INVALID_OPERATION naming the place, the key and what it should hold.
 */
export function checkShape(where: string, value: unknown, shape: Shape): void {
  if (!isRecord(value)) fail(where, "a record is expected");
  for (const key of Object.keys(value)) {
    if (!Object.hasOwn(shape, key)) {
      fail(where, `there is no ${JSON.stringify(key)}; there are ${Object.keys(shape).join(", ")}`);
    }
  }
  for (const [key, field] of Object.entries(shape)) {
    const held = value[key];
    const isOptional = field.endsWith("?");
    if (held === undefined) {
      if (!isOptional) fail(where, `${key} is missing`);
      continue;
    }
    checkField(where, key, held, isOptional ? field.slice(0, -1) : field);
  }
}
