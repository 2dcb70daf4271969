/** Indexes that the model declares. */

import { quoteLiteral, sluiceError } from "@sluice/runner";
import type { PgColumn } from "drizzle-orm/pg-core";
import { makeObject } from "../../catalog/make.ts";
import { mentionedIds } from "../../model/mentioned.ts";
import type { ModelSource } from "../../model/model-source.ts";
import { indexName, nameOf } from "../../model/names.ts";
import { namedColumns } from "../../model/named-columns.ts";
import { columnIds, tableId } from "../ids.ts";
import { readOnce, type ModelReader } from "../kind.ts";
import { parametersOf } from "../storage-parameters.ts";
import { elementText } from "./element-text.ts";
import type { IndexElementAttributes, IndexObject } from "./object.ts";

/** A column in an index: 0.x and 1.0 keep what `.desc()`, `.nullsFirst()` and `.op()` said in `indexConfig`. */
interface IndexedColumn {
  readonly name?: string | undefined;
  readonly indexConfig?:
    | { readonly order?: "asc" | "desc"; readonly nulls?: "first" | "last"; readonly opClass?: string }
    | undefined;
}

/** An operator class with its parameters as the live reader writes them: their values in quotes. */
function opclassOf(text: string | undefined): string | undefined {
  const [, name, parameters] = /^([^(]*?)\s*\((.*)\)$/s.exec(text?.trim() ?? "") ?? [];
  if (name === undefined || parameters === undefined) return text;
  const each = parameters.split(",").map((parameter) => {
    const [key = "", value = ""] = parameter.split("=").map((part) => part.trim());
    return `${key}=${value.startsWith("'") ? value : quoteLiteral(value)}`;
  });
  return `${name}(${each.join(", ")})`;
}

function elementOf(column: IndexedColumn, name: string): IndexElementAttributes {
  const { order = "asc", nulls, opClass } = column.indexConfig ?? {};
  return {
    column: name,
    expression: null,
    order,
    nulls: nulls ?? (order === "desc" ? "first" : "last"),
    opclass: opclassOf(opClass),
    isDefaultOpclass: undefined,
    collation: undefined,
  };
}

function expressionOf(text: string): IndexElementAttributes {
  const { expression, ...element } = elementText(text);
  return {
    ...element,
    opclass: opclassOf(element.opclass),
    expression: expression === null ? null : { sql: expression },
    isDefaultOpclass: undefined,
  };
}

function columnNameOf(column: IndexedColumn, table: ModelSource["tables"][number], source: ModelSource): string {
  // The index keeps a copy of the column: the table's own knows its name in the database.
  const own = table.config.columns.find((each: PgColumn) => each.name === column.name);
  return own === undefined ? (column.name ?? "") : source.columnName(own);
}

export const model: ModelReader<IndexObject> = readOnce((source) => {
  const { is, SQL } = source.drizzle.orm;
  return source.tables.flatMap((entry) =>
    entry.config.indexes.map(({ config }) => {
      const { schema, name: table } = entry;
      const where = `index ${schema}.${config.name ?? `of ${table}`}`;
      const columns = config.columns.map((column) =>
        is(column, SQL)
          ? expressionOf(source.expression(column, where))
          : // What isn't SQL is an indexed column; drizzle types both as partial.
            elementOf(column as IndexedColumn, columnNameOf(column as IndexedColumn, entry, source)),
      );
      const names = columns.flatMap(({ column }) => column ?? []);
      if (config.name === undefined && names.length < columns.length) {
        throw sluiceError("EXPRESSION_INVALID", `an index of ${schema}.${table} over an expression has no name`, {
          hint: 'Name it: index("…").on(…).',
          details: { object: `table ${schema}.${table}` },
        });
      }
      const { name, isNamed } = nameOf(config.name, indexName(table, names));
      const filter = config.where === undefined ? null : { sql: source.expression(config.where, where) };
      const expressions = columns.flatMap(({ expression }) => expression?.sql ?? []);
      const own = entry.config.columns.map((column) => source.columnName(column));
      const used = [...new Set([...names, ...namedColumns(own, filter?.sql, ...expressions)])];
      return makeObject({
        kind: "index",
        path: [schema, name],
        parent: tableId(schema, table),
        dependsOn: [...columnIds(schema, table, used), ...mentionedIds(source, filter?.sql, ...expressions)],
        isNamed,
        attributes: {
          table,
          columns,
          unique: config.unique,
          method: config.method ?? "btree",
          where: filter,
          with: parametersOf(config.with),
          include: undefined,
          nullsNotDistinct: undefined,
          settings: undefined,
          valid: true,
          concurrently: config.concurrently === true ? true : undefined,
        },
      });
    }),
  );
});
