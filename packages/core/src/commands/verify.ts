/** What a merge request is asked before it goes in: one head, every revision up, down and up again, and models that match. */

import {
  createRunner,
  headsOf,
  type Database,
  type DatabaseInput,
  type Hazard,
  type LedgerOptions,
  type Operation,
} from "@sluice/runner";
import type { Diagnostic } from "../catalog/diagnostic.ts";
import { openScratch, type Scratch, type ScratchPlace } from "../proof/scratch.ts";
import { check, type CheckResult } from "./check.ts";
import type { CompareOptions } from "./comparison.ts";
import { onDatabase } from "./open-database.ts";
import { migrationFiles, migrationFolders } from "./place-revision.ts";
import { neededBy, proveRevisions, type ProvedRevisions } from "./prove-revisions.ts";

export interface VerifyOptions extends Omit<
  CompareOptions,
  "database" | "renames" | "noRenames" | "using" | "downUsing"
> {
  /** The database that the migrations are meant for: its extensions and roles are needed on the scratch database too. */
  readonly database?: DatabaseInput | undefined;
  readonly ledger?: LedgerOptions | undefined;
  /** Default: PGlite. */
  readonly scratch?: ScratchPlace | undefined;
  /** Where the proof begins: what leads there is applied and not proved. Default: base. */
  readonly from?: string | undefined;
  /** Told before each revision, and whether it goes up alone: its file says that it has no way back. */
  readonly onRevision?: (revision: string, isIrreversible: boolean) => void;
}

export interface Verification {
  /** Everything holds. */
  readonly isVerified: boolean;
  readonly heads: readonly string[];
  readonly proof: ProvedRevisions;
  /** What still leads from a database with every revision to the models; null where the proof failed. */
  readonly models: {
    readonly match: boolean;
    readonly operations: readonly Operation[];
    readonly hazards: readonly Hazard[];
    readonly diagnostics: readonly Diagnostic[];
  } | null;
}

/** The scratch database is closed by who opened it. */
function lent({ database }: Scratch): Database {
  return { label: database.label, connect: () => database.connect(), close: () => Promise.resolve() };
}

async function checkedOn(scratch: Scratch, roles: readonly string[], options: VerifyOptions): Promise<CheckResult> {
  try {
    if (!scratch.isSameServer) for (const role of roles) await scratch.connection.query(role);
    const { recursive, ledger } = options;
    const migrations = migrationFolders(options);
    const runner = createRunner({
      database: lent(scratch),
      migrations,
      recursive,
      ...(ledger === undefined ? {} : { ledger }),
    });
    await runner.upgrade("heads");
    return await check({ ...options, migrations, database: lent(scratch), noRenames: true });
  } finally {
    await scratch.close();
  }
}

async function modelsOf(options: VerifyOptions): Promise<NonNullable<Verification["models"]>> {
  const { extensions, roles } = await neededBy(options.database);
  const place = options.scratch ?? "pglite";
  const answer =
    place === "server"
      ? await onDatabase({ database: options.database ?? "" }, async ({ database }) =>
          checkedOn(await openScratch(place, extensions, database), roles, options),
        )
      : await checkedOn(await openScratch(place, extensions), roles, options);
  const { inSync, operations, hazards, diagnostics } = answer;
  return { match: inSync, operations, hazards, diagnostics };
}

/**
 * Verifies a project's migrations on scratch databases. Nothing is written anywhere else.
 *
 * @throws PROOF_UNAVAILABLE, and what reading the files, applying them and loading the models throw.
 * @example const { isVerified } = await verify({ schema: "./schema.ts", migrations: "./migrations" });
 */
export async function verify(options: VerifyOptions): Promise<Verification> {
  const { graph } = await migrationFiles(options);
  const heads = headsOf(graph);
  const { database, ledger, recursive, scratch, from, onRevision } = options;
  const proof = await proveRevisions({
    database,
    migrations: migrationFolders(options),
    recursive,
    ledger,
    scratch,
    from,
    ...(onRevision === undefined ? {} : { onRevision }),
  });
  const models = proof.failure === null ? await modelsOf(options) : null;
  return { isVerified: heads.length < 2 && models?.match === true, heads, proof, models };
}
