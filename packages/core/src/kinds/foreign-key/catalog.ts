/** Reads foreign keys. */

import type { ReferentialAction } from "@sluice/runner";
import { makeObject } from "../../catalog/make.ts";
import { objectId } from "../../catalog/object.ts";
import { constraintQuery, columnNames, type ConstraintRow } from "../constraint-query.ts";
import { columnIds, tableId } from "../ids.ts";
import { liveReader } from "../kind.ts";
import type { ForeignKeyObject } from "./object.ts";

interface Row extends ConstraintRow {
  readonly columns: readonly string[];
  readonly to_schema: string;
  readonly to_table: string;
  readonly to_columns: readonly string[];
  readonly on_update: string;
  readonly on_delete: string;
  readonly on_delete_columns: readonly string[] | null;
  readonly match: string;
  readonly deferrable: boolean;
  readonly deferred: boolean;
  readonly validated: boolean;
  /** The kind and name of what it rests on. */
  readonly rests_on: readonly [string, string] | null;
}

const ACTIONS: Readonly<Record<string, ReferentialAction>> = {
  a: "no action",
  r: "restrict",
  c: "cascade",
  n: "set null",
  d: "set default",
};
const DELETE_COLUMNS_SINCE = 150000;

export const live = liveReader<Row, ForeignKeyObject>({
  query: ({ version }) =>
    constraintQuery(
      "f",
      `${columnNames("o.conrelid", "o.conkey")} as columns, tn.nspname as to_schema, t.relname as to_table,
       ${columnNames("o.confrelid", "o.confkey")} as to_columns, o.confupdtype as on_update, o.confdeltype as on_delete,
       ${version >= DELETE_COLUMNS_SINCE ? columnNames("o.conrelid", "o.confdelsetcols") : "null::json"} as on_delete_columns,
       o.confmatchtype as match, o.condeferrable as deferrable, o.condeferred as deferred, o.convalidated as validated,
       pg_catalog.json_build_array(case u.contype when 'p' then 'primary-key' when 'u' then 'unique' else 'index' end, x.relname) as rests_on`,
      `join pg_catalog.pg_class t on t.oid = o.confrelid
       join pg_catalog.pg_namespace tn on tn.oid = t.relnamespace
       left join pg_catalog.pg_class x on x.oid = o.conindid
       left join pg_catalog.pg_constraint u on u.conrelid = o.confrelid and u.conindid = o.conindid and u.contype in ('p', 'u')
       where o.conparentid = 0`,
    ),
  object: (row) => {
    const [kind = "", name = ""] = row.rests_on ?? [];
    const path = kind === "index" ? [row.to_schema, name] : [row.to_schema, row.to_table, name];
    return makeObject({
      kind: "foreign-key",
      path: [row.schema, row.table, row.name],
      parent: tableId(row.schema, row.table),
      dependsOn: [
        ...columnIds(row.schema, row.table, row.columns),
        tableId(row.to_schema, row.to_table),
        ...columnIds(row.to_schema, row.to_table, row.to_columns),
        objectId(kind, path),
      ],
      attributes: {
        columns: row.columns,
        references: { schema: row.to_schema, table: row.to_table, columns: row.to_columns },
        onUpdate: ACTIONS[row.on_update] ?? "no action",
        onDelete: ACTIONS[row.on_delete] ?? "no action",
        onDeleteColumns: row.on_delete_columns,
        match: row.match === "f" ? "full" : "simple",
        deferrable: row.deferrable,
        initiallyDeferred: row.deferred,
        validated: row.validated,
      },
    });
  },
});
