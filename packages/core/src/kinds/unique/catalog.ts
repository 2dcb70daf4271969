/** Reads unique constraints. */

import { makeObject } from "../../catalog/make.ts";
import { constraintQuery, columnNames, indexColumnNames, type ConstraintRow } from "../constraint-query.ts";
import { columnIds, tableId } from "../ids.ts";
import { liveReader } from "../kind.ts";
import type { UniqueObject } from "./object.ts";

interface Row extends ConstraintRow {
  readonly columns: readonly string[];
  readonly include: readonly string[] | null;
  readonly nulls_not_distinct: boolean;
  readonly deferrable: boolean;
  readonly deferred: boolean;
}

const NULLS_NOT_DISTINCT_SINCE = 150000;

export const live = liveReader<Row, UniqueObject>({
  query: ({ version }) =>
    constraintQuery(
      "u",
      `${columnNames("o.conrelid", "o.conkey")} as columns,
       case when i.indnatts > i.indnkeyatts then ${indexColumnNames("i.indnkeyatts", "i.indnatts")} end as include,
       ${version >= NULLS_NOT_DISTINCT_SINCE ? "i.indnullsnotdistinct" : "false"} as nulls_not_distinct,
       o.condeferrable as deferrable, o.condeferred as deferred`,
      "join pg_catalog.pg_index i on i.indexrelid = o.conindid",
    ),
  object: (row) =>
    makeObject({
      kind: "unique",
      path: [row.schema, row.table, row.name],
      parent: tableId(row.schema, row.table),
      dependsOn: columnIds(row.schema, row.table, [...row.columns, ...(row.include ?? [])]),
      attributes: {
        columns: row.columns,
        nullsNotDistinct: row.nulls_not_distinct,
        include: row.include ?? [],
        deferrable: row.deferrable,
        initiallyDeferred: row.deferred,
      },
    }),
});
