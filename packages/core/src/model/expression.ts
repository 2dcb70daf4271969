/** SQL of a model as text. */

import { types } from "node:util";
import { arrayText, literal, messageOf, quoteLiteral, sluiceError, type LiteralValue } from "@sluice/runner";
import type { SQL, SQLChunk } from "drizzle-orm";
import { driverValue } from "./driver-value.ts";
import type { Casing, DrizzleApi } from "./drizzle-api.ts";

type Renderer = (sql: SQL, where: string, cased?: ReadonlyMap<string, string>) => string;

const NOTHING: ReadonlyMap<string, string> = new Map();

/** Renders expressions with the user's drizzle. Columns lose their table: `"users"."age"` is `"age"`; unless they are to keep it. */
export function expressionRenderer(drizzle: DrizzleApi, casing: Casing | undefined, isQualified = false): Renderer {
  const { is, sql: tag, SQL: Sql, Param, Name, StringChunk } = drizzle.orm;
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
  const copied = (chunk: SQLChunk, cased: ReadonlyMap<string, string>): SQLChunk => {
    if (is(chunk, Sql)) return new Sql(copiedList(chunk.queryChunks, cased));
    if (is(chunk, Param)) {
      const { encoder } = chunk;
      const value: unknown = is(encoder, PgColumn)
        ? driverValue(encoder, chunk.value, drizzle)
        : encoder.mapToDriverValue(chunk.value);
      return written(value) ?? new Param(value);
    }
    // Whatever stands in a list of chunks is a chunk.
    if (Array.isArray(chunk)) return copiedList(chunk as readonly SQLChunk[], cased);
    return written(chunk) ?? chunk;
  };
  const copiedList = (chunks: readonly SQLChunk[], cased: ReadonlyMap<string, string>): SQLChunk[] =>
    chunks.map((chunk, place) => {
      // Most are, and drizzle's own question takes its time.
      if (chunk instanceof StringChunk || chunk instanceof PgColumn) return chunk;
      if (!is(chunk, Name)) return copied(chunk, cased);
      const before = chunks[place - 1];
      const isAlias = is(before, StringChunk) && [before.value].flat().join("").endsWith(" as ");
      const name = isAlias ? undefined : cased.get(chunk.value);
      return name === undefined ? chunk : tag.identifier(name);
    });

  const names = casing === undefined || drizzle.CasingCache === null ? null : new drizzle.CasingCache(casing);

  /** What consists of text and names of columns, as most does, joined as drizzle would; null for all else. */
  const joined = ({ queryChunks }: SQL): string | null => {
    let found = "";
    for (const chunk of queryChunks) {
      // A list in 0.45, one text in 1.0.
      if (chunk instanceof StringChunk) found += typeof chunk.value === "string" ? chunk.value : chunk.value.join("");
      else if (chunk instanceof PgColumn && !isQualified)
        found += dialect.escapeName(names === null ? chunk.name : names.getColumnCasing(chunk));
      else return null;
    }
    return found;
  };

  return (expression, where, cased = NOTHING) => {
    const simple = joined(expression);
    if (simple !== null) return simple;
    try {
      const { sql, params } = dialect.sqlToQuery(
        new Sql(copiedList(expression.queryChunks, cased)).inlineParams(),
        isQualified ? undefined : "indexes",
      );
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
