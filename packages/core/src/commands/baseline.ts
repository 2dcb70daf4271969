/** A first revision that makes all that a database has, entered in its ledger as applied: where an existing database begins. */

import {
  createRunner,
  isSluiceError,
  sluiceError,
  type DatabaseInput,
  type LedgerOptions,
  type Operation,
} from "@sluice/runner";
import { readBesides } from "../baseline/besides.ts";
import { madeFromNothing } from "../baseline/made-from-nothing.ts";
import { schemasToMake, withoutLedgerSchemas } from "../baseline/schemas.ts";
import type { Diagnostic } from "../catalog/diagnostic.ts";
import type { FilterOptions } from "../filters/filters.ts";
import type { IncludeName } from "../filters/include-name.ts";
import { introspect } from "../introspect/introspect.ts";
import { planMigration } from "../plan/plan.ts";
import { renderRevision } from "../render/render-revision.ts";
import { newRevisionId } from "./autogenerate.ts";
import { DEFAULT_SCHEMA } from "../catalog/printed-name.ts";
import type { Proof } from "../proof/prove.ts";
import type { ScratchPlace } from "../proof/scratch.ts";
import { readSurroundings } from "../proof/surroundings.ts";
import { scopeOf } from "./reading.ts";
import { onDatabase, type OpenDatabase } from "./open-database.ts";
import { revisionFileName } from "./file-name.ts";
import { migrationFiles, migrationFolders } from "./place-revision.ts";
import { writeRevision, type WriteOptions } from "./write-revision.ts";

/** Default of the schemas: all that somebody has made. */
export interface BaselineOptions extends WriteOptions, FilterOptions {
  readonly database: DatabaseInput;
  readonly migrations: string | readonly string[];
  readonly recursive?: boolean | undefined;
  readonly ledger?: LedgerOptions | undefined;
  /** Asked of each name that the database reports, before what it names is read. */
  readonly includeName?: IncludeName | undefined;
  /** False: the file is written untried, and holds only what Sluice manages. */
  readonly proof?: boolean | undefined;
  /** Where it is tried. Default: PGlite, or a temporary database on the same server. */
  readonly scratch?: ScratchPlace | undefined;
  /** Default: `baseline`. */
  readonly message?: string;
  readonly fileName?: string | undefined;
  readonly revisionId?: () => string;
  readonly clock?: () => Date;
}

export interface Baseline {
  readonly revision: string;
  readonly path: string;
  /** What the database has and the revision does not make. */
  readonly diagnostics: readonly Diagnostic[];
  /** Where it was made from nothing; null: nowhere. */
  readonly proof: Proof | null;
}

/** What a revision says that stands for a database which was there before it. */
export const NO_WAY_BACK = "the database was there before Sluice: there is nothing to go back to";

/** @throws HISTORY_EXISTS where the folder has revisions already. */
export async function assertNoRevisions(
  options: Pick<BaselineOptions, "migrations" | "recursive" | "root">,
): Promise<string> {
  const { graph, folders } = await migrationFiles(options);
  const [folder = ""] = folders;
  if (graph.order.length > 0) {
    throw sluiceError("HISTORY_EXISTS", `${folder} has ${graph.order.length} revisions already`, {
      hint: "A database is adopted before the first revision is written. Stamp it instead, or give an empty folder as migrations.",
      details: { folder },
    });
  }
  return folder;
}

/** Enters revisions as applied, and nothing else. */
export async function stamped(
  options: Pick<BaselineOptions, "database" | "migrations" | "recursive" | "root" | "ledger">,
  target: string,
): Promise<void> {
  const runner = createRunner({
    database: options.database,
    migrations: migrationFolders(options),
    recursive: options.recursive,
    ...(options.ledger === undefined ? {} : { ledger: options.ledger }),
  });
  try {
    await runner.stamp(target);
  } finally {
    await runner.close();
  }
}

/** What is entered is the file as it is at the end: after the commands that it is handed to. */
function withStampToCome(cause: unknown, revision: string): unknown {
  if (!isSluiceError(cause) || cause.code !== "POST_WRITE_FAILED") return cause;
  return sluiceError(cause.code, cause.message, {
    hint: `Run the command by hand, or correct postWrite in the configuration; then enter the baseline, which nobody has done yet: stamp ${revision}.`,
    details: { ...cause.details, revision },
    cause: cause.cause,
  });
}

interface Planned {
  readonly operations: readonly Operation[];
  readonly diagnostics: readonly Diagnostic[];
  readonly proof: Proof | null;
}

async function planned({ database, connection }: OpenDatabase, options: BaselineOptions): Promise<Planned> {
  const schemas = await schemasToMake(connection, options);
  const scope = scopeOf(options, schemas);
  const live = await introspect(connection, scope);
  const catalog = withoutLedgerSchemas(live);
  const { server, unmanaged } = live;
  const context = {
    server,
    defaultSchema: DEFAULT_SCHEMA,
    // All of it is new.
    locks: "plain" as const,
    cast: () => "assignment" as const,
    using: () => undefined,
  };
  const from = new Map([...catalog].filter(([, { path }]) => path.length === 1 && path[0] === DEFAULT_SCHEMA));
  const managed = planMigration({ ...context, from, to: catalog });
  if (options.proof === false) return { operations: managed, diagnostics: unmanaged, proof: null };
  const { operations, left, scratch } = await madeFromNothing(
    {
      database,
      catalog,
      unmanaged,
      context,
      managed,
      besides: await readBesides(connection, schemas),
      surroundings: await readSurroundings(connection, schemas, schemas, schemas),
      read: (there) => introspect(there.connection, scope),
    },
    options.scratch,
  );
  return { operations, diagnostics: left, proof: { scratch } };
}

/**
 * Writes the baseline of a database and stamps it. Nothing else of the database is changed. It is made from nothing on a scratch
 * database first, which finds the order: functions, domains, triggers and the like, as PostgreSQL prints them, among the rest.
 *
 * @throws HISTORY_EXISTS where the folder has revisions already; PROOF_FAILED, PROOF_UNAVAILABLE; POST_WRITE_FAILED, with nothing stamped.
 * @example await baseline({ database: process.env.DATABASE_URL, migrations: "./migrations" });
 */
export async function baseline(options: BaselineOptions): Promise<Baseline> {
  const folder = await assertNoRevisions(options);
  const { operations, diagnostics, proof } = await onDatabase(options, (open) => planned(open, options));
  const revision = (options.revisionId ?? newRevisionId)();
  const at = (options.clock ?? ((): Date => new Date()))();
  const message = options.message ?? "baseline";
  const source = await renderRevision({
    revision,
    downRevisions: [],
    branchLabels: [],
    dependsOn: [],
    message,
    createdAt: at.toISOString(),
    upgrade: operations,
    downgrade: [],
    losses: [],
    noWayBack: NO_WAY_BACK,
  });
  const name = revisionFileName({ ...options, message }, at, revision);
  const path = await writeRevision(folder, name, source, options).catch((cause: unknown) => {
    throw withStampToCome(cause, revision);
  });
  await stamped(options, revision);
  return { revision, path, diagnostics, proof };
}
