/** What changes of a check constraint lead to. */

import type { Operation } from "@sluice/runner";
import {
  constraintClaim,
  dropConstraint,
  renameConstraint,
  unspokenNotEnforced,
  validatedLater,
} from "../constraint-changes.ts";
import type { Changes, PlanContext } from "../kind.ts";
import { onColumn, onTable, told } from "../place.ts";
import type { CheckObject } from "./object.ts";

function added(check: CheckObject, name: string, notValid: boolean, context: PlanContext): readonly Operation[] {
  const { expression, noInherit, notEnforced } = check.attributes;
  return [
    { op: "addCheck", ...onTable(check, context), name, expression, ...told({ noInherit, notValid, notEnforced }) },
  ];
}

export const changes: Changes<CheckObject> = {
  create: (check, context) => added(check, check.path[2] ?? "", !check.attributes.validated, context),
  gradual: (check, name, context) =>
    // What is not enforced reads no row.
    check.attributes.notEnforced === true
      ? null
      : {
          build: added(check, name, true, context),
          ...validatedLater(check, name, check.attributes.validated, context),
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
    notEnforced: unspokenNotEnforced,
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
  structure: ({ parent, attributes }) => JSON.stringify([parent, attributes.expression.sql]),
};
