/** Words for operations, hazards and diagnostics: one printer for each. */

import type { Diagnostic } from "@sluice/core";
import type { Hazard, Operation } from "@sluice/runner";
import { bold, cyan, dim, yellow } from "./colours.ts";

const LONGEST = 100;

/** SQL in a line of its own. */
function inOneLine(sql: string): string {
  const line = sql.trim().replaceAll(/\s+/g, " ");
  return line.length > LONGEST ? `${line.slice(0, LONGEST - 1)}…` : line;
}

/** `addColumn fees.description`, or what SQL is executed. */
export function describeOperation(operation: Operation): string {
  if (operation.op === "execute") return `${cyan(operation.op)} ${inOneLine(operation.sql)}`;
  const schema = "schema" in operation && operation.schema !== undefined ? `${operation.schema}.` : "";
  const table = "table" in operation && operation.table !== undefined ? `${operation.table}.` : "";
  const from = "from" in operation && "to" in operation ? `${operation.from} → ${operation.to}` : "";
  const name = "name" in operation && operation.name !== undefined ? operation.name : from;
  return `${cyan(operation.op)} ${schema}${table}${name}`.replace(/\.$/, "");
}

export function describeOperations(operations: readonly Operation[]): string {
  return operations.map((operation) => `  ${describeOperation(operation)}`).join("\n");
}

export function describeHazards(hazards: readonly Hazard[]): string {
  const distinct = new Map(hazards.map((hazard) => [`${hazard.code} ${hazard.message}`, hazard]));
  return [...distinct.values()].map(({ code, message }) => `  ${yellow(code)} ${message}`).join("\n");
}

/** Warnings in full; of what is merely left alone, a count and the first few. */
export function describeDiagnostics(diagnostics: readonly Diagnostic[]): string {
  const warnings = diagnostics.filter(({ severity }) => severity === "warning");
  const infos = diagnostics.filter(({ severity }) => severity === "info");
  const shown = infos.slice(0, 5).map(({ message }) => `  ${dim(message)}`);
  const more =
    infos.length > shown.length ? [`  ${dim(`… and ${infos.length - shown.length} more (--json lists them)`)}`] : [];
  return [
    ...warnings.map(({ message, hint }) => `  ${yellow(message)}${hint === null ? "" : dim(`\n    ${hint}`)}`),
    ...shown,
    ...more,
  ].join("\n");
}

/** A heading with its lines, or nothing where there are none. */
export function section(title: string, body: string): string {
  return body === "" ? "" : `${bold(title)}\n${body}`;
}

/** What there is to say, a blank line between its parts. */
export function paragraphs(...parts: readonly string[]): string {
  return parts.filter((part) => part !== "").join("\n\n");
}
