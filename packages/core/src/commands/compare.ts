/** Compares a database with models: what check tells and gen writes down. */

import { resolve } from "node:path";
import { createRunner, isSluiceError, type Connection } from "@sluice/runner";
import { DEFAULT_SCHEMA } from "../catalog/printed-name.ts";
import { hintsOf } from "../diff/decided.ts";
import { moveCandidates } from "../diff/renames.ts";
import { filtersOf, type FilterOptions, type Filters } from "../filters/filters.ts";
import { introspect, type IntrospectOptions } from "../introspect/introspect.ts";
import { isLedger } from "../introspect/left-alone.ts";
import { loadDrizzle } from "../model/drizzle-api.ts";
import { loadModel } from "../model/load-model.ts";
import { readModel, type Model } from "../model/read-model.ts";
import { answeringScratch } from "./answering-scratch.ts";
import { compareModel } from "./compare-model.ts";
import type { CompareOptions, Comparison } from "./comparison.ts";
import { leftBehind } from "./left-behind.ts";
import { lookedAt } from "./looked-at.ts";
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

/** Both sides, read: the models are bundled, and the ledger is read, while the server reads its catalogs. */
async function compare(
  open: OpenDatabase,
  options: CompareOptions,
  loading: Promise<Model>,
  onAsked: () => void,
): Promise<Comparison> {
  const { database, connection } = open;
  const filters = filtersOf(options);
  const wanted = await wantedSchemas(connection, filters);
  // Most models speak of the default schema alone.
  const guess = wanted ?? [DEFAULT_SCHEMA];
  const runner = createRunner({
    database,
    migrations: migrationFolders(options),
    recursive: options.recursive,
    ...(options.ledger === undefined ? {} : { ledger: options.ledger }),
  });
  const hasSessions = database.session === undefined;
  const [loaded, read, early] = await Promise.allSettled([
    loading,
    introspect(connection, { ...scopeOf(options, guess), onAsked }),
    // Where all is one session, the snapshot has it.
    hasSessions ? runner.status() : null,
  ]);
  if (loaded.status === "rejected") throw loaded.reason;
  if (read.status === "rejected") throw read.reason;
  const model = loaded.value;
  const renames = options.renames ?? [];
  // A role is in no schema.
  const told = [...renames, ...hintsOf(model.catalog)].filter(({ kind }) => kind !== "role");
  const declared = options.schemas ?? [...new Set([...(wanted ?? []), ...model.schemas])];
  const schemas = options.schemas ?? [...new Set([...declared, ...told.map(({ from }) => from[0] ?? "")])];
  const isGuessed = schemas.length === guess.length && schemas.every((schema) => guess.includes(schema));
  const found = isGuessed ? read.value : await introspect(connection, scopeOf(options, schemas));
  const live = { ...found, catalog: lookedAt(found.catalog, declared, told) };
  const scratch = answeringScratch(open, found, schemas, DEFAULT_SCHEMA, options.scratch);
  const comparison = await compareModel(connection, model, live, options, scratch.connect).finally(scratch.close);
  if (early.status === "rejected") throw early.reason;
  const { pending, missing } = early.value ?? (await runner.status());
  // Of the default schema everything was read, though the models may speak of others alone.
  const isElsewhere = wanted === null && options.noRenames !== true && !schemas.includes(DEFAULT_SCHEMA);
  const moved = isElsewhere ? moveCandidates(read.value.catalog, comparison.renamed, comparison.target) : [];
  // What options say is to be looked at is all that is.
  const left =
    wanted === null && options.schemas === undefined ? await leftBehind(connection, options.ledger ?? {}, schemas) : [];
  return {
    ...comparison,
    diagnostics: [...scratch.diagnostics(), ...comparison.diagnostics, ...left],
    renameCandidates: [...comparison.renameCandidates, ...moved],
    schemas,
    pending,
    unknown: missing,
  };
}

/**
 * Reads both sides and plans the way between them, in a fixed number of round trips, for the length of some work.
 *
 * @throws whatever connecting, loading, reading and planning throw; nothing is written anywhere.
 */
export async function comparing<T>(
  options: CompareOptions,
  work: (comparison: Comparison, open: OpenDatabase) => T | Promise<T>,
): Promise<T> {
  let onAsked = (): void => undefined;
  const asked = new Promise<void>((settle) => (onAsked = settle));
  // The models are loaded while the server is called.
  const loading = modelOf(options, modelFilters(options), asked);
  // A server that can't be reached is told first.
  loading.catch(() => undefined);
  return onDatabase(options, async (open) => work(await compare(open, options, loading, onAsked), open));
}
