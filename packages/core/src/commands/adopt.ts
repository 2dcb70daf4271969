/** Takes over a project of drizzle-kit's: its SQL files become revisions, and the ledger says which the database has. */

import { createHash } from "node:crypto";
import { isAbsolute, join, resolve } from "node:path";
import { appliedMigrations, DRIZZLE_LEDGER, type DrizzleLedger } from "../adopt/drizzle-ledger.ts";
import { drizzleMigrations, type DrizzleMigration } from "../adopt/drizzle-folder.ts";
import type { Diagnostic } from "../catalog/diagnostic.ts";
import { renderRevision } from "../render/render-revision.ts";
import { assertNoRevisions, stamped, type BaselineOptions } from "./baseline.ts";
import { onDatabase } from "./open-database.ts";
import { revisionFileName } from "./file-name.ts";
import { writeRevision } from "./write-revision.ts";

export interface AdoptOptions extends Omit<BaselineOptions, "schemas" | "message" | "revisionId" | "clock"> {
  /** drizzle-kit's folder of migrations: `out` in its configuration. */
  readonly history: string;
  /** Where drizzle's migrator keeps what is applied. Default: `drizzle.__drizzle_migrations`. */
  readonly drizzleLedger?: DrizzleLedger | undefined;
}

export interface Adopted {
  /** Oldest first. */
  readonly revisions: readonly { readonly revision: string; readonly path: string; readonly from: string }[];
  /** Ids that the ledger has as applied now. */
  readonly stamped: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

const BREAKPOINT = "--> statement-breakpoint";

/** The same files give the same ids, wherever they are adopted. */
function idOf({ tag, hash }: DrizzleMigration): string {
  return createHash("sha256").update(`${tag}\n${hash}`).digest("hex").slice(0, 12);
}

/** What drizzle sends as one message each: the text between its breakpoints, as it stands. */
function statementsOf({ sql }: DrizzleMigration): readonly string[] {
  return sql
    .split(BREAKPOINT)
    .map((text) => text.trim())
    .filter((text) => text !== "");
}

function messageOf({ tag }: DrizzleMigration): string {
  return tag.replace(/^\d+_/, "");
}

async function sourceOf(migration: DrizzleMigration, parent: string | null): Promise<string> {
  return renderRevision({
    revision: idOf(migration),
    downRevisions: parent === null ? [] : [parent],
    branchLabels: [],
    dependsOn: [],
    message: messageOf(migration),
    createdAt: new Date(migration.when).toISOString(),
    upgrade: statementsOf(migration).map((sql) => ({ op: "execute", sql })),
    downgrade: [],
    losses: [],
    noWayBack: `${migration.tag} comes from drizzle-kit, which writes no way back`,
  });
}

function unknownHash(hash: string): Diagnostic {
  return {
    code: "UNKNOWN_APPLIED_MIGRATION",
    severity: "warning",
    object: null,
    message: `the database has a migration of drizzle's with the hash ${hash.slice(0, 12)}…, and no file has it`,
    hint: "It was edited or removed after it was applied. The next gen shows whether the database differs from the models.",
  };
}

/**
 * Adopts the history of drizzle-kit. Nothing of the user's is changed or deleted: files are added, and the ledger is made.
 *
 * @throws HISTORY_INVALID, HISTORY_EXISTS
 * @example await adopt({ database, history: "./drizzle", migrations: "./migrations" });
 */
export async function adopt(options: AdoptOptions): Promise<Adopted> {
  const folder = await assertNoRevisions(options);
  const { history, root = resolve("") } = options;
  const migrations = await drizzleMigrations(isAbsolute(history) ? history : join(root, history));
  const { applied, unknown } = await onDatabase(options, ({ connection }) =>
    appliedMigrations(connection, options.drizzleLedger ?? DRIZZLE_LEDGER, migrations),
  );
  // All are rendered before the first is written.
  const sources = await Promise.all(
    migrations.map((each, position) => sourceOf(each, position === 0 ? null : idOf(migrations[position - 1] ?? each))),
  );
  const revisions: { revision: string; path: string; from: string }[] = [];
  for (const [position, each] of migrations.entries()) {
    const name = revisionFileName({ ...options, message: messageOf(each) }, new Date(each.when), idOf(each));
    // Several of one minute are told apart, and stay in order.
    const own = migrations.some(
      (other) => other !== each && messageOf(other) === messageOf(each) && Math.abs(other.when - each.when) < 60_000,
    )
      ? name.replace(/\.ts$/, `_${idOf(each)}.ts`)
      : name;
    const path = await writeRevision(folder, own, sources[position] ?? "", {});
    revisions.push({ revision: idOf(each), path, from: each.path });
  }
  const last = applied.at(-1);
  if (last !== undefined) await stamped(options, idOf(last));
  return { revisions, stamped: applied.map(idOf), diagnostics: unknown.map(unknownHash) };
}
