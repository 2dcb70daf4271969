/** Unique constraints that the model declares, on a column or on the table. */

import { equal } from "../../catalog/equal.ts";
import { makeObject } from "../../catalog/make.ts";
import type { ModelTable, ModelSource } from "../../model/model-source.ts";
import { givenUniqueName, nameOf, uniqueName } from "../../model/names.ts";
import { columnIds, tableId } from "../ids.ts";
import { readOnce, type ModelReader } from "../kind.ts";
import type { UniqueObject } from "./object.ts";

interface Declared {
  readonly columns: readonly string[];
  readonly given: string | undefined;
  readonly nullsNotDistinct: boolean;
  readonly isInline: boolean;
}

function declaredOf({ config }: ModelTable, source: ModelSource): readonly Declared[] {
  const onColumns = config.columns.flatMap((column): readonly Declared[] =>
    column.isUnique
      ? [
          {
            columns: [source.columnName(column)],
            given: givenUniqueName(
              { name: column.uniqueName },
              uniqueName(source.drizzle, config.name, [column.name], true),
            ),
            nullsNotDistinct: column.uniqueType === "not distinct",
            isInline: true,
          },
        ]
      : [],
  );
  const onTable = config.uniqueConstraints.map((unique): Declared => {
    const names = unique.columns.map((column) => column.name);
    const given = givenUniqueName(unique, uniqueName(source.drizzle, config.name, names, false));
    return {
      columns: unique.columns.map((column) => source.columnName(column)),
      given,
      nullsNotDistinct: unique.nullsNotDistinct,
      isInline: false,
    };
  });
  return [...onColumns, ...onTable];
}

export const model: ModelReader<UniqueObject> = readOnce((source) =>
  source.tables.flatMap((entry) => {
    const { schema, name: table, config } = entry;
    const inline = config.columns.filter((column) => column.primary).map((column) => source.columnName(column));
    const keys = [inline, ...config.primaryKeys.map((key) => key.columns.map((column) => source.columnName(column)))];
    const seen: (readonly string[])[] = keys.filter((key) => key.length > 0);
    return declaredOf(entry, source).map(({ columns, given, nullsNotDistinct, isInline }) => {
      const { name, isNamed } = nameOf(given, uniqueName(source.drizzle, table, columns, isInline));
      // In one CREATE TABLE, PostgreSQL makes one constraint of several over the same columns.
      const isOptional = seen.some((key) => equal(key, columns));
      seen.push(columns);
      return makeObject({
        kind: "unique",
        path: [schema, table, name],
        parent: tableId(schema, table),
        dependsOn: columnIds(schema, table, columns),
        isNamed,
        isOptional,
        attributes: {
          columns,
          nullsNotDistinct,
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
