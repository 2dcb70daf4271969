/** Tells a default that is a plain constant from one that is SQL. */

import type { DefaultValue } from "@sluice/runner";

const INTEGERS = new Set(["smallint", "integer", "bigint"]);
const FLOATS = new Set(["real", "double precision"]);
/** What PostgreSQL takes a bare number for, by its size and its point. */
const NUMBER_TYPES = ["integer", "bigint", "numeric"];

/** The number that a text spells exactly, so that writing it down again gives the same text. */
function exactNumber(text: string): number | null {
  const number = Number(text);
  return text !== "" && Number.isFinite(number) && String(number) === text ? number : null;
}

/** The text of `'…'::type`, where the whole expression is that. */
function quotedText(expression: string, type: string): string | null {
  const ending = `'::${type}`;
  if (!expression.startsWith("'") || !expression.endsWith(ending) || expression.length <= ending.length) return null;
  const body = expression.slice(1, -ending.length);
  // A lone quote would end the literal: then there is more than one.
  return body.replaceAll("''", "").includes("'") ? null : body.replaceAll("''", "'");
}

/** Whether a default is a null constant, which PostgreSQL keeps where the column's type has a modifier: no default at all. */
export function isNullDefault(expression: string, type: string): boolean {
  return expression === "NULL" || expression === `NULL::${type}`;
}

/**
 * A default as PostgreSQL prints it, as a plain literal where it is a constant of the column's own type. The text is taken
 * as it is printed, nothing is interpreted: whatever is not exactly one constant is SQL.
 *
 * @param type the column's type without its modifier
 */
export function defaultValue(expression: string, type: string): DefaultValue {
  if (type === "boolean" && (expression === "true" || expression === "false")) return expression === "true";
  const isInteger = INTEGERS.has(type);
  const isNumber = isInteger || FLOATS.has(type) || type === "numeric";
  if (isNumber) {
    const number = exactNumber(expression);
    if (number !== null) return number;
  }
  // A negative number prints as a quoted constant of the type that the bare number has.
  if (isInteger || FLOATS.has(type)) {
    for (const numberType of NUMBER_TYPES) {
      const number = exactNumber(quotedText(expression, numberType) ?? "");
      if (number !== null && number < 0) return number;
    }
  }
  return quotedText(expression, type) ?? { sql: expression };
}
