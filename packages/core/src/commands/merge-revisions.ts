/** Merges branches: a revision that follows all of them, once it is known that they get along. */

import {
  ancestors,
  loadMigration,
  ordered,
  parseTarget,
  resolveAbsolute,
  sluiceError,
  type DatabaseInput,
  type LedgerOptions,
  type Migration,
  type RevisionGraph,
} from "@sluice/runner";
import { mergeConflicts, opaqueRevisions, type MergeConflict } from "../merge/conflicts.ts";
import { bothOrders, type OrdersAnswer } from "../merge/orders.ts";
import type { ScratchPlace } from "../proof/scratch.ts";
import { onDatabase } from "./open-database.ts";
import { emptyRevision, type EmptyRevisionOptions, type RevisionDraft } from "./empty-revision.ts";
import { migrationFiles } from "./place-revision.ts";
import { neededBy } from "./prove-revisions.ts";

export interface MergeOptions extends Omit<EmptyRevisionOptions, "head" | "message"> {
  /** What is merged: ids, labels, `heads`. Default: `heads`. */
  readonly heads?: readonly string[] | undefined;
  /** Default: `merge …` with the ids. */
  readonly message?: string | undefined;
  /** Merge in spite of conflicts. */
  readonly force?: boolean | undefined;
  /** False: do not try both orders on a scratch database. */
  readonly proof?: boolean | undefined;
  /** Default: PGlite. */
  readonly scratch?: ScratchPlace | undefined;
  /** The database that the migrations are meant for: its extensions and roles are needed on the scratch database too. */
  readonly database?: DatabaseInput | undefined;
  readonly ledger?: LedgerOptions | undefined;
}

export interface MergeDraft extends RevisionDraft {
  /** What it follows. */
  readonly downRevisions: readonly string[];
  /** Named where `force` went past them. */
  readonly conflicts: readonly MergeConflict[];
  /** Revisions that run SQL or code of their own: names tell nothing about them. */
  readonly opaque: readonly string[];
  /** Null where both orders were not tried. */
  readonly orders: OrdersAnswer | null;
}

function headsToMerge(graph: RevisionGraph, named: readonly string[]): readonly string[] {
  const found = named.flatMap((text) => resolveAbsolute(graph, new Set(), parseTarget(text)));
  const heads = [...new Set(found.filter((id) => id !== null))];
  if (heads.length > 1) return heads;
  throw sluiceError("USAGE", `there is nothing to merge: ${heads.join(", ") || "no revision"} stands alone`, {
    hint: "heads lists what nothing follows; name two of them, or say heads for all.",
  });
}

/** What a branch has that the others have not, oldest first. */
async function branchOf(graph: RevisionGraph, head: string, others: readonly string[]): Promise<readonly Migration[]> {
  const shared = ancestors(graph, others);
  const own = new Set([...ancestors(graph, [head])].filter((id) => !shared.has(id)));
  return Promise.all(
    ordered(graph, own)
      .flatMap((id) => graph.revisions.get(id) ?? [])
      .map(loadMigration),
  );
}

function assertApart(conflicts: readonly MergeConflict[], force: boolean): void {
  if (conflicts.length === 0 || force) return;
  throw sluiceError("MERGE_CONFLICT", conflicts.map(({ message }) => message).join("; "), {
    hint: "Rewrite one of the branches, or rebase it onto the other; if it is meant, say --force.",
    details: { conflicts },
  });
}

async function tried(
  heads: readonly string[],
  folders: readonly string[],
  options: MergeOptions,
): Promise<OrdersAnswer | null> {
  if (options.proof === false) return null;
  const { extensions, roles } = await neededBy(options.database);
  const place = options.scratch ?? "pglite";
  const { recursive, ledger } = options;
  const settings = { migrations: folders, recursive, ledger, place, extensions, roles };
  if (place !== "server") return bothOrders(heads, settings);
  return onDatabase({ database: options.database ?? "" }, ({ database }) =>
    bothOrders(heads, { ...settings, live: database }),
  );
}

/**
 * A revision that merges branches. Nothing is written before `write()`.
 *
 * @throws MERGE_CONFLICT where two branches meet on one thing; ORDER_MATTERS where one order gives another schema than the
 * other, or can't be applied; PROOF_UNAVAILABLE; USAGE where there is nothing to merge; NOT_A_HEAD.
 * @example await (await mergeRevisions({ migrations: "./migrations" })).write();
 */
export async function mergeRevisions(options: MergeOptions): Promise<MergeDraft> {
  const { graph, folders } = await migrationFiles(options);
  const heads = headsToMerge(graph, options.heads ?? ["heads"]);
  const force = options.force === true;
  const draft = await emptyRevision({
    ...options,
    head: heads,
    message: options.message ?? `merge ${heads.join(" and ")}`,
  });
  const branches = await Promise.all(
    heads.map((head) =>
      branchOf(
        graph,
        head,
        heads.filter((other) => other !== head),
      ),
    ),
  );
  const conflicts = branches.flatMap((left, position) =>
    branches.slice(position + 1).flatMap((right) => mergeConflicts(left, right)),
  );
  assertApart(conflicts, force);
  const orders = force ? null : await tried(heads, folders, options);
  if (orders !== null && orders.difference !== null) {
    throw sluiceError("ORDER_MATTERS", `the order of ${heads.join(" and ")} matters: ${orders.difference}`, {
      hint: "Let one branch depend on the other (rebase it, or dependsOn); if it is meant, say --force.",
      details: { heads, ...orders },
    });
  }
  return { ...draft, downRevisions: heads, conflicts, opaque: branches.flatMap(opaqueRevisions), orders };
}
