/** Compares a database with models: what check tells and gen writes down. */

import { resolve } from "node:path";
import {
  createRunner,
  databaseFrom,
  isSluiceError,
  planStatements,
  type Connection,
  type Database,
  type DatabaseInput,
  type Hazard,
  type LedgerOptions,
  type Operation,
  type SqlText,
  type Statement,
} from "@sluice/runner";
import { withTexts } from "../canonical/followed.ts";
import { answerFile } from "../canonical/answer-file.ts";
import { canonicalise, type Canonicalised } from "../canonical/canonicalise.ts";
import type { Elsewhere } from "../canonical/session.ts";
import type { Catalog } from "../catalog/catalog.ts";
import type { Diagnostic } from "../catalog/diagnostic.ts";
import { objectId, type ObjectId } from "../catalog/object.ts";
import { DEFAULT_SCHEMA } from "../catalog/printed-name.ts";
import { assertRenamesFit, hintsOf, renamed, withHints } from "../diff/decided.ts";
import { reconcile } from "../diff/reconcile.ts";
import {
  freeRenames,
  moveCandidates,
  renameCandidates,
  renamedCatalog,
  type Rename,
  type RenameCandidate,
} from "../diff/renames.ts";
import { filtersOf, type FilterOptions, type Filters } from "../filters/filters.ts";
import { includedObjects, withComparedTypes, type CompareType, type IncludeObject } from "../filters/hooks.ts";
import type { IncludeName } from "../filters/include-name.ts";
import { introspect, type IntrospectOptions, type LiveDatabase } from "../introspect/introspect.ts";
import type { Locks, PlanContext } from "../kinds/kind.ts";
import { loadDrizzle, type Casing } from "../model/drizzle-api.ts";
import { loadModel } from "../model/load-model.ts";
import { readModel, type Model } from "../model/read-model.ts";
import { planMigration } from "../plan/plan.ts";
import type { ScratchPlace } from "../proof/scratch.ts";
import { answeringScratch } from "./answering-scratch.ts";
import { lookedAt, withoutTrees } from "./looked-at.ts";
import { migrationFolders } from "./place-revision.ts";

export interface CompareOptions extends FilterOptions {
  readonly database: DatabaseInput;
  /** A module namespace or record of Drizzle exports; or paths, folders and globs of the files that export them. */
  readonly schema: Readonly<Record<string, unknown>> | string | readonly string[];
  /** The folder of the migration files, or several. */
  readonly migrations: string | readonly string[];
  readonly recursive?: boolean | undefined;
  /** The project's folder: paths start there, and drizzle-orm is found from there. Default: the working directory. */
  readonly root?: string;
  readonly casing?: Casing | undefined;
  /** Asked of each name that the database reports, before what it names is read. */
  readonly includeName?: IncludeName | undefined;
  /** Asked of each object once both sides are read. */
  readonly includeObject?: IncludeObject | undefined;
  /** Asked where a column's two types are not the same. */
  readonly compareType?: CompareType | undefined;
  readonly ledger?: LedgerOptions | undefined;
  /** A file that keeps what servers said of expressions, so that they are not asked again. Default: none. */
  readonly answers?: string | undefined;
  /** Who is asked of expressions where the server can't be. Default: PGlite, or a temporary database on the same server. */
  readonly scratch?: ScratchPlace | undefined;
  readonly renames?: readonly Rename[];
  /** Take no two objects for one: drop and create. */
  readonly noRenames?: boolean;
  /**
   * How changes of tables in use are written: `brief` (the default) holds no lock for a time that grows with the table, at
   * the price of several transactions; `plain` lets a revision commit as a whole.
   */
  readonly locks?: Locks | undefined;
  /** How a column's values become ones of its next type: `{ "fees.amount": sql`…` }`. */
  readonly using?: Readonly<Record<string, SqlText>>;
  /** The same for the way back. */
  readonly downUsing?: Readonly<Record<string, SqlText>>;
}

export interface Comparison {
  readonly live: LiveDatabase;
  /** What was read, with what the model says exists and leaves to others. */
  readonly found: Catalog;
  /** The schemas that were read. */
  readonly schemas: readonly string[];
  readonly model: Model;
  /** What the database has once the renames are done. */
  readonly renamed: Catalog;
  readonly target: Catalog;
  readonly operations: readonly Operation[];
  /** What leads back; made when asked for. */
  readonly downgrade: () => readonly Operation[];
  readonly statements: readonly Statement[];
  readonly hazards: readonly Hazard[];
  readonly diagnostics: readonly Diagnostic[];
  readonly renameCandidates: readonly RenameCandidate[];
  /** Revisions that the database has not. */
  readonly pending: readonly string[];
  /** Names of tables that would be dropped, and how many there are. */
  readonly droppedTables: readonly string[];
  readonly tableCount: number;
  readonly context: Omit<PlanContext, "from" | "to">;
}

/** A database that is open for the length of a use case. */
export interface OpenDatabase {
  readonly database: Database;
  readonly connection: Connection;
}

function usingOf(given: Readonly<Record<string, SqlText>> | undefined): (column: ObjectId) => SqlText | undefined {
  const known = new Map<ObjectId, SqlText>();
  for (const [name, using] of Object.entries(given ?? {})) {
    const path = name.split(".");
    known.set(objectId("column", path.length === 2 ? [DEFAULT_SCHEMA, ...path] : path), using);
  }
  return (column) => known.get(column);
}

function isModule(schema: CompareOptions["schema"]): schema is Readonly<Record<string, unknown>> {
  return typeof schema === "object" && !Array.isArray(schema);
}

async function modelOf(options: CompareOptions, root: string, filters: Filters): Promise<Model> {
  const { schema, casing } = options;
  if (isModule(schema)) return readModel(schema, { drizzle: loadDrizzle(root), casing, filters });
  const { exports, drizzle, failure } = await loadModel(schema, { cwd: root });
  try {
    return readModel(exports, { drizzle, casing, filters });
  } catch (cause) {
    // Drizzle calls parts of the model files back: what they throw is told with their own file and line.
    throw isSluiceError(cause) ? cause : await failure(cause);
  }
}

/** Opens the database of the options for the length of some work. */
export async function onDatabase<T>(
  options: Pick<CompareOptions, "database">,
  work: (open: OpenDatabase) => Promise<T>,
): Promise<T> {
  const database = databaseFrom(options.database);
  try {
    const connection = await database.connect();
    try {
      return await work({ database, connection });
    } finally {
      await connection.release();
    }
  } finally {
    await database.close();
  }
}

/** The schemas that the filters tell; null where the models do. */
async function wantedSchemas(connection: Connection, filters: Filters): Promise<readonly string[] | null> {
  if (filters.schemas === "of the models") return null;
  if (filters.schemas !== "of the database") return filters.schemas;
  const rows = await connection.query("select nspname as name from pg_catalog.pg_namespace");
  return rows.map((row) => String(row["name"])).filter(filters.schema);
}

function plan(
  context: PlanContext,
  renames: readonly Rename[],
  settled: (catalog: Catalog) => Catalog,
): readonly Operation[] {
  const { catalog, operations } = renamed(context, renames, settled);
  return [...operations, ...planMigration({ ...context, from: catalog })];
}

/** What is read of a database that is compared with a model. */
export function scopeOf(options: CompareOptions, schemas: readonly string[]): IntrospectOptions {
  const { ledger, includeName } = options;
  const { relation, role } = filtersOf(options);
  return {
    schemas,
    exclude: ledger?.table === undefined ? [] : [ledger.table],
    includesRelation: relation,
    isManagedRole: role,
    includeName,
  };
}

/** Plans the way from what a database has to a model. The server is asked what the model's expressions mean. */
export async function compareModel(
  connection: Connection,
  model: Model,
  found: LiveDatabase,
  options: CompareOptions,
  elsewhere?: Elsewhere,
): Promise<Omit<Comparison, "pending" | "schemas">> {
  const kept = includedObjects(withoutTrees(found.catalog, model.existing), model.catalog, options.includeObject);
  const live = { ...found, catalog: kept.live };
  const told = withHints(kept.model, live.catalog, options.renames ?? []);
  const answers = options.answers === undefined ? undefined : answerFile(options.answers);
  const asked = (renames: readonly Rename[]): Promise<Canonicalised> =>
    canonicalise(connection, kept.model, live.catalog, renames, DEFAULT_SCHEMA, answers, elsewhere);
  const first = await asked(told);
  const free = freeRenames(told.reduce(renamedCatalog, live.catalog), first.model);
  const decided = [...told, ...free];
  const canonical = free.length === 0 ? first : await asked(decided);
  const settled = (catalog: Catalog): Catalog => withTexts(catalog, canonical.followed, "after");
  const from = settled(decided.reduce(renamedCatalog, live.catalog));
  const { target, diagnostics } = reconcile(from, withComparedTypes(from, canonical.model, options.compareType));
  assertRenamesFit(decided, live.catalog, target);
  const context = {
    server: live.server,
    locks: options.locks ?? "brief",
    defaultSchema: DEFAULT_SCHEMA,
    cast: canonical.cast.kind,
    rewrites: canonical.rewrites,
    using: usingOf(options.using),
  };
  const operations = plan({ ...context, from: live.catalog, to: target }, decided, settled);
  const statements = planStatements(operations, { serverVersion: live.server.version }).flatMap(
    (each) => each.statements,
  );
  const tables = [...live.catalog.values()].filter((object) => object.kind === "table");
  return {
    live,
    found: found.catalog,
    model,
    renamed: from,
    target,
    operations,
    downgrade: () =>
      plan(
        { ...context, from: target, to: live.catalog, using: usingOf(options.downUsing) },
        decided.map(({ kind, from: was, to }) => ({ kind, from: to, to: was })).toReversed(),
        (catalog) => withTexts(catalog, canonical.followed, "before"),
      ),
    statements,
    hazards: statements.flatMap((statement) => statement.hazards),
    diagnostics: [...model.diagnostics, ...canonical.diagnostics, ...diagnostics, ...live.unmanaged],
    renameCandidates: options.noRenames === true ? [] : renameCandidates(from, target),
    droppedTables: operations.flatMap((operation) => (operation.op === "dropTable" ? [operation.name] : [])),
    tableCount: tables.length,
    context,
  };
}

/**
 * Reads both sides and plans the way between them, in one connection and a fixed number of round trips.
 *
 * @throws whatever loading, reading and planning throw; nothing is written anywhere.
 */
export async function compare({ database, connection }: OpenDatabase, options: CompareOptions): Promise<Comparison> {
  const root = options.root ?? resolve("");
  const filters = filtersOf(options);
  const wanted = await wantedSchemas(connection, filters);
  const guess = wanted ?? [DEFAULT_SCHEMA];
  // The server reads its catalogs while the models are loaded; most models speak of the default schema alone.
  const [loaded, read] = await Promise.allSettled([
    modelOf(options, root, filters),
    introspect(connection, scopeOf(options, guess)),
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
  const scratch = answeringScratch({ database, connection }, found, schemas, DEFAULT_SCHEMA, options.scratch);
  const comparison = await compareModel(connection, model, live, options, scratch.connect).finally(scratch.close);
  const runner = createRunner({
    database,
    migrations: migrationFolders(options),
    recursive: options.recursive,
    ...(options.ledger === undefined ? {} : { ledger: options.ledger }),
  });
  const { pending } = await runner.status();
  // Of the default schema everything was read, though the models may speak of others alone.
  const isElsewhere = wanted === null && options.noRenames !== true && !schemas.includes(DEFAULT_SCHEMA);
  const moved = isElsewhere ? moveCandidates(read.value.catalog, comparison.renamed, comparison.target) : [];
  return {
    ...comparison,
    diagnostics: [...scratch.diagnostics(), ...comparison.diagnostics],
    renameCandidates: [...comparison.renameCandidates, ...moved],
    schemas,
    pending,
  };
}
