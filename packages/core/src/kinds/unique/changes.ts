/** What changes of a unique constraint lead to. */

import {
  dropConstraint,
  indexClaim,
  ownColumns,
  renameConstraint,
  unspokenDeferrable,
  unspokenDeferred,
  unspokenInclude,
} from "../constraint-changes.ts";
import { followedColumns } from "../follow.ts";
import type { Changes } from "../kind.ts";
import { onTable, told } from "../place.ts";
import type { UniqueObject } from "./object.ts";

export const changes: Changes<UniqueObject> = {
  create: (unique, context) => {
    const { columns, nullsNotDistinct, include, deferrable, initiallyDeferred } = unique.attributes;
    return [
      {
        op: "addUnique",
        ...onTable(unique, context),
        name: unique.path[2] ?? "",
        columns,
        ...told({ nullsNotDistinct, include, deferrable, initiallyDeferred }),
      },
    ];
  },
  drop: dropConstraint,
  rename: renameConstraint,
  attributes: {
    columns: { remedy: "replace" },
    nullsNotDistinct: { remedy: "replace" },
    include: unspokenInclude,
    deferrable: unspokenDeferrable,
    initiallyDeferred: unspokenDeferred,
  },
  fold: (into, operation) => {
    if (into.op !== "createTable" || operation.op !== "addUnique") return null;
    const { op: _op, table: _table, schema: _schema, usingIndex: _usingIndex, ...unique } = operation;
    return { ...into, uniques: [...(into.uniques ?? []), unique] };
  },
  follow: ({ path, attributes }, rename) => ({
    ...attributes,
    columns: followedColumns(attributes.columns, path, rename),
  }),
  claims: indexClaim,
  goesWith: ownColumns,
  structure: ({ parent, attributes }) => JSON.stringify([parent, attributes.columns, attributes.nullsNotDistinct]),
};
