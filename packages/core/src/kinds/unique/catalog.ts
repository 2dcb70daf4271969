/** Reads unique constraints. */

import { makeObject } from "../../catalog/make.ts";
import { objectId } from "../../catalog/object.ts";
import { columnIds, tableId } from "../ids.ts";
import { keyQuery, type KeyRow } from "../key-query.ts";
import { liveReader } from "../kind.ts";
import type { UniqueObject } from "./object.ts";

export const live = liveReader<KeyRow, UniqueObject>({
  query: (scope) => keyQuery("u", scope),
  register: ({ table, name, index }, facts) => facts.addRelation(index, objectId("unique", [...(facts.table(table) ?? []), name])),
  object: ({ table: oid, name, keys, include, nullsNotDistinct, deferrable, deferred }, facts) => {
    const [schema, table] = facts.table(oid) ?? ["", ""];
    const columns = facts.columnNames(oid, keys);
    const included = facts.columnNames(oid, include ?? []);
    return makeObject({
      kind: "unique",
      path: [schema, table, name],
      parent: tableId(schema, table),
      dependsOn: columnIds(schema, table, [...columns, ...included]),
      attributes: { columns, nullsNotDistinct, include: included, deferrable, initiallyDeferred: deferred },
    });
  },
});
