/** Primary keys that the model declares, on a column or on the table. */

import { makeObject } from "../../catalog/make.ts";
import { nameOf, primaryKeyName } from "../../model/names.ts";
import { columnIds, tableId } from "../ids.ts";
import { readOnce, type ModelReader } from "../kind.ts";
import type { PrimaryKeyObject } from "./object.ts";

export const model: ModelReader<PrimaryKeyObject> = readOnce((source) =>
  source.tables.flatMap(({ schema, name: table, config }) => {
    const inline = config.columns.filter((column) => column.primary).map((column) => source.columnName(column));
    const declared = [
      ...(inline.length === 0 ? [] : [{ columns: inline, given: undefined, isInline: true }]),
      ...config.primaryKeys.map((key) => ({
        columns: key.columns.map((column) => source.columnName(column)),
        given: key.name,
        isInline: false,
      })),
    ];
    return declared.map(({ columns, given, isInline }) => {
      const { name, isNamed } = nameOf(given, primaryKeyName(source.drizzle, table, columns, isInline));
      return makeObject({
        kind: "primary-key",
        path: [schema, table, name],
        parent: tableId(schema, table),
        dependsOn: columnIds(schema, table, columns),
        isNamed,
        attributes: {
          columns,
          include: undefined,
          deferrable: undefined,
          initiallyDeferred: undefined,
          withoutOverlaps: undefined,
          settings: undefined,
        },
      });
    });
  }),
);
