/** Reads unique constraints. */

import { makeObject } from "../../catalog/make.ts";
import { objectId } from "../../catalog/object.ts";
import { keyQuery, type KeyRow } from "../key-query.ts";
import { liveReader } from "../kind.ts";
import { NO_SETTINGS } from "../settings.ts";
import type { UniqueObject } from "./object.ts";

export const live = liveReader<KeyRow, UniqueObject>({
  query: (scope) => keyQuery("u", scope),
  register: ({ table, name, index }, facts) => {
    const { schema, name: tableName } = facts.table(table);
    facts.addObject(index, objectId("unique", [schema, tableName, name]));
  },
  object: (
    { table: oid, name, keys, include, nullsNotDistinct, deferrable, deferred, withoutOverlaps, settings },
    facts,
  ) => {
    const table = facts.table(oid);
    const columns = facts.columnNames(oid, keys);
    const included = facts.columnNames(oid, include ?? []);
    return makeObject({
      kind: "unique",
      path: [table.schema, table.name, name],
      parent: table.id,
      dependsOn: facts.columnIds(oid, include === null ? keys : [...keys, ...include]),
      attributes: {
        columns,
        nullsNotDistinct,
        include: included,
        deferrable,
        initiallyDeferred: deferred,
        withoutOverlaps,
        settings: settings ?? NO_SETTINGS,
      },
    });
  },
});
