/** Columns that the model declares. */

import type { PgColumn } from "drizzle-orm/pg-core";
import { truncateIdentifier } from "@sluice/runner";
import { makeObject } from "../../catalog/make.ts";
import type { ObjectId } from "../../catalog/object.ts";
import { enumOf, typeOf } from "../../model/column-type.ts";
import { mentionedIds } from "../../model/mentioned.ts";
import { formerPaths } from "../../model/former-names.ts";
import type { ModelSource, ModelTable } from "../../model/model-source.ts";
import { namedColumns } from "../../model/named-columns.ts";
import { defaultBounds } from "../bounds.ts";
import { columnIds, enumId, tableId } from "../ids.ts";
import type { ModelReader } from "../kind.ts";
import type { ColumnAttributes, ColumnObject, IdentityAttributes } from "./object.ts";

/** Most columns need nothing: one list for all of them. */
const NOTHING: readonly ObjectId[] = [];

/** The options that aren't PostgreSQL's own choice for the type. */
function identityOf(column: PgColumn, automatic: string, type: string): IdentityAttributes | null {
  const identity = column.generatedIdentity;
  if (identity === undefined) return null;
  const options = identity.sequenceOptions ?? {};
  const text = (value: number | string | undefined): string | undefined =>
    value === undefined ? undefined : String(value);
  const increment = text(options.increment) ?? "1";
  const descends = increment.startsWith("-");
  const [defaultMin, defaultMax] = defaultBounds(type, descends);
  const min = text(options.minValue) ?? defaultMin;
  const max = text(options.maxValue) ?? defaultMax;
  const start = text(options.startWith);
  const cache = text(options.cache);
  const name = identity.sequenceName;
  return {
    generated: identity.type === "always" ? "always" : "by default",
    ...(name === undefined || name === automatic ? {} : { sequence: truncateIdentifier(name) }),
    ...(start === undefined || start === (descends ? max : min) ? {} : { start }),
    ...(increment === "1" ? {} : { increment }),
    ...(min === undefined || min === defaultMin ? {} : { min }),
    ...(max === undefined || max === defaultMax ? {} : { max }),
    ...(cache === undefined || cache === "1" ? {} : { cache }),
    ...(options.cycle === true ? { cycle: true } : {}),
  };
}

function generatedOf(column: PgColumn, source: ModelSource, where: string): ColumnAttributes["generated"] {
  const { generated } = column;
  if (generated === undefined) return null;
  const as: unknown = typeof generated.as === "function" ? generated.as() : generated.as;
  const { is, SQL } = source.drizzle.orm;
  return { as: { sql: is(as, SQL) ? source.expression(as, where) : String(as) }, kind: "stored" };
}

/** What a column needs: the enum that it is of, and what the expression that generates it may read. */
function needsOf(
  table: ModelTable,
  column: PgColumn,
  generated: ColumnAttributes["generated"],
  source: ModelSource,
): readonly ObjectId[] {
  const usedEnum = enumOf(column);
  const ofEnum =
    usedEnum === null
      ? NOTHING
      : [enumId(usedEnum.schema ?? source.defaultSchema, truncateIdentifier(usedEnum.enumName))];
  if (generated === null) return ofEnum;
  const others = table.config.columns.filter((each) => each !== column).map((each) => source.columnName(each));
  const read = columnIds(table.schema, table.name, namedColumns(others, generated.as.sql));
  return [...ofEnum, ...read, ...mentionedIds(source, generated.as.sql)];
}

function columnOf(
  table: ModelTable,
  parent: ObjectId,
  column: PgColumn,
  position: number,
  inKey: boolean,
  source: ModelSource,
): ColumnObject {
  const name = source.columnName(column);
  const { type, isSerial } = typeOf(column, source.drizzle, source.defaultSchema);
  const generated = generatedOf(column, source, `column ${table.schema}.${table.name}.${name}`);
  const identity = identityOf(column, `${table.name}_${name}_seq`, type);
  const path = [table.schema, table.name, name];
  return makeObject({
    kind: "column",
    path,
    formerPaths: formerPaths("column", path, column),
    parent,
    dependsOn: needsOf(table, column, generated, source),
    attributes: {
      type,
      // PostgreSQL makes the columns of a primary key, of serial and of identity columns not null.
      notNull: column.notNull || inKey || isSerial || identity !== null,
      serial: isSerial ? {} : null,
      identity,
      generated,
      collation: undefined,
      settings: undefined,
      position,
    },
  });
}

export const model: ModelReader<ColumnObject> = (source) =>
  source.tables.flatMap((table) => {
    const keyed = new Set(
      table.config.primaryKeys.flatMap((key) => key.columns).map((column) => source.columnName(column)),
    );
    const parent = tableId(table.schema, table.name);
    return table.config.columns.map((column, index) =>
      columnOf(table, parent, column, index + 1, column.primary || keyed.has(source.columnName(column)), source),
    );
  });
