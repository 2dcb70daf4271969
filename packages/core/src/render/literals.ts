/** Operation data as TypeScript. One printer for every operation: nothing here knows what it prints. */

import { types } from "node:util";
import { isSqlText } from "@sluice/runner";

const NARROW = 100;
const WIDE = 140;

function countOf(text: string, mark: string): number {
  return text.split(mark).length - 1;
}

/** A string as a TypeScript literal, in the quotes that leave more of it as it is: a json default is full of the double ones. */
function stringLiteral(text: string): string {
  const literal = JSON.stringify(text)
    .replaceAll("\u2028", "\\u2028")
    .replaceAll("\u2029", "\\u2029")
    .replaceAll(LINE_END, "\\ue000");
  if (countOf(text, '"') <= countOf(text, "'")) return literal;
  return `'${literal.slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}

/** Stands for a line's end inside a template while the file is put together: an indentation there would change the SQL. */
export const LINE_END = "\ue000";

/** SQL as a template: what would end or fill the template is escaped. */
function sqlLiteral(sql: string): string {
  const body = sql
    .replaceAll("\\", "\\\\")
    .replaceAll("`", "\\`")
    .replaceAll("${", "\\${")
    .replaceAll("\r", "\\r")
    .replaceAll(LINE_END, "\\ue000")
    .replaceAll("\n", LINE_END);
  return `sql\`${body}\``;
}

function keyText(key: string): string {
  // Plain, it would name the prototype.
  if (key === "__proto__") return '["__proto__"]';
  return /^[A-Za-z_$][\w$]*$/.test(key) ? key : stringLiteral(key);
}

function entriesOf(value: object): readonly (readonly [string, unknown])[] {
  return Object.entries(value).filter(([, held]) => held !== undefined);
}

function oneLine(value: unknown): string {
  if (isSqlText(value)) return sqlLiteral(value.sql);
  if (typeof value === "string") return stringLiteral(value);
  if (typeof value === "bigint") return `${value}n`;
  if (types.isDate(value)) return `new Date(${stringLiteral(value.toISOString())})`;
  if (types.isUint8Array(value)) return `Uint8Array.from([${[...value].join(", ")}])`;
  if (Array.isArray(value)) return `[${value.map(oneLine).join(", ")}]`;
  if (typeof value === "object" && value !== null) {
    const entries = entriesOf(value).map(([key, held]) => `${keyText(key)}: ${oneLine(held)}`);
    return entries.length === 0 ? "{}" : `{ ${entries.join(", ")} }`;
  }
  return String(value);
}

/** Whether a value may be spread over lines. */
function isSpread(value: unknown): value is object {
  const isObject = typeof value === "object" && value !== null;
  return isObject && !isSqlText(value) && !types.isDate(value) && !types.isUint8Array(value);
}

/** A list of records reads best with a record a line, wider than the rest of the code where it must be. */
function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value) && value.some(isSpread);
}

/**
 * A value as TypeScript source.
 *
 * @param indent the column that its first line's text starts in, whole lines after it are indented by.
 * @param before how many characters stand before it on its first line.
 */
export function literalSource(value: unknown, indent: number, before: number): string {
  const line = oneLine(value);
  const width = isList(value) ? 0 : before + line.length;
  if (!isSpread(value) || (!isList(value) && width <= NARROW)) return line;
  const pad = " ".repeat(indent + 2);
  if (Array.isArray(value)) {
    const items = value.map((each: unknown) => {
      const text = oneLine(each);
      return `${pad}${indent + 3 + text.length <= WIDE ? text : literalSource(each, indent + 2, indent + 2)},`;
    });
    return `[\n${items.join("\n")}\n${" ".repeat(indent)}]`;
  }
  const lines = entriesOf(value).map(([key, held]) => {
    const start = `${pad}${keyText(key)}: `;
    return `${start}${literalSource(held, indent + 2, start.length)},`;
  });
  return `{\n${lines.join("\n")}\n${" ".repeat(indent)}}`;
}

/** A record that holds a list of records is spread over lines, however short. */
export function argumentSource(value: object, indent: number, before: number): string {
  const hasList = Object.values(value).some(isList);
  if (!hasList) return literalSource(value, indent, before);
  const pad = " ".repeat(indent + 2);
  const lines = entriesOf(value).map(
    ([key, held]) => `${pad}${keyText(key)}: ${literalSource(held, indent + 2, indent + 4 + key.length)},`,
  );
  return `{\n${lines.join("\n")}\n${" ".repeat(indent)}}`;
}
