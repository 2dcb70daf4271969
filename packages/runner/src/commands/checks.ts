/** What must hold between the ledger and the files before anything is run. */

import type { TransactionScope } from "../apply/units.ts";
import type { DriftMode } from "../drift/watch.ts";
import { sluiceError } from "../errors/sluice-error.ts";
import { brokenChains } from "../ledger/chain.ts";
import type { LedgerRow } from "../ledger/rows.ts";
import type { RevisionGraph } from "../revisions/graph.ts";

export interface MoveOptions {
  /** Go on where applied files were edited since. Default: refuse. */
  readonly allowEdited?: boolean;
  /** What commits together. Default: what the runner was made with. */
  readonly transaction?: TransactionScope;
  /** What becomes of things that were changed by hand since the last run. Default: what the runner was made with. */
  readonly drift?: DriftMode;
}

/** @throws UNKNOWN_APPLIED_REVISION where a row is of no file. */
export function assertKnown(graph: RevisionGraph, rows: readonly LedgerRow[], table: string): void {
  const unknown = rows.filter((row) => !graph.revisions.has(row.revision));
  if (unknown.length === 0) return;
  const names = unknown.map((row) => `${row.revision} (${row.message})`).join(", ");
  throw sluiceError(
    "UNKNOWN_APPLIED_REVISION",
    `the ledger ${table} says that ${names} is applied, but no file has it`,
    {
      hint: "Check out the branch that holds the file, or, where it is gone for good, stamp the database with --purge.",
      details: { revisions: unknown.map((row) => row.revision) },
    },
  );
}

/** @throws LEDGER_INCONSISTENT where something is applied without what it needs. */
export function assertClosed(graph: RevisionGraph, applied: ReadonlySet<string>, table: string): void {
  for (const id of applied) {
    const missing = (graph.parents.get(id) ?? []).filter((parent) => !applied.has(parent));
    if (missing.length > 0) {
      throw sluiceError(
        "LEDGER_INCONSISTENT",
        `the ledger ${table} says that ${id} is applied, but not ${missing.join(", ")}, which it needs`,
        {
          hint: `Find out what the database really holds, then stamp it: stamp ${id} enters all that it needs.`,
          details: { revision: id, missing },
        },
      );
    }
  }
}

/** Applied revisions whose file was changed since. */
export function editedOf(graph: RevisionGraph, rows: readonly LedgerRow[]): readonly string[] {
  return rows
    .filter(
      (row) =>
        row.state !== "running" &&
        row.checksum !== null &&
        graph.revisions.get(row.revision)?.checksum !== row.checksum,
    )
    .map((row) => row.revision);
}

/**
 * @throws EDITED_REVISION where a file was changed since; LEDGER_INCONSISTENT where rows were: each is chained to its parents'.
 */
export function assertUnedited(graph: RevisionGraph, rows: readonly LedgerRow[], options: MoveOptions): void {
  const broken = brokenChains(rows);
  if (broken.length > 0 && options.allowEdited !== true) {
    throw sluiceError(
      "LEDGER_INCONSISTENT",
      `the ledger's rows of ${broken.join(", ")} do not follow from their parents'`,
      {
        hint: "Somebody changed the ledger by hand. Find out what the database really holds, then stamp it; or go on with --allow-edited.",
        details: { revisions: broken },
      },
    );
  }
  const edited = editedOf(graph, rows).filter((id) => graph.revisions.has(id));
  if (edited.length === 0 || options.allowEdited === true) return;
  const paths = edited.map((id) => graph.revisions.get(id)?.path ?? id);
  throw sluiceError("EDITED_REVISION", `changed after being applied: ${paths.join(", ")}`, {
    hint: "Put the file back and write a new revision for the change; or go on with --allow-edited.",
    details: { revisions: edited },
  });
}

/** @throws HALF_APPLIED where a run in the other direction stopped half-way. */
export function assertNotHalf(rows: readonly LedgerRow[], state: "running" | "reverting"): void {
  const half = rows.filter((row) => row.state === state);
  if (half.length === 0) return;
  const names = half.map((row) => `${row.revision} (${row.done} of ${row.total})`).join(", ");
  throw sluiceError("HALF_APPLIED", `${names} stopped half-way ${state === "running" ? "up" : "down"}`, {
    hint: state === "running" ? "Finish it with upgrade first." : "Finish it with downgrade first.",
    details: { revisions: half.map((row) => row.revision) },
  });
}
