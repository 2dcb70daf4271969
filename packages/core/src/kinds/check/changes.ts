/** What changes of a check constraint lead to. */

import { constraintClaim, dropConstraint, ownColumns, renameConstraint } from "../constraint-changes.ts";
import type { Changes } from "../kind.ts";
import { onColumn, onTable, told } from "../place.ts";
import type { CheckObject } from "./object.ts";

export const changes: Changes<CheckObject> = {
  create: (check, context) => {
    const { expression, validated, noInherit } = check.attributes;
    return [
      {
        op: "addCheck",
        ...onTable(check, context),
        name: check.path[2] ?? "",
        expression,
        ...told({ noInherit, notValid: !validated }),
      },
    ];
  },
  drop: dropConstraint,
  rename: renameConstraint,
  attributes: {
    expression: { remedy: "replace" },
    // PostgreSQL can validate a constraint, but not take that back.
    validated: {
      remedy: (_, to, context) =>
        to.attributes.validated ? [{ op: "validateConstraint", ...onColumn(to, context) }] : "replace",
    },
    noInherit: { remedy: "replace", unspoken: (noInherit) => (noInherit === true ? "is NO INHERIT" : null) },
  },
  fold: (into, operation) => {
    // CREATE TABLE has no NOT VALID.
    if (into.op !== "createTable" || operation.op !== "addCheck" || operation.notValid === true) return null;
    const { op: _op, table: _table, schema: _schema, ...check } = operation;
    return { ...into, checks: [...(into.checks ?? []), check] };
  },
  brittle: () => true,
  claims: constraintClaim,
  goesWith: ownColumns,
  structure: ({ parent, attributes }) => JSON.stringify([parent, attributes.expression.sql]),
};
