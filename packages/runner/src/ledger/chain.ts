/** The chain of the ledger's rows: each holds what it is, on top of what its parents are. */

import { createHash } from "node:crypto";
import type { Revision } from "../revisions/revision.ts";
import { quoteLiteral, textArray } from "../sql/literal.ts";
import type { LedgerRow } from "./rows.ts";
import { ledgerName, type LedgerOptions } from "./table.ts";

/** The chain of a row: what it is, on top of what its parents are. In SQL, so that printed SQL enters the same. */
export function chainSql(options: LedgerOptions, revision: Revision): string {
  const own = quoteLiteral(`${revision.id}\n${revision.checksum}\n`);
  const parents = [...revision.downRevisions, ...revision.dependsOn];
  const below =
    parents.length === 0
      ? "''"
      : `coalesce((SELECT string_agg(chain, ',' ORDER BY revision COLLATE "C") FROM ${ledgerName(options)} WHERE live AND revision = ANY (${textArray(parents)})), '')`;
  return `encode(sha256(convert_to(${own} || ${below}, 'UTF8')), 'hex')`;
}

/** What live rows are, by revision; null where an older Sluice made the row. */
export type Chains = ReadonlyMap<string, string | null>;

export function chainsOf(rows: readonly LedgerRow[]): Chains {
  return new Map(rows.map((row) => [row.revision, row.chain]));
}

function parentChains(parents: readonly string[], chains: Chains): readonly (string | null)[] {
  return [...new Set(parents)].toSorted().map((parent) => chains.get(parent) ?? null);
}

function digest(id: string, checksum: string, chains: readonly string[]): string {
  return createHash("sha256")
    .update(`${id}\n${checksum}\n${chains.join(",")}`)
    .digest("hex");
}

/** What {@link chainSql} gives over these rows. */
export function chainOf(revision: Revision, chains: Chains): string {
  const parents = parentChains([...revision.downRevisions, ...revision.dependsOn], chains);
  return digest(
    revision.id,
    revision.checksum,
    parents.filter((chain) => chain !== null),
  );
}

/**
 * Rows that do not follow from their parents' any more: somebody changed them, or put them in another order. A row whose
 * parents are not all there tells nothing.
 */
export function brokenChains(rows: readonly LedgerRow[]): readonly string[] {
  const chains = chainsOf(rows);
  return rows
    .filter((row) => {
      const parents = parentChains([...row.parents, ...row.dependsOn], chains);
      const known = parents.filter((chain) => chain !== null);
      if (row.chain === null || known.length < parents.length) return false;
      return row.chain !== digest(row.revision, row.checksum ?? "", known);
    })
    .map((row) => row.revision);
}
