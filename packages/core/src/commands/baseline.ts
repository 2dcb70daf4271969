/** A first revision that makes all that a database has, entered in its ledger as applied: where an existing database begins. */

import { createRunner, isSluiceError, sluiceError, type DatabaseInput, type LedgerOptions } from "@sluice/runner";
import type { Diagnostic } from "../catalog/diagnostic.ts";
import { introspect } from "../introspect/introspect.ts";
import { planMigration } from "../plan/plan.ts";
import { renderRevision } from "../render/render-revision.ts";
import { newRevisionId } from "./autogenerate.ts";
import { DEFAULT_SCHEMA } from "../catalog/printed-name.ts";
import { onDatabase } from "./open-database.ts";
import { revisionFileName } from "./file-name.ts";
import { migrationFiles, migrationFolders } from "./place-revision.ts";
import { writeRevision, type WriteOptions } from "./write-revision.ts";

export interface BaselineOptions extends WriteOptions {
  readonly database: DatabaseInput;
  readonly migrations: string | readonly string[];
  readonly recursive?: boolean | undefined;
  readonly ledger?: LedgerOptions | undefined;
  /** The schemas to make. Default: `public`. */
  readonly schemas?: readonly string[] | undefined;
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

/**
 * Writes the baseline of a database and stamps it. Nothing else of the database is changed.
 *
 * @throws HISTORY_EXISTS where the folder has revisions already; POST_WRITE_FAILED, with nothing stamped.
 * @example await baseline({ database: process.env.DATABASE_URL, migrations: "./migrations" });
 */
export async function baseline(options: BaselineOptions): Promise<Baseline> {
  const folder = await assertNoRevisions(options);
  const schemas = options.schemas ?? [DEFAULT_SCHEMA];
  const { ledger } = options;
  const { catalog, server, unmanaged } = await onDatabase(options, ({ connection }) =>
    introspect(connection, { schemas, ...(ledger === undefined ? {} : { ledger }) }),
  );
  const from = new Map([...catalog].filter(([, { path }]) => path.length === 1 && path[0] === DEFAULT_SCHEMA));
  const upgrade = planMigration({
    from,
    to: catalog,
    server,
    defaultSchema: DEFAULT_SCHEMA,
    // All of it is new.
    locks: "plain",
    cast: () => "assignment",
    using: () => undefined,
  });
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
    upgrade,
    downgrade: [],
    losses: [],
    noWayBack: NO_WAY_BACK,
  });
  const name = revisionFileName({ ...options, message }, at, revision);
  const path = await writeRevision(folder, name, source, options).catch((cause: unknown) => {
    throw withStampToCome(cause, revision);
  });
  await stamped(options, revision);
  return { revision, path, diagnostics: unmanaged };
}
