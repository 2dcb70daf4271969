/** Values on their way: parameters as text, so that every driver sends them alike; and texts out of rows. */

import type { Parameter } from "../ports/connection.ts";

export function parameterText(parameter: Parameter): string | null {
  return parameter === null ? null : String(parameter);
}

/** A text, number or truth as text; what is nothing of these as null. */
export function textOrNull(value: unknown): string | null {
  return typeof value === "string" ||
    typeof value === "number" ||
    typeof value === "bigint" ||
    typeof value === "boolean"
    ? String(value)
    : null;
}
