/** Drizzle exports → model catalog. Pure: values in, plain data out. Types and expressions stay as the model has them. */

import { messageOf, sluiceError, truncateIdentifier } from "@sluice/runner";
import type { PgColumn, PgPolicy, PgRole, PgSequence, PgTable } from "drizzle-orm/pg-core";
import type { Diagnostic } from "../catalog/diagnostic.ts";
import { objectId, pathText, type ObjectId } from "../catalog/object.ts";
import { numberedName } from "../kinds/automatic-name.ts";
import { kindOf, kinds, type AnyObject, type ModelledCatalog } from "../kinds/index.ts";
import { materializedViewId, viewId } from "../kinds/ids.ts";
import { filteredSource, UNFILTERED, type ModelFilters } from "./filtered-source.ts";
import { expressionRenderer } from "./expression.ts";
import type { Casing, DrizzleApi } from "./drizzle-api.ts";
import { enumOf } from "./column-type.ts";
import { isExisting, managedRolesOf, policiesOf } from "./policies.ts";
import type { ModelEnum, ModelSource, ModelTable } from "./model-source.ts";
import { assertReadExported, modelViews, viewOf, type FoundView } from "./views.ts";

export interface ReadModelOptions {
  readonly drizzle: DrizzleApi;
  readonly casing?: Casing | undefined;
  /** The schema of tables that name none. Default: `public`. */
  readonly defaultSchema?: string;
  /** What of the model counts. Default: all but its roles, which are the whole cluster's. */
  readonly filters?: ModelFilters | undefined;
}

export interface Model {
  readonly catalog: ModelledCatalog;
  readonly diagnostics: readonly Diagnostic[];
  /** The schemas that the model speaks of. */
  readonly schemas: readonly string[];
  /** What the model says exists, and is somebody else's to change. */
  readonly existing: readonly ObjectId[];
}

interface Sorted {
  readonly schemas: Set<string>;
  readonly schemaExports: Map<string, unknown>;
  readonly tables: Map<string, { readonly exportName: string; readonly table: ModelTable }>;
  readonly enums: Map<string, { readonly exportName: string; readonly type: ModelEnum }>;
  readonly sequences: Map<string, { readonly exportName: string; readonly sequence: PgSequence }>;
  readonly views: Map<string, { readonly exportName: string; readonly view: FoundView; readonly value: unknown }>;
  readonly roles: Map<string, PgRole>;
  /** Those that are exported by themselves. */
  readonly policies: Set<PgPolicy>;
}

function duplicate(what: string, path: readonly string[], one: string, other: string): Error {
  return sluiceError("DUPLICATE_OBJECT", `the exports ${one} and ${other} are both the ${what} ${pathText(path)}`, {
    hint: "Export one model for one name; give the other another name or schema.",
    details: { object: `${what} ${pathText(path)}`, exports: [one, other] },
  });
}

/** The exports, flattened: a module may hold namespaces and records of models. */
function* valuesOf(exports: Readonly<Record<string, unknown>>): Generator<readonly [string, unknown]> {
  for (const name of Object.keys(exports)) yield [name, exports[name]];
}

/** Drizzle calls the table's own callback here, which may throw. */
function configOf({ orm, pg }: DrizzleApi, table: PgTable, exportName: string): ModelTable["config"] {
  try {
    return pg.getTableConfig(table);
  } catch (cause) {
    const object = `table ${orm.getTableName(table)}`;
    throw sluiceError("MODEL_FAILED", `${object} (export ${exportName}): ${messageOf(cause)}`, {
      hint: "Correct the table's callback. With drizzle-orm 0.x an index takes the columns that the callback is given (t.email), not the table's own (users.email).",
      details: { object, export: exportName },
      cause,
    });
  }
}

function sortOut(exports: Readonly<Record<string, unknown>>, options: ReadModelOptions): Sorted {
  const { drizzle, defaultSchema = "public" } = options;
  const { orm, pg } = drizzle;
  const sorted: Sorted = {
    schemas: new Set(),
    schemaExports: new Map(),
    tables: new Map(),
    enums: new Map(),
    sequences: new Map(),
    views: new Map(),
    roles: new Map(),
    policies: new Set(),
  };
  const addEnum = (exportName: string, type: ModelEnum): void => {
    const path = [type.schema ?? defaultSchema, truncateIdentifier(type.enumName)];
    const known = sorted.enums.get(pathText(path));
    if (known !== undefined && known.type !== type) throw duplicate("enum", path, known.exportName, exportName);
    sorted.enums.set(pathText(path), { exportName, type });
    sorted.schemas.add(path[0] ?? defaultSchema);
  };
  for (const [exportName, value] of valuesOf(exports)) {
    if (value === null || (typeof value !== "object" && typeof value !== "function")) continue;
    if (orm.is(value, pg.PgTable)) {
      const config = configOf(drizzle, value, exportName);
      const schema = config.schema ?? defaultSchema;
      const table: ModelTable = {
        schema,
        name: truncateIdentifier(config.name),
        table: value,
        config,
        policies: config.policies,
      };
      const known = sorted.tables.get(pathText([schema, table.name]));
      if (known !== undefined && known.table.table !== value)
        throw duplicate("table", [schema, table.name], known.exportName, exportName);
      if (known === undefined) sorted.tables.set(pathText([schema, table.name]), { exportName, table });
      sorted.schemas.add(schema);
    } else if (pg.isPgEnum(value)) {
      addEnum(exportName, value);
    } else if (pg.isPgSequence(value)) {
      const path = [value.schema ?? defaultSchema, truncateIdentifier(value.seqName ?? "")];
      const known = sorted.sequences.get(pathText(path));
      if (known !== undefined && known.sequence !== value)
        throw duplicate("sequence", path, known.exportName, exportName);
      sorted.sequences.set(pathText(path), { exportName, sequence: value });
      sorted.schemas.add(path[0] ?? defaultSchema);
    } else if (pg.isPgSchema(value)) {
      sorted.schemaExports.set(value.schemaName, value);
      // 1.0's `existing()`: it is somebody else's, unless the model has something in it.
      if (!("isExisting" in value && value.isExisting === true)) sorted.schemas.add(value.schemaName);
    } else if (pg.isPgView(value) || pg.isPgMaterializedView(value)) {
      const view = viewOf(value, drizzle, defaultSchema);
      if (view === null) continue;
      const key = pathText([view.schema, view.name]);
      const known = sorted.views.get(key);
      if (known !== undefined && known.value !== value)
        throw duplicate("view", [view.schema, view.name], known.exportName, exportName);
      sorted.views.set(key, { exportName, view, value });
      // One that exists may be of a schema that is somebody else's altogether.
      if (!view.config.isExisting) sorted.schemas.add(view.schema);
    } else if (orm.is(value, pg.PgRole)) {
      if (!isExisting(value)) sorted.roles.set(value.name, value);
    } else if (orm.is(value, pg.PgPolicy)) {
      sorted.policies.add(value);
    }
  }
  for (const [key, { exportName, view }] of sorted.views) {
    const table = sorted.tables.get(key);
    if (table !== undefined) throw duplicate("relation", [view.schema, view.name], table.exportName, exportName);
  }
  for (const { exportName, table } of sorted.tables.values()) {
    // An enum that is used and not exported is found through the column that uses it.
    for (const column of table.config.columns) {
      const type = enumOf(column);
      if (
        type !== null &&
        !sorted.enums.has(pathText([type.schema ?? defaultSchema, truncateIdentifier(type.enumName)]))
      ) {
        addEnum(`${exportName}.${column.name}`, type);
      }
    }
  }
  return sorted;
}

function assertReferencesExported(source: ModelSource): void {
  const known = new Set(source.tables.map(({ table }) => table));
  for (const { name, schema, config } of source.tables) {
    for (const key of config.foreignKeys) {
      const { foreignTable } = key.reference();
      if (known.has(foreignTable)) continue;
      const target = source.drizzle.pg.getTableConfig(foreignTable);
      // A platform's own schema (auth.users), of which the project declares nothing.
      if (!source.schemas.includes(target.schema ?? source.defaultSchema)) continue;
      const isNamesake = source.tables.some(
        (each) => each.name === target.name && each.schema === (target.schema ?? source.defaultSchema),
      );
      if (isNamesake) continue;
      throw sluiceError(
        "NOT_EXPORTED",
        `table ${pathText([schema, name])} refers to table ${pathText([target.schema ?? source.defaultSchema, target.name])}, which no model file exports`,
        {
          hint: "Export the referenced table from one of the schema files.",
          details: { table: name, references: target.name },
        },
      );
    }
  }
}

/** The names that an object takes, its id among them. */
function takenBy(object: AnyObject): readonly string[] {
  // Each kind's function is written for its own objects.
  return [object.id, ...(kindOf(object).changes.claims?.(object as never) ?? [])];
}

/** Names that an object which the model leaves unnamed may find taken. */
function namesTaken(objects: readonly AnyObject[]): Set<string> {
  const taken = new Set<string>();
  const kindsOfUnnamed = new Set(objects.filter(({ isNamed }) => !isNamed).map(({ kind }) => kind));
  for (const object of objects) {
    if (!object.isNamed) continue;
    // Each kind's function is written for its own objects. An id begins with its kind.
    for (const name of kindOf(object).changes.claims?.(object as never) ?? []) taken.add(name);
    if (kindsOfUnnamed.has(object.kind)) taken.add(object.id);
  }
  return taken;
}

/** The object under the first of its names that is free. */
function numbered(object: AnyObject, taken: ReadonlySet<string>): AnyObject {
  let unique = object;
  for (let number = 1; takenBy(unique).some((name) => taken.has(name)); number += 1) {
    // Each kind's function is written for its own objects.
    const own = kindOf(object).changes.numbered?.(object as never, number);
    const path = [...object.path.slice(0, -1), own ?? numberedName(object.path.at(-1) ?? "", number)];
    unique = { ...object, path, id: objectId(object.kind, path) };
  }
  return unique;
}

/** Objects by id. Where the name that the model leaves to Drizzle is taken already, it is numbered. */
function uniqueObjects(objects: readonly AnyObject[]): ModelledCatalog {
  const taken = namesTaken(objects);
  const catalog = new Map<ObjectId, AnyObject>();
  for (const object of objects) {
    if (object.isNamed && catalog.has(object.id)) {
      throw sluiceError("DUPLICATE_OBJECT", `the model has ${object.id} twice`, {
        hint: "Give one of them another name. PostgreSQL cuts names to 63 bytes: two long ones may become the same.",
        details: { object: object.id },
      });
    }
    const unique = object.isNamed ? object : numbered(object, taken);
    if (!object.isNamed) for (const name of takenBy(unique)) taken.add(name);
    catalog.set(unique.id, unique);
  }
  return catalog;
}

/**
 * Reads models.
 *
 * @param exports a module namespace or a record of Drizzle exports; whatever isn't a model is passed over.
 * @throws DUPLICATE_OBJECT where two exports are one object, NOT_EXPORTED where a referenced table is not among them,
 * EXPRESSION_INVALID.
 * @example readModel(await import("./schema.ts"), { drizzle: loadDrizzle(process.cwd()) })
 */
export function readModel(exports: Readonly<Record<string, unknown>>, options: ReadModelOptions): Model {
  const { drizzle, casing, defaultSchema = "public", filters = UNFILTERED } = options;
  const diagnostics: Diagnostic[] = [];
  const report = (diagnostic: Diagnostic): void => void diagnostics.push(diagnostic);
  const sorted = sortOut(exports, options);
  if (sorted.schemas.size === 0) sorted.schemas.add(defaultSchema);
  const cache = drizzle.CasingCache === null ? null : new drizzle.CasingCache(casing);
  const columnName = (column: PgColumn): string =>
    truncateIdentifier(cache === null || casing === undefined ? column.name : cache.getColumnCasing(column));
  const foundViews = [...sorted.views.values()].map(({ view }) => view);
  const sourceOfTables: Omit<ModelSource, "views"> = {
    drizzle,
    defaultSchema,
    schemas: [...sorted.schemas],
    schemaExports: sorted.schemaExports,
    tables: policiesOf(
      [...sorted.tables.values()].map(({ table }) => table),
      sorted.policies,
      defaultSchema,
      drizzle,
      report,
    ),
    enums: [...sorted.enums.values()].map(({ type }) => type),
    sequences: [...sorted.sequences.values()].map(({ sequence }) => sequence),
    roles: managedRolesOf([...sorted.roles.values()], filters.role, report),
    columnName,
    expression: expressionRenderer(drizzle, casing),
    qualifiedExpression: expressionRenderer(drizzle, casing, true),
    report,
  };
  const source: ModelSource = { ...sourceOfTables, views: modelViews(sourceOfTables, foundViews) };
  assertReferencesExported(source);
  assertReadExported(source, foundViews);
  const existing = foundViews
    .filter(({ config }) => config.isExisting)
    .map(({ schema, name, isMaterialized }) => (isMaterialized ? materializedViewId : viewId)(schema, name));
  const counted = filteredSource(source, filters);
  const objects = Object.values(kinds).flatMap((kind): readonly AnyObject[] => kind.model(counted));
  return { catalog: uniqueObjects(objects), diagnostics, schemas: counted.schemas, existing };
}
