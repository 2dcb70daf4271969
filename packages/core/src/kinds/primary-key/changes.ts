/** What changes of a primary key lead to. */

import type { Operation } from "@sluice/runner";
import { numberedLabel } from "../automatic-name.ts";
import {
  dropConstraint,
  indexClaim,
  indexToTakeOver,
  ownColumns,
  renameConstraint,
  unspokenDeferrable,
  unspokenDeferred,
  unspokenInclude,
  unspokenWithoutOverlaps,
  keySettings,
  settingsOfKey,
} from "../constraint-changes.ts";
import { followedColumns } from "../follow.ts";
import { isPartitioned } from "../in-use.ts";
import type { Changes, PlanContext } from "../kind.ts";
import { onTable, told } from "../place.ts";
import { missedWithout } from "../settings.ts";
import type { PrimaryKeyObject } from "./object.ts";

function added(key: PrimaryKeyObject, usingIndex: string | undefined, context: PlanContext): readonly Operation[] {
  const { columns, include, deferrable, initiallyDeferred, withoutOverlaps } = key.attributes;
  return [
    {
      op: "addPrimaryKey",
      ...onTable(key, context),
      name: key.path[2] ?? "",
      columns,
      ...told({ include, deferrable, initiallyDeferred, withoutOverlaps, usingIndex }),
    },
  ];
}

export const changes: Changes<PrimaryKeyObject> = {
  create: (key, context) => [
    ...added(key, undefined, context),
    ...settingsOfKey(key, key.path[2] ?? "", key.attributes.settings, context),
  ],
  gradual: (key, name, context) =>
    isPartitioned(key, context) || key.attributes.withoutOverlaps === true
      ? null
      : {
          build: indexToTakeOver(key, name, key.attributes, context),
          validate: [],
          attach: added(key, name, context),
        },
  drop: dropConstraint,
  rename: renameConstraint,
  attributes: {
    columns: { remedy: "replace" },
    include: unspokenInclude,
    deferrable: unspokenDeferrable,
    initiallyDeferred: unspokenDeferred,
    withoutOverlaps: unspokenWithoutOverlaps,
    settings: keySettings,
  },
  fold: (into, operation) => {
    if (into.op !== "createTable" || operation.op !== "addPrimaryKey") return null;
    const { op: _op, table: _table, schema: _schema, ...primaryKey } = operation;
    return { ...into, primaryKey };
  },
  follow: ({ path, attributes }, rename) => ({
    ...attributes,
    columns: followedColumns(attributes.columns, path, rename),
    include: attributes.include && followedColumns(attributes.include, path, rename),
  }),
  numbered: ({ path: [, table = "", name = ""] }, number) => numberedLabel(name, number, [table, null, "pkey"]),
  // A table has one at a time, whatever its name.
  claims: (key) => [...indexClaim(key), `primary key of ${key.parent ?? ""}`],
  goesWith: ownColumns,
  missed: ({ attributes }) => missedWithout(attributes.settings),
  keptFor: ({ attributes }) => (attributes.withoutOverlaps === true ? "is WITHOUT OVERLAPS" : null),
  structure: ({ parent, attributes }) => JSON.stringify([parent, attributes.columns]),
};
