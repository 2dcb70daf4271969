/** Reads primary keys. */

import { makeObject } from "../../catalog/make.ts";
import { constraintQuery, columnNames, indexColumnNames, type ConstraintRow } from "../constraint-query.ts";
import { columnIds, tableId } from "../ids.ts";
import { liveReader } from "../kind.ts";
import type { PrimaryKeyObject } from "./object.ts";

interface Row extends ConstraintRow {
  readonly columns: readonly string[];
  readonly include: readonly string[] | null;
  readonly deferrable: boolean;
  readonly deferred: boolean;
}

export const live = liveReader<Row, PrimaryKeyObject>({
  query: () =>
    constraintQuery(
      "p",
      `${columnNames("o.conrelid", "o.conkey")} as columns,
       case when i.indnatts > i.indnkeyatts then ${indexColumnNames("i.indnkeyatts", "i.indnatts")} end as include,
       o.condeferrable as deferrable, o.condeferred as deferred`,
      "join pg_catalog.pg_index i on i.indexrelid = o.conindid",
    ),
  object: ({ schema, table, name, columns, include, deferrable, deferred }) =>
    makeObject({
      kind: "primary-key",
      path: [schema, table, name],
      parent: tableId(schema, table),
      dependsOn: columnIds(schema, table, [...columns, ...(include ?? [])]),
      attributes: { columns, include: include ?? [], deferrable, initiallyDeferred: deferred },
    }),
});
