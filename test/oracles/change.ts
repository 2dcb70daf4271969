/** One change of a generated model, and how it is told for a table or a column of it. */

import type { ColumnSpec, ModelSpec, TableSpec } from "./model-spec.ts";

export interface Change {
  /** Adds something, takes something away, alters what is there, or gives it another name. */
  readonly sort: "adds" | "drops" | "alters" | "renames";
  /** The model after it; the same model where there is nothing to change. */
  readonly make: (spec: ModelSpec, pick: number) => ModelSpec;
}

export function onTable(make: (table: TableSpec, pick: number, spec: ModelSpec) => TableSpec): Change["make"] {
  return (spec, pick) => {
    const place = pick % spec.tables.length;
    return {
      ...spec,
      tables: spec.tables.map((table, position) =>
        position === place ? make(table, Math.floor(pick / spec.tables.length), spec) : table,
      ),
    };
  };
}

export function onColumn(make: (column: ColumnSpec, pick: number) => ColumnSpec): Change["make"] {
  return onTable((table, pick) => {
    if (table.columns.length === 0) return table;
    const place = pick % table.columns.length;
    return {
      ...table,
      columns: table.columns.map((column, position) =>
        position === place ? make(column, Math.floor(pick / table.columns.length)) : column,
      ),
    };
  });
}
