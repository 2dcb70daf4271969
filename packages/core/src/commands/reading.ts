/** What every comparison begins with: the models are being loaded, the database is open, and it is known what is looked at. */

import { resolve } from "node:path";
import { createRunner, isSluiceError, type Connection, type StatusInfo } from "@sluice/runner";
import type { Diagnostic } from "../catalog/diagnostic.ts";
import { hintsOf } from "../diff/decided.ts";
import type { Rename } from "../diff/renames.ts";
import { filtersOf, type FilterOptions, type Filters } from "../filters/filters.ts";
import type { IntrospectOptions } from "../introspect/introspect.ts";
import { isLedger } from "../introspect/left-alone.ts";
import { loadDrizzle } from "../model/drizzle-api.ts";
import { loadModel } from "../model/load-model.ts";
import { readModel, type Model } from "../model/read-model.ts";
import type { CompareOptions } from "./comparison.ts";
import { leftBehind } from "./left-behind.ts";
import { onDatabase, type OpenDatabase } from "./open-database.ts";
import { migrationFolders } from "./place-revision.ts";

function isModule(schema: CompareOptions["schema"]): schema is Readonly<Record<string, unknown>> {
  return typeof schema === "object" && !Array.isArray(schema);
}

async function modelOf(options: CompareOptions, filters: Filters, calm?: Promise<void>): Promise<Model> {
  const { schema, casing, root = resolve("") } = options;
  if (isModule(schema)) return readModel(schema, { drizzle: loadDrizzle(root), casing, filters });
  const { exports, drizzle, failure } = await loadModel(schema, { cwd: root, calm });
  try {
    return readModel(exports, { drizzle, casing, filters });
  } catch (cause) {
    // Drizzle calls parts of the model files back: what they throw is told with their own file and line.
    throw isSluiceError(cause) ? cause : await failure(cause);
  }
}

/** What the options let through of the models: never the ledger, which is Sluice's own though an app may read it. */
function modelFilters(options: CompareOptions): Filters {
  const filters = filtersOf(options);
  return {
    ...filters,
    relation: (schema, name) => !isLedger(schema, name, options.ledger) && filters.relation(schema, name),
  };
}

/** The schemas that the filters tell; null where the models do. */
async function wantedSchemas(connection: Connection, filters: Filters): Promise<readonly string[] | null> {
  if (filters.schemas === "of the models") return null;
  if (filters.schemas !== "of the database") return filters.schemas;
  const rows = await connection.query("select nspname as name from pg_catalog.pg_namespace");
  return rows.map((row) => String(row["name"])).filter(filters.schema);
}

/** What is read of a database that is compared with a model. */
export function scopeOf(
  options: FilterOptions & Pick<CompareOptions, "ledger" | "includeName">,
  schemas: readonly string[],
): IntrospectOptions {
  const { ledger, includeName } = options;
  const { relation, role } = filtersOf(options);
  return {
    schemas,
    ...(ledger === undefined ? {} : { ledger }),
    includesRelation: relation,
    isManagedRole: role,
    includeName,
  };
}

/** What a comparison begins with; the models are loaded while the server is called. */
export interface Reading {
  readonly open: OpenDatabase;
  readonly options: CompareOptions;
  readonly loading: Promise<Model>;
  /** To be called when all that is known to be asked is sent. */
  readonly onAsked: () => void;
  /** The schemas that the filters tell; null where the models do. */
  readonly wanted: readonly string[] | null;
  /** How the database stands in the revisions; read once. */
  readonly status: () => Promise<StatusInfo>;
}

/** Which schemas are read. */
export interface ReadSchemas {
  /** Those of the options, else those that the models and the filters speak of. */
  readonly declared: readonly string[];
  /** Renames that are told. */
  readonly told: readonly Rename[];
  /** The declared ones, and those that a rename leads out of. */
  readonly schemas: readonly string[];
}

export function readSchemas({ options, wanted }: Reading, model: Model): ReadSchemas {
  const renames = options.renames ?? [];
  // A role is in no schema.
  const told = [...renames, ...hintsOf(model.catalog)].filter(({ kind }) => kind !== "role");
  const declared = options.schemas ?? [...new Set([...(wanted ?? []), ...model.schemas])];
  const schemas = options.schemas ?? [...new Set([...declared, ...told.map(({ from }) => from[0] ?? "")])];
  return { declared, told, schemas };
}

/** What revisions left in schemas that nobody looks at. What options say is to be looked at is all that is. */
export async function leftBehindBy(
  { open, options, wanted }: Reading,
  schemas: readonly string[],
): Promise<readonly Diagnostic[]> {
  if (wanted !== null || options.schemas !== undefined) return [];
  return leftBehind(open.connection, options.ledger ?? {}, schemas);
}

/** Whether the ledger can be read, on a session of its own, while the catalogs are. */
export function hasSessions({ database }: OpenDatabase): boolean {
  return database.session === undefined;
}

/**
 * Begins to read both sides, for the length of some work.
 *
 * @throws whatever connecting and the work throw; nothing is written anywhere.
 */
export async function withReading<T>(options: CompareOptions, work: (reading: Reading) => Promise<T>): Promise<T> {
  let onAsked = (): void => undefined;
  const asked = new Promise<void>((settle) => (onAsked = settle));
  const loading = modelOf(options, modelFilters(options), asked);
  // A server that can't be reached is told first.
  loading.catch(() => undefined);
  return onDatabase(options, async (open) => {
    const wanted = await wantedSchemas(open.connection, filtersOf(options));
    const runner = createRunner({
      database: open.database,
      migrations: migrationFolders(options),
      recursive: options.recursive,
      ...(options.ledger === undefined ? {} : { ledger: options.ledger }),
    });
    let status: Promise<StatusInfo> | null = null;
    return work({ open, options, loading, onAsked, wanted, status: () => (status ??= runner.status()) });
  });
}
