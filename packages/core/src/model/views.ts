/** The views that a model declares: their queries as text, what they select, and what they read. */

import { sluiceError, truncateIdentifier } from "@sluice/runner";
import type { SQL } from "drizzle-orm";
import type { PgColumn, PgTable } from "drizzle-orm/pg-core";
import { pathText, type ObjectId } from "../catalog/object.ts";
import { columnId, enumId, materializedViewId, tableId, viewId } from "../kinds/ids.ts";
import type { DrizzleApi } from "./drizzle-api.ts";
import { mentionedNames } from "./mentioned-names.ts";
import type { ModelSource, ModelView } from "./model-source.ts";

/** What `getViewConfig` and `getMaterializedViewConfig` give, of both lines of drizzle-orm. */
export interface ViewConfig {
  readonly name: string;
  readonly schema: string | undefined;
  readonly query: SQL | undefined;
  readonly isExisting: boolean;
  readonly selectedFields: unknown;
  /** In camelCase. */
  readonly with?: object | undefined;
  readonly using?: string | undefined;
  readonly tablespace?: string | undefined;
  readonly withNoData?: boolean | undefined;
}

/** A view among the exports. */
export interface FoundView {
  readonly schema: string;
  readonly name: string;
  readonly isMaterialized: boolean;
  readonly config: ViewConfig;
  /** What drizzle made. */
  readonly declared: unknown;
}

/** The view that an export is, if it is one. */
export function viewOf(value: unknown, { pg }: DrizzleApi, defaultSchema: string): FoundView | null {
  const isMaterialized = pg.isPgMaterializedView(value);
  if (!isMaterialized && !pg.isPgView(value)) return null;
  const config: ViewConfig = isMaterialized ? pg.getMaterializedViewConfig(value) : pg.getViewConfig(value);
  return {
    schema: config.schema ?? defaultSchema,
    name: truncateIdentifier(config.name),
    isMaterialized,
    config,
    declared: value,
  };
}

/** The tables and views that a query of the query builder, or an interpolation, names. */
function* readBy(chunk: unknown, drizzle: DrizzleApi): Generator {
  const { is, SQL: Sql, Table, View, Column, Subquery } = drizzle.orm;
  if (Array.isArray(chunk)) for (const each of chunk) yield* readBy(each, drizzle);
  else if (is(chunk, Table) || is(chunk, View)) yield chunk;
  else if (is(chunk, Column)) yield chunk.table;
  else if (is(chunk, Subquery)) yield* readBy(chunk._.sql, drizzle);
  else if (is(chunk, Sql.Aliased)) yield* readBy(chunk.sql, drizzle);
  else if (is(chunk, Sql)) for (const each of chunk.queryChunks) yield* readBy(each, drizzle);
}

/** The schema and name that a table or view has in the database, whatever its alias. */
function placeOf(relation: unknown, { drizzle, defaultSchema }: ModelSource): readonly [string, string] | null {
  const { is, Table } = drizzle.orm;
  if (is(relation, Table)) {
    // Drizzle's types hide the symbols that its tables keep their names under.
    const { Schema, OriginalName } = (
      Table as unknown as { readonly Symbol: Record<"Schema" | "OriginalName", symbol> }
    ).Symbol;
    const table = relation as unknown as Readonly<Record<symbol, string | undefined>>;
    return [table[Schema] ?? defaultSchema, truncateIdentifier(table[OriginalName] ?? "")];
  }
  const view = viewOf(relation, drizzle, defaultSchema);
  return view === null ? null : [view.schema, view.name];
}

/**
 * The tables that a view's query reads are among the exports, or of a schema of which the model declares nothing.
 *
 * @throws NOT_EXPORTED
 */
export function assertReadExported(source: ModelSource, views: readonly FoundView[]): void {
  const known = new Set([...source.tables, ...views].map(({ schema, name }) => pathText([schema, name])));
  for (const { schema, name, config, isMaterialized } of views) {
    for (const relation of readBy(config.query, source.drizzle)) {
      const place = placeOf(relation, source);
      // A subquery's columns belong to the subquery.
      if (place === null || !source.schemas.includes(place[0]) || known.has(pathText(place))) continue;
      throw sluiceError(
        "NOT_EXPORTED",
        `${isMaterialized ? "materialized view" : "view"} ${pathText([schema, name])} reads ${pathText(place)}, which no model file exports`,
        {
          hint: "Export what the view reads from one of the schema files.",
          details: { view: pathText([schema, name]), reads: pathText(place) },
        },
      );
    }
  }
}

/** The names of the columns that a query gives, in order; those of nested selections too. */
function selectedNames(fields: unknown, source: ModelSource): readonly string[] {
  const { is, Column, SQL: Sql } = source.drizzle.orm;
  if (typeof fields !== "object" || fields === null) return [];
  return Object.values(fields).flatMap((field: unknown): readonly string[] => {
    // Models of PostgreSQL hold columns of PostgreSQL.
    if (is(field, Column)) return [source.columnName(field as PgColumn)];
    if (is(field, Sql.Aliased)) return [truncateIdentifier(field.fieldAlias)];
    return is(field, Sql) ? [] : selectedNames(field, source);
  });
}

/** Ids of what a text may name: a superset, for where PostgreSQL can't be asked. */
function mentions(
  view: FoundView,
  text: string,
  source: ModelSource,
  views: readonly FoundView[],
): readonly ObjectId[] {
  const names = mentionedNames(text);
  const isNamed = (name: string): boolean => names.has(name);
  return [
    ...source.tables
      .filter(({ name }) => isNamed(name))
      .flatMap(({ schema, name, config }) => [
        tableId(schema, name),
        ...config.columns.flatMap((column) => {
          const columnName = source.columnName(column);
          return isNamed(columnName) ? [columnId(schema, name, columnName)] : [];
        }),
      ]),
    ...views
      .filter((other) => other !== view && isNamed(other.name))
      .map(({ schema, name, isMaterialized }) => (isMaterialized ? materializedViewId : viewId)(schema, name)),
    ...source.enums
      .filter(({ enumName }) => isNamed(truncateIdentifier(enumName)))
      .map(({ schema, enumName }) => enumId(schema ?? source.defaultSchema, truncateIdentifier(enumName))),
  ];
}

/**
 * Names that 0.x wrote into a query over one table before it knew of `casing`, and what they are in the database: it puts the
 * columns of such a query down as plain names.
 */
function casedNames(config: ViewConfig, source: ModelSource): ReadonlyMap<string, string> {
  const { is, Table } = source.drizzle.orm;
  const names = new Map<string, string>();
  for (const relation of readBy(config.query, source.drizzle)) {
    if (!is(relation, Table)) continue;
    // As above.
    for (const column of source.drizzle.pg.getTableConfig(relation as PgTable).columns) {
      const name = source.columnName(column);
      if (column.keyAsName && name !== column.name) names.set(column.name, name);
    }
  }
  return names;
}

/** The views that Sluice is to make. Those that the model says exist are somebody else's. */
export function modelViews(source: Omit<ModelSource, "views">, found: readonly FoundView[]): readonly ModelView[] {
  const views = found.filter(({ config }) => !config.isExisting);
  const all: ModelSource = { ...source, views: [] };
  return views.map((view) => {
    const { schema, name, isMaterialized, config, declared } = view;
    const where = `${isMaterialized ? "materialized view" : "view"} ${pathText([schema, name])}`;
    const query =
      config.query === undefined ? "" : source.qualifiedExpression(config.query, where, casedNames(config, all));
    return {
      schema,
      name,
      isMaterialized,
      declared,
      config,
      query,
      mentions: mentions(view, query, all, views),
      columns: [...new Set(selectedNames(config.selectedFields, all))],
    };
  });
}
