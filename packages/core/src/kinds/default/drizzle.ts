/** Defaults that the model declares; `$default` and `$onUpdate` are the app's and not among them. */

import { types } from "node:util";
import { arrayText, isSqlText, truncateIdentifier, type DefaultValue, type LiteralValue } from "@sluice/runner";
import type { PgColumn } from "drizzle-orm/pg-core";
import { makeObject } from "../../catalog/make.ts";
import { dimensionsOf, enumOf } from "../../model/column-type.ts";
import { driverValue } from "../../model/driver-value.ts";
import { mentionedIds } from "../../model/mentioned.ts";
import type { ModelSource } from "../../model/model-source.ts";
import { columnId, enumId } from "../ids.ts";
import type { ModelReader } from "../kind.ts";
import type { DefaultObject } from "./object.ts";

/** A null constant, which is no default at all. */
const NULL = /^\s*null\s*(?:::\s*[\w\s."()[\],]+)?$/i;

/** A value as the driver would send it, as a literal: text is untyped, so that PostgreSQL reads it as the column's type. */
function literalOf(value: unknown): DefaultValue {
  if (typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number") return Number.isFinite(value) ? value : String(value);
  if (typeof value === "bigint") return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  if (types.isDate(value)) return value.toISOString();
  if (types.isUint8Array(value)) return `\\x${Buffer.from(value).toString("hex")}`;
  return JSON.stringify(value);
}

function arrayOf(values: readonly unknown[]): readonly LiteralValue[] {
  return values.map((value) => {
    if (value === null) return null;
    if (Array.isArray(value)) return arrayOf(value);
    const given = literalOf(value);
    return typeof given === "object" ? given.sql : given;
  });
}

/** Whether a null is a value of the column itself: JSON's, as drizzle-kit writes it. */
function isJsonNull(column: PgColumn, { drizzle }: ModelSource): boolean {
  const isJson = drizzle.orm.is(column, drizzle.pg.PgJson) || drizzle.orm.is(column, drizzle.pg.PgJsonb);
  return isJson && column.default === null && dimensionsOf(column, drizzle) === 0;
}

function valueOf(column: PgColumn, source: ModelSource, where: string): DefaultValue | null {
  const value: unknown = column.default;
  if (isJsonNull(column, source)) return "null";
  if (value === undefined || value === null) return null;
  const { is, SQL } = source.drizzle.orm;
  if (is(value, SQL)) {
    const sql = source.expression(value, where);
    return NULL.test(sql) ? null : { sql };
  }
  const sent = driverValue(column, value, source.drizzle);
  return Array.isArray(sent) ? arrayText(arrayOf(sent)) : literalOf(sent);
}

export const model: ModelReader<DefaultObject> = (source) =>
  source.tables.flatMap((table) =>
    table.config.columns.flatMap((column) => {
      if (column.default === undefined) return [];
      const path = [table.schema, table.name, source.columnName(column)] as const;
      const value = valueOf(column, source, `default ${path.join(".")}`);
      if (value === null) return [];
      const type = enumOf(column);
      return [
        makeObject({
          kind: "default",
          path,
          parent: columnId(...path),
          dependsOn: [
            ...(type === null ? [] : [enumId(type.schema ?? source.defaultSchema, truncateIdentifier(type.enumName))]),
            ...(isSqlText(value) ? mentionedIds(source, value.sql) : []),
          ],
          attributes: { value },
        }),
      ];
    }),
  );
