/** Foreign keys that the model declares, on a column or on the table. */

import { truncateIdentifier, type ReferentialAction } from "@sluice/runner";
import { makeObject } from "../../catalog/make.ts";
import { objectId, type ObjectId } from "../../catalog/object.ts";
import type { ModelSource } from "../../model/model-source.ts";
import { foreignKeyName, nameOf } from "../../model/names.ts";
import { columnIds, tableId } from "../ids.ts";
import type { ModelReader } from "../kind.ts";
import { model as indexes } from "../index/drizzle.ts";
import { model as primaryKeys } from "../primary-key/drizzle.ts";
import { model as uniques } from "../unique/drizzle.ts";
import type { ForeignKeyObject } from "./object.ts";

function keyOf(table: ObjectId, columns: readonly string[]): string {
  return JSON.stringify([table, ...columns.toSorted()]);
}

/** What a foreign key may rest on, by table and set of columns. */
function uniqueness(source: ModelSource): ReadonlyMap<string, readonly ObjectId[]> {
  const found = new Map<string, ObjectId[]>();
  const add = (id: ObjectId, table: ObjectId | null, columns: readonly string[]): void => {
    if (table === null) return;
    const key = keyOf(table, columns);
    found.set(key, [...(found.get(key) ?? []), id]);
  };
  for (const key of [...primaryKeys(source), ...uniques(source)]) add(key.id, key.parent, key.attributes.columns);
  for (const index of indexes(source)) {
    if (index.attributes.unique)
      add(
        index.id,
        index.parent,
        index.attributes.columns.flatMap(({ column }) => column ?? []),
      );
  }
  return found;
}

export const model: ModelReader<ForeignKeyObject> = (source) => {
  const restsOn = uniqueness(source);
  const schemaOf = new Map(source.tables.map(({ table, schema, name }) => [table, { schema, name }]));
  return source.tables.flatMap(({ schema, name: table, config }) =>
    config.foreignKeys.map((key) => {
      const reference = key.reference();
      const target = source.drizzle.pg.getTableConfig;
      const known = schemaOf.get(reference.foreignTable);
      const named =
        known ??
        ((): { schema: string; name: string } => {
          const other = target(reference.foreignTable);
          return { schema: other.schema ?? source.defaultSchema, name: truncateIdentifier(other.name) };
        })();
      const columns = reference.columns.map((column) => source.columnName(column));
      const toColumns = reference.foreignColumns.map((column) => source.columnName(column));
      const { name, isNamed } = nameOf(
        reference.name,
        foreignKeyName(source.drizzle, table, columns, named.name, toColumns),
      );
      const toTable = tableId(named.schema, named.name);
      // Drizzle's UpdateDeleteAction has the same words.
      const action = (given: string | undefined): ReferentialAction => (given ?? "no action") as ReferentialAction;
      return makeObject({
        kind: "foreign-key",
        path: [schema, table, name],
        parent: tableId(schema, table),
        dependsOn: [
          ...columnIds(schema, table, columns),
          toTable,
          ...columnIds(named.schema, named.name, toColumns),
          ...(restsOn.get(keyOf(toTable, toColumns)) ?? []),
          objectId("schema", [named.schema]),
        ],
        isNamed,
        attributes: {
          columns,
          references: { schema: named.schema, table: named.name, columns: toColumns },
          onUpdate: action(key.onUpdate),
          onDelete: action(key.onDelete),
          onDeleteColumns: undefined,
          match: undefined,
          deferrable: undefined,
          initiallyDeferred: undefined,
          period: undefined,
          validated: true,
          notEnforced: undefined,
        },
      });
    }),
  );
};
