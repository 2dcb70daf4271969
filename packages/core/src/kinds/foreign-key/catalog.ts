/** Reads foreign keys. https://www.postgresql.org/docs/current/catalog-pg-constraint.html */

import type { ReferentialAction } from "@sluice/runner";
import { makeObject } from "../../catalog/make.ts";
import { columnIds, tableId } from "../ids.ts";
import { liveReader } from "../kind.ts";
import { ENFORCED_SINCE, ON_DELETE_COLUMNS_SINCE, TEMPORAL_SINCE } from "../server-versions.ts";
import type { ForeignKeyObject } from "./object.ts";

interface Row {
  readonly table: number;
  readonly name: string;
  readonly keys: readonly number[];
  readonly toTable: number;
  readonly toKeys: readonly number[];
  /** Of a referenced table outside the scope, whose names no other reader tells. */
  readonly outside: { readonly schema: string; readonly table: string; readonly columns: readonly string[] } | null;
  /** The oid of the index that it rests on. */
  readonly index: number;
  readonly onUpdate: string;
  readonly onDelete: string;
  readonly onDeleteKeys: readonly number[] | null;
  readonly match: string;
  readonly deferrable: boolean;
  readonly deferred: boolean;
  readonly period: boolean;
  readonly validated: boolean;
  readonly notEnforced: boolean;
}

const ACTIONS: Readonly<Record<string, ReferentialAction>> = {
  a: "no action",
  r: "restrict",
  c: "cascade",
  n: "set null",
  d: "set default",
};

const OUTSIDE = `case when s.oid is null then (
  select json_build_object('schema', n.nspname, 'table', c.relname, 'columns', (
    select json_agg(a.attname order by k.place) from unnest(o.confkey) with ordinality k(attnum, place)
    join pg_attribute a on a.attrelid = o.confrelid and a.attnum = k.attnum))
  from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.oid = o.confrelid) end`;

export const live = liveReader<Row, ForeignKeyObject>({
  query: ({ version, relations }) => ({
    fields: {
      table: "o.conrelid::bigint",
      name: "o.conname",
      keys: "o.conkey",
      toTable: "o.confrelid::bigint",
      toKeys: "o.confkey",
      outside: OUTSIDE,
      index: "o.conindid::bigint",
      onUpdate: "o.confupdtype",
      onDelete: "o.confdeltype",
      onDeleteKeys: version >= ON_DELETE_COLUMNS_SINCE ? "o.confdelsetcols" : "null::int",
      match: "o.confmatchtype",
      deferrable: "o.condeferrable",
      deferred: "o.condeferred",
      period: version >= TEMPORAL_SINCE ? "o.conperiod" : "false",
      // One that is NOT ENFORCED is never validated, and can't be.
      validated: version >= ENFORCED_SINCE ? "o.convalidated or not o.conenforced" : "o.convalidated",
      notEnforced: version >= ENFORCED_SINCE ? "not o.conenforced" : "false",
    },
    // One with a parent serves a single partition.
    from: `pg_constraint o left join unnest(${relations}) s(oid) on s.oid = o.confrelid
      where o.conrelid = any(${relations}) and o.contype = 'f' and o.conparentid = 0`,
  }),
  object: (row, facts) => {
    const table = facts.table(row.table);
    const to = facts.table(row.toTable);
    const references = row.outside ?? {
      schema: to.schema,
      table: to.name,
      columns: facts.columnNames(row.toTable, row.toKeys),
    };
    const index = facts.object(row.index);
    return makeObject({
      kind: "foreign-key",
      path: [table.schema, table.name, row.name],
      parent: table.id,
      dependsOn: [
        ...facts.columnIds(row.table, row.keys),
        tableId(references.schema, references.table),
        ...columnIds(references.schema, references.table, references.columns),
        ...(index === undefined ? [] : [index]),
      ],
      attributes: {
        columns: facts.columnNames(row.table, row.keys),
        references,
        onUpdate: ACTIONS[row.onUpdate] ?? "no action",
        onDelete: ACTIONS[row.onDelete] ?? "no action",
        onDeleteColumns: row.onDeleteKeys === null ? null : facts.columnNames(row.table, row.onDeleteKeys),
        match: row.match === "f" ? "full" : "simple",
        deferrable: row.deferrable,
        initiallyDeferred: row.deferred,
        period: row.period,
        validated: row.validated,
        notEnforced: row.notEnforced,
      },
    });
  },
});
