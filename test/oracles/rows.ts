/** Rows for a generated model, within its constraints. */

import { TYPES } from "./column-types.ts";
import type { ColumnSpec, ModelSpec, TableSpec } from "./model-spec.ts";

const ROWS = [1, 2, 3];

const quoted = (name: string): string => `"${name}"`;

function placeOf({ schema, name }: TableSpec): string {
  return schema === null ? quoted(name) : `${quoted(schema)}.${quoted(name)}`;
}

function valueOf(column: ColumnSpec, row: number): string {
  if (column.dimensions > 0) return "'{}'";
  if (column.enum !== null) return "'sad'";
  return TYPES.find(({ source }) => source === column.type)?.value(row) ?? "null";
}

function keysOf(table: TableSpec, row: number): Readonly<Record<string, string>> {
  if (table.key === "composite") return { a: String(row), b: String(row) };
  return table.key === "none" || table.key === "uuid" ? {} : { id: String(row) };
}

/** SQL that puts rows into every table, and lets them refer to one another. */
export function rowsSql(spec: ModelSpec): string {
  const inserts = spec.tables.flatMap((table) =>
    ROWS.map((row) => {
      const plain = table.columns.filter(({ generated }) => generated === null);
      const values = {
        ...keysOf(table, row),
        n: String(row),
        ...Object.fromEntries(plain.map((column) => [column.name, valueOf(column, row)])),
      };
      return `insert into ${placeOf(table)} (${Object.keys(values).map(quoted).join(", ")}) values (${Object.values(values).join(", ")})`;
    }),
  );
  const updates = spec.tables.flatMap((table) =>
    table.references.map((_, place) => `update ${placeOf(table)} set r${place} = n`),
  );
  return [...inserts, ...updates].join(";\n");
}

/** A query of all rows of the model's tables, without the columns that another model lacks. */
export function rowsQuery(spec: ModelSpec, other: ModelSpec): string {
  return spec.tables
    .map((table, position) => {
      const kept = new Set(other.tables[position]?.columns.map(({ name, was = name }) => was));
      const gone = table.columns.flatMap(({ name }) => (kept.has(name) ? [] : [`'${name}'`]));
      const row = gone.length === 0 ? "to_jsonb(t)" : `to_jsonb(t) - array[${gone.join(", ")}]`;
      return `select '${position}' as place, (${row})::text as row from ${placeOf(table)} t`;
    })
    .join(" union all ")
    .concat(" order by 1, 2");
}
