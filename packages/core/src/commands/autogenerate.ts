/** Writes the migration that leads from a database to its models. */

import { randomBytes } from "node:crypto";
import { planStatements, sluiceError, type Hazard, type Operation, type Statement } from "@sluice/runner";
import type { Diagnostic } from "../catalog/diagnostic.ts";
import type { RenameCandidate } from "../diff/renames.ts";
import type { Proof } from "../proof/prove.ts";
import type { ScratchPlace } from "../proof/scratch.ts";
import { renderRevision, type RenderItem } from "../render/render-revision.ts";
import { comparing } from "./compare.ts";
import type { CompareOptions, Comparison } from "./comparison.ts";
import { droppedAlong } from "./dropped-along.ts";
import { revisionFileName } from "./file-name.ts";
import { downgradeFindings, lossesOf } from "./losses.ts";
import { migrationFiles, placeRevision, type PlacementOptions } from "./place-revision.ts";
import type { PostWriteCommand } from "./post-write.ts";
import { proved } from "./proved.ts";
import { lostIdentities } from "./replica-identity.ts";
import { schemaTexts, type SchemaTexts } from "./schema-text.ts";
import { undecided } from "./undecided.ts";
import { assertRested } from "./rested.ts";
import { assertNothingUnmanagedDepends } from "./unmanaged-dependents.ts";
import { writeRevision } from "./write-revision.ts";

/** Both directions of a revision before they are written down; empty ones write no file. */
export interface RevisionOperations {
  readonly upgrade: readonly Operation[];
  readonly downgrade: readonly Operation[];
}

/** @example const processRevision: ProcessRevision = ({ upgrade, downgrade }) => ({ upgrade: upgrade.filter(wanted), downgrade }) */
export type ProcessRevision = (operations: RevisionOperations) => RevisionOperations;

export interface AutogenerateOptions extends CompareOptions, PlacementOptions {
  /** What the revision does; becomes part of its file's name. */
  readonly message: string;
  /** Go on where more than half of the tables would be dropped. */
  readonly allowMassDrop?: boolean;
  /** Gives the revision its id. Default: 12 random hex digits. */
  readonly revisionId?: () => string;
  /** Default: now. */
  readonly clock?: () => Date;
  /** A template of the file's name; see {@link revisionFileName}. */
  readonly fileName?: string | undefined;
  /** Whether the migration is proved on a scratch database before anything is written. Default: true. */
  readonly proof?: boolean | undefined;
  /** Where it is proved. Default: PGlite, and where that can't, a temporary database on the same server. */
  readonly scratch?: ScratchPlace | undefined;
  /** Changes the operations before they are written down. */
  readonly processRevision?: ProcessRevision | undefined;
  /** Writes single operations its own way. */
  readonly renderItem?: RenderItem | undefined;
  /** Commands that the written file is handed to, e.g. `["npx", "prettier", "--write"]`; they run without a shell. */
  readonly postWrite?: readonly PostWriteCommand[] | undefined;
}

export interface AutogenerateResult {
  /** Nothing differs: there is nothing to write. */
  readonly isEmpty: boolean;
  readonly operations: readonly Operation[];
  readonly statements: readonly Statement[];
  readonly hazards: readonly Hazard[];
  readonly diagnostics: readonly Diagnostic[];
  readonly renameCandidates: readonly RenameCandidate[];
  /** Where up and down were proved; null where nothing was. */
  readonly proof: Proof | null;
  /** The id that the revision has or would have. */
  readonly revision: string;
  /** The TypeScript, before anything is written; empty where nothing differs. */
  readonly source: string;
  /** The schema as SQL before and after, for people. */
  readonly schema: () => SchemaTexts;
  /** Writes the file. Nothing is written, and null given, where nothing differs. */
  write(): Promise<{ readonly revision: string; readonly path: string } | null>;
}

/** A new revision id: 12 hex digits. */
export function newRevisionId(): string {
  return randomBytes(6).toString("hex");
}

/**
 * @throws UNKNOWN_APPLIED_REVISION where the database has more than the files: what that made would be dropped. NOT_AT_HEAD where
 * revisions wait to be applied: their changes would be written a second time.
 */
function assertAtHead({ pending, unknown }: Comparison): void {
  if (unknown.length > 0) {
    throw sluiceError(
      "UNKNOWN_APPLIED_REVISION",
      `the ledger says that ${unknown.join(", ")} ${unknown.length === 1 ? "is" : "are"} applied, but no file has it`,
      {
        hint: "Check out the branch that holds the file, or generate against a database of this branch.",
        details: { revisions: unknown },
      },
    );
  }
  if (pending.length === 0) return;
  throw sluiceError(
    "NOT_AT_HEAD",
    `the database is not at head: ${pending.join(", ")} ${pending.length === 1 ? "is" : "are"} pending`,
    {
      hint: "Run `sluice upgrade head` first, so that only what is new is written.",
      details: { pending },
    },
  );
}

function assertNoMassDrop({ droppedTables, tableCount, model }: Comparison, allow: boolean): void {
  const isEmptied = tableCount > 0 && ![...model.catalog.values()].some((object) => object.kind === "table");
  if (allow || (!isEmptied && droppedTables.length * 2 <= tableCount)) return;
  throw sluiceError(
    "MASS_DROP",
    `${isEmptied ? "the models are empty: all" : `${droppedTables.length} of`} ${tableCount} tables would be dropped`,
    {
      hint: "Check that the schema paths find all models. If it is meant, say --allow-mass-drop.",
      details: { tables: droppedTables },
    },
  );
}

/**
 * Compares a database with models and renders the migration between them. Nothing is written before `write()`.
 *
 * @returns the operations, what they may do, and the file's source.
 * @throws UNKNOWN_APPLIED_REVISION, NOT_AT_HEAD, MASS_DROP, AMBIGUOUS_RENAME, CAST_REQUIRED, NOTHING_UNIQUE, MULTIPLE_HEADS, PROOF_FAILED, PROOF_UNAVAILABLE, and what connecting and loading throw.
 * @example
 * const result = await autogenerate({ database, schema, migrations: "./migrations", message: "add_fees_table" });
 * if (!result.isEmpty) await result.write();
 */
export async function autogenerate(options: AutogenerateOptions): Promise<AutogenerateResult> {
  const files = await migrationFiles(options);
  return comparing(options, async (comparison, open) => {
    assertAtHead(comparison);
    // What has another name is not dropped: that is asked first.
    if (comparison.renameCandidates.length > 0) throw undecided(comparison.renameCandidates);
    assertNoMassDrop(comparison, options.allowMassDrop === true);
    assertRested(comparison.unrested);
    const { live, operations, context } = comparison;
    await assertNothingUnmanagedDepends(open.connection, operations, live.catalog, context.defaultSchema);
    const along = await droppedAlong(open.connection, operations, context.defaultSchema);
    const identities = await lostIdentities(open.connection, operations, context.defaultSchema);
    const revision = (options.revisionId ?? newRevisionId)();
    const { folder, ...edges } = placeRevision(files, revision, options);
    const at = (options.clock ?? ((): Date => new Date()))();
    const planned = {
      upgrade: comparison.operations,
      downgrade: comparison.operations.length === 0 ? [] : comparison.downgrade(),
    };
    const { upgrade, downgrade } = options.processRevision?.(planned) ?? planned;
    const isEmpty = upgrade.length === 0;
    const { version } = comparison.live.server;
    const statements =
      upgrade === comparison.operations
        ? comparison.statements
        : planStatements(upgrade, { serverVersion: version }).flatMap((each) => each.statements);
    const proof =
      isEmpty || options.proof === false ? null : await proved(open, comparison, { upgrade, downgrade }, options);
    const source = isEmpty
      ? ""
      : await renderRevision({
          revision,
          ...edges,
          message: options.message,
          createdAt: at.toISOString(),
          upgrade,
          downgrade,
          losses: [...lossesOf(upgrade, downgrade, version), ...along.map(({ what }) => what)],
          renderItem: options.renderItem,
        });
    return {
      isEmpty,
      operations: upgrade,
      statements,
      hazards: statements.flatMap((statement) => statement.hazards),
      diagnostics: [
        ...comparison.diagnostics,
        ...along.map(({ diagnostic }) => diagnostic),
        ...identities,
        ...downgradeFindings(downgrade),
      ],
      renameCandidates: comparison.renameCandidates,
      proof,
      revision,
      source,
      schema: () => schemaTexts(comparison),
      async write() {
        if (isEmpty) return null;
        const path = await writeRevision(folder, revisionFileName(options, at, revision), source, options);
        return { revision, path };
      },
    };
  });
}
