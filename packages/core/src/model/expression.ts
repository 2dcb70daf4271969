/** SQL of a model as text. */

import { types } from "node:util";
import { arrayText, literal, messageOf, quoteLiteral, sluiceError, type LiteralValue } from "@sluice/runner";
import type { SQL, SQLChunk } from "drizzle-orm";
import { driverValue } from "./driver-value.ts";
import type { Casing, DrizzleApi } from "./drizzle-api.ts";

/** Renders expressions with the user's drizzle. Columns lose their table: `"users"."age"` is `"age"`. */
export function expressionRenderer(
  drizzle: DrizzleApi,
  casing: Casing | undefined,
): (sql: SQL, where: string) => string {
  const { is, sql: tag, SQL: Sql, Param } = drizzle.orm;
  const { PgColumn } = drizzle.pg;
  const dialect = new drizzle.pg.PgDialect(casing === undefined ? {} : { casing });

  /** Values that drizzle has no or a wrong literal for, written as PostgreSQL reads them. */
  const written = (value: unknown): SQLChunk | null => {
    if (typeof value === "bigint") return tag.raw(String(value));
    if (types.isDate(value)) return tag.raw(quoteLiteral(value.toISOString()));
    if (types.isUint8Array(value)) return tag.raw(literal(value));
    // What a parameter holds in an array is what PostgreSQL's arrays hold.
    if (Array.isArray(value)) return tag.raw(quoteLiteral(arrayText(value as readonly LiteralValue[])));
    return null;
  };

  // A copy: rendering with parameters written in would mark the user's own objects.
  const copied = (chunk: SQLChunk): SQLChunk => {
    if (is(chunk, Sql)) return new Sql(chunk.queryChunks.map(copied));
    if (is(chunk, Param)) {
      const { encoder } = chunk;
      const value: unknown = is(encoder, PgColumn)
        ? driverValue(encoder, chunk.value, drizzle)
        : encoder.mapToDriverValue(chunk.value);
      return written(value) ?? new Param(value);
    }
    if (Array.isArray(chunk)) return chunk.map((each: SQLChunk) => copied(each));
    return written(chunk) ?? chunk;
  };

  return (expression, where) => {
    try {
      const { sql, params } = dialect.sqlToQuery(new Sql(expression.queryChunks.map(copied)).inlineParams(), "indexes");
      if (params.length === 0) return sql;
    } catch (cause) {
      throw sluiceError("EXPRESSION_INVALID", `${where}: the expression can't be written as SQL: ${messageOf(cause)}`, {
        hint: "Write the value into the sql`…` text itself.",
        details: { object: where },
        cause,
      });
    }
    throw sluiceError("EXPRESSION_INVALID", `${where}: the expression holds a placeholder`, {
      hint: "A schema has no parameters: write the value into the sql`…` text.",
      details: { object: where },
    });
  };
}
