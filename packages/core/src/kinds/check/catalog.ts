/** Reads check constraints. */

import { makeObject } from "../../catalog/make.ts";
import { constraintQuery, columnNames, type ConstraintRow } from "../constraint-query.ts";
import { columnIds, tableId } from "../ids.ts";
import { liveReader } from "../kind.ts";
import type { CheckObject } from "./object.ts";

interface Row extends ConstraintRow {
  readonly expression: string;
  readonly columns: readonly string[] | null;
  readonly validated: boolean;
  readonly no_inherit: boolean;
}

export const live = liveReader<Row, CheckObject>({
  query: () =>
    constraintQuery(
      "c",
      `pg_catalog.pg_get_expr(o.conbin, o.conrelid) as expression, ${columnNames("o.conrelid", "o.conkey")} as columns,
       o.convalidated as validated, o.connoinherit as no_inherit`,
    ),
  object: ({ schema, table, name, expression, columns, validated, no_inherit }) =>
    makeObject({
      kind: "check",
      path: [schema, table, name],
      parent: tableId(schema, table),
      dependsOn: columnIds(schema, table, columns ?? []),
      attributes: { expression: { sql: expression }, validated, noInherit: no_inherit },
    }),
});
