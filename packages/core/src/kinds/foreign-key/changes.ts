/** What changes of a foreign key lead to. */

import type { Operation } from "@sluice/runner";
import { equal } from "../../catalog/equal.ts";
import { pathText } from "../../catalog/object.ts";
import {
  constraintClaim,
  dropConstraint,
  renameConstraint,
  unspokenDeferrable,
  unspokenDeferred,
  unspokenNotEnforced,
  validatedLater,
} from "../constraint-changes.ts";
import { followedColumns, followedTable } from "../follow.ts";
import { columnIds } from "../ids.ts";
import { isPartitioned } from "../in-use.ts";
import type { Changes, PlanContext } from "../kind.ts";
import { inSchema, onColumn, onTable, told } from "../place.ts";
import type { ForeignKeyObject } from "./object.ts";
import { mayRestOn, referencedTable } from "./rests-on.ts";

const NOT_VALID_ON_PARTITIONED_SINCE = 180000;

/** The pairs of columns, in an order of their own: a foreign key is a set of them. */
function pairs({ attributes }: ForeignKeyObject): readonly string[] {
  return attributes.columns
    .map((column, position) => JSON.stringify([column, attributes.references.columns[position]]))
    .toSorted();
}

function samePairs(from: ForeignKeyObject, to: ForeignKeyObject): boolean {
  return equal(pairs(from), pairs(to));
}

/** Only then can it be said which columns. */
function setsColumns({ attributes: { onDelete } }: ForeignKeyObject): boolean {
  return onDelete === "set null" || onDelete === "set default";
}

function added(key: ForeignKeyObject, name: string, notValid: boolean, context: PlanContext): readonly Operation[] {
  const {
    columns,
    references,
    onUpdate,
    onDelete,
    onDeleteColumns,
    match,
    deferrable,
    initiallyDeferred,
    period,
    notEnforced,
  } = key.attributes;
  return [
    {
      op: "addForeignKey",
      ...onTable(key, context),
      name,
      columns,
      references: { table: references.table, ...inSchema(references.schema, context), columns: references.columns },
      ...told({
        onUpdate: onUpdate === "no action" ? undefined : onUpdate,
        onDelete: onDelete === "no action" ? undefined : onDelete,
        onDeleteColumns: setsColumns(key) ? onDeleteColumns : undefined,
        match: match === "full" ? match : undefined,
        deferrable,
        initiallyDeferred,
        period,
        notValid,
        notEnforced,
      }),
    },
  ];
}

export const changes: Changes<ForeignKeyObject> = {
  create: (key, context) => added(key, key.path[2] ?? "", !key.attributes.validated, context),
  gradual: (key, name, context) =>
    // What is not enforced reads no row.
    key.attributes.notEnforced === true ||
    (isPartitioned(key, context) && context.server.version < NOT_VALID_ON_PARTITIONED_SINCE)
      ? null
      : {
          build: added(key, name, true, context),
          ...validatedLater(key, name, key.attributes.validated, context),
        },
  drop: dropConstraint,
  rename: renameConstraint,
  attributes: {
    columns: { remedy: "replace", same: (_from, _to, from, to) => samePairs(from, to) },
    references: {
      remedy: "replace",
      same: (from, to, fromKey, toKey) =>
        from.schema === to.schema && from.table === to.table && samePairs(fromKey, toKey),
    },
    onUpdate: { remedy: "replace" },
    onDelete: { remedy: "replace" },
    onDeleteColumns: {
      remedy: "replace",
      unspoken: (columns, key) =>
        Array.isArray(columns) && columns.length > 0 && setsColumns(key)
          ? `sets only (${columns.join(", ")}) on delete`
          : null,
    },
    match: { remedy: "replace", unspoken: (match) => (match === "full" ? "is MATCH FULL" : null) },
    deferrable: unspokenDeferrable,
    initiallyDeferred: unspokenDeferred,
    notEnforced: unspokenNotEnforced,
    period: { remedy: "replace", unspoken: (period) => (period === true ? "has a PERIOD" : null) },
    validated: {
      remedy: (_, to, context) =>
        to.attributes.validated ? [{ op: "validateConstraint", ...onColumn(to, context) }] : "replace",
    },
  },
  fold: (into, operation) => {
    if (into.op !== "createTable" || operation.op !== "addForeignKey" || operation.notValid === true) return null;
    const { op: _op, table: _table, schema: _schema, ...key } = operation;
    return { ...into, foreignKeys: [...(into.foreignKeys ?? []), key] };
  },
  brittle: () => true,
  follow: ({ path, attributes }, rename) => {
    const { references } = attributes;
    const [schema, table] = followedTable(references.schema, references.table, rename);
    const columns = followedColumns(references.columns, [references.schema, references.table], rename);
    return {
      ...attributes,
      columns: followedColumns(attributes.columns, path, rename),
      references: { schema, table, columns },
    };
  },
  rests: {
    within: referencedTable,
    on: mayRestOn,
    missing: ({ attributes: { references } }) =>
      `refers to ${pathText([references.schema, references.table])} (${references.columns.join(", ")}), which nothing in the models keeps unique`,
  },
  isDetachable: true,
  claims: constraintClaim,
  // The columns that it refers to hold it back instead, those of its own table too.
  goesWith: ({ path: [schema = "", table = ""], attributes }) => columnIds(schema, table, attributes.columns),
  keptFor: ({ attributes }) => (attributes.period === true ? "has a PERIOD" : null),
  structure: (key) =>
    JSON.stringify([key.parent, key.attributes.references.schema, key.attributes.references.table, pairs(key)]),
};
