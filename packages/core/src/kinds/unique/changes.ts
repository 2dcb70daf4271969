/** What changes of a unique constraint lead to. */

import { sluiceError, type Operation } from "@sluice/runner";
import { equal } from "../../catalog/equal.ts";
import type { CatalogObject } from "../../catalog/object.ts";
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
import type { IndexObject } from "../index/object.ts";
import { isPartitioned } from "../in-use.ts";
import type { Changes, PlanContext } from "../kind.ts";
import { onTable, told } from "../place.ts";
import { missedWithout } from "../settings.ts";
import { NULLS_NOT_DISTINCT_SINCE } from "../server-versions.ts";
import type { UniqueObject } from "./object.ts";

/** Whether an index is what a constraint needs: plain columns in plain order, over every row. */
function isFit(object: CatalogObject, unique: UniqueObject): boolean {
  if (object.kind !== "index" || object.parent !== unique.parent) return false;
  // Objects of the kind index have an index's attributes.
  const index = (object as IndexObject).attributes;
  return (
    index.unique &&
    index.valid &&
    index.method === "btree" &&
    index.where === null &&
    Object.keys(index.with).length === 0 &&
    unique.attributes.withoutOverlaps !== true &&
    index.nullsNotDistinct === unique.attributes.nullsNotDistinct &&
    equal(index.include ?? [], unique.attributes.include ?? []) &&
    equal(
      index.columns.map(({ column }) => column),
      unique.attributes.columns,
    ) &&
    index.columns.every(
      ({ order, nulls, isDefaultOpclass, collation }) =>
        order === "asc" && nulls === "last" && isDefaultOpclass !== false && (collation ?? null) === null,
    )
  );
}

/** @throws UNSUPPORTED_SERVER where the server has no such constraint. */
function assertKnown({ id, attributes }: UniqueObject, { server }: PlanContext): void {
  if (!attributes.nullsNotDistinct || server.version >= NULLS_NOT_DISTINCT_SINCE) return;
  const major = Math.floor(server.version / 10_000);
  throw sluiceError("UNSUPPORTED_SERVER", `${id}: NULLS NOT DISTINCT came with PostgreSQL 15; the server is ${major}`, {
    hint: "Take nullsNotDistinct() out of the model, or upgrade the server.",
    details: { object: id, version: server.version },
  });
}

function added(unique: UniqueObject, usingIndex: string | undefined, context: PlanContext): readonly Operation[] {
  assertKnown(unique, context);
  const { columns, nullsNotDistinct, include, deferrable, initiallyDeferred, withoutOverlaps } = unique.attributes;
  return [
    {
      op: "addUnique",
      ...onTable(unique, context),
      name: unique.path[2] ?? "",
      columns,
      ...told({ nullsNotDistinct, include, deferrable, initiallyDeferred, withoutOverlaps, usingIndex }),
    },
  ];
}

export const changes: Changes<UniqueObject> = {
  create: (unique, context) => [
    ...added(unique, undefined, context),
    ...settingsOfKey(unique, unique.path[2] ?? "", unique.attributes.settings, context),
  ],
  gradual: (unique, name, context) =>
    isPartitioned(unique, context) || unique.attributes.withoutOverlaps === true
      ? null
      : {
          build: indexToTakeOver(unique, name, unique.attributes, context),
          validate: [],
          attach: added(unique, name, context),
        },
  drop: dropConstraint,
  rename: renameConstraint,
  attributes: {
    columns: { remedy: "replace" },
    nullsNotDistinct: { remedy: "replace" },
    include: unspokenInclude,
    deferrable: unspokenDeferrable,
    initiallyDeferred: unspokenDeferred,
    withoutOverlaps: unspokenWithoutOverlaps,
    settings: keySettings,
  },
  fold: (into, operation) => {
    if (into.op !== "createTable" || operation.op !== "addUnique") return null;
    const { op: _op, table: _table, schema: _schema, usingIndex: _usingIndex, ...unique } = operation;
    return { ...into, uniques: [...(into.uniques ?? []), unique] };
  },
  follow: ({ path, attributes }, rename) => ({
    ...attributes,
    columns: followedColumns(attributes.columns, path, rename),
    include: attributes.include && followedColumns(attributes.include, path, rename),
  }),
  numbered: ({ path: [, table = "", name = ""], attributes }, number) =>
    numberedLabel(name, number, [table, attributes.columns.join("_"), "key"]),
  claims: indexClaim,
  // https://www.postgresql.org/docs/current/sql-altertable.html: ADD CONSTRAINT … USING INDEX
  takeOver: (unique, dropped, context) => {
    if (!isFit(dropped, unique) || isPartitioned(unique, context)) return null;
    return added(unique, dropped.path[1] ?? "", context);
  },
  goesWith: ownColumns,
  missed: ({ attributes }) => missedWithout(attributes.settings),
  keptFor: ({ attributes }) => (attributes.withoutOverlaps === true ? "is WITHOUT OVERLAPS" : null),
  structure: ({ parent, attributes }) => JSON.stringify([parent, attributes.columns, attributes.nullsNotDistinct]),
};
