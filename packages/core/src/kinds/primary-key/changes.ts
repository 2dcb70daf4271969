/** What changes of a primary key lead to. */

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
import type { PrimaryKeyObject } from "./object.ts";

export const changes: Changes<PrimaryKeyObject> = {
  create: (key, context) => {
    const { columns, include, deferrable, initiallyDeferred } = key.attributes;
    return [
      {
        op: "addPrimaryKey",
        ...onTable(key, context),
        name: key.path[2] ?? "",
        columns,
        ...told({ include, deferrable, initiallyDeferred }),
      },
    ];
  },
  drop: dropConstraint,
  rename: renameConstraint,
  attributes: {
    columns: { remedy: "replace" },
    include: unspokenInclude,
    deferrable: unspokenDeferrable,
    initiallyDeferred: unspokenDeferred,
  },
  fold: (into, operation) => {
    if (into.op !== "createTable" || operation.op !== "addPrimaryKey") return null;
    const { op: _op, table: _table, schema: _schema, ...primaryKey } = operation;
    return { ...into, primaryKey };
  },
  follow: ({ path, attributes }, rename) => ({
    ...attributes,
    columns: followedColumns(attributes.columns, path, rename),
  }),
  // A table has one at a time, whatever its name.
  claims: (key) => [...indexClaim(key), `primary key of ${key.parent ?? ""}`],
  goesWith: ownColumns,
  structure: ({ parent, attributes }) => JSON.stringify([parent, attributes.columns]),
};
