/** What changes of a default lead to. */

import { isSqlText, quoteLiteral } from "@sluice/runner";
import { printedName } from "../../catalog/printed-name.ts";
import type { Changes } from "../kind.ts";
import { onColumn } from "../place.ts";
import type { ColumnObject } from "../column/object.ts";
import type { DefaultObject } from "./object.ts";

/** A default that is nothing but a draw from a sequence, as PostgreSQL prints it. */
function drawFrom(sequence: readonly string[]): string {
  return `nextval(${quoteLiteral(printedName(sequence))}::regclass)`;
}

export const changes: Changes<DefaultObject> = {
  create: (object, context) => [{ op: "setDefault", ...onColumn(object, context), default: object.attributes.value }],
  drop: (object, context) => [{ op: "dropDefault", ...onColumn(object, context) }],
  attributes: {
    value: {
      remedy: (_, to, context) => [{ op: "setDefault", ...onColumn(to, context), default: to.attributes.value }],
    },
  },
  follow: ({ attributes }, { kind, from, to }) => {
    const { value } = attributes;
    if (kind !== "sequence" || !isSqlText(value) || value.sql !== drawFrom(from)) return attributes;
    return { value: { sql: drawFrom(to) } };
  },
  fold: (into, operation) => {
    if (into.op !== "addColumn" || operation.op !== "setDefault") return null;
    const { rewrites, ...column } = into;
    return { ...column, default: operation.default, ...(rewrites === undefined ? {} : { rewrites }) };
  },
  // No model can say one of a view's column: what is inserted through the view gets it.
  keptFor: ({ parent }) => (parent?.startsWith("view-column ") === true ? "is a default of a view's column" : null),
  // A sequence that the column owns needs the column, and the default needs the sequence.
  isDetachable: true,
  // A default of the type that the column had can't be cast along with it.
  brittle: () => true,
  expressionType: ({ parent }, catalog) => {
    const column = parent === null ? undefined : catalog.get(parent);
    // A default's parent is its column.
    return column === undefined ? null : (column as ColumnObject).attributes.type;
  },
};
