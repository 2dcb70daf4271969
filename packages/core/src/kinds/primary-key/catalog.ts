/** Reads primary keys. */

import { makeObject } from "../../catalog/make.ts";
import { objectId } from "../../catalog/object.ts";
import { columnIds, tableId } from "../ids.ts";
import { keyQuery, type KeyRow } from "../key-query.ts";
import { liveReader } from "../kind.ts";
import type { PrimaryKeyObject } from "./object.ts";

export const live = liveReader<KeyRow, PrimaryKeyObject>({
  query: (scope) => keyQuery("p", scope),
  register: ({ table, name, index }, facts) =>
    facts.addRelation(index, objectId("primary-key", [...(facts.table(table) ?? []), name])),
  object: ({ table: oid, name, keys, include, deferrable, deferred }, facts) => {
    const [schema, table] = facts.table(oid) ?? ["", ""];
    const columns = facts.columnNames(oid, keys);
    const included = facts.columnNames(oid, include ?? []);
    return makeObject({
      kind: "primary-key",
      path: [schema, table, name],
      parent: tableId(schema, table),
      dependsOn: columnIds(schema, table, [...columns, ...included]),
      attributes: { columns, include: included, deferrable, initiallyDeferred: deferred },
    });
  },
});
