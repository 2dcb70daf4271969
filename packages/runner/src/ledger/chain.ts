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

/**
 * Rows that do not follow from their parents' any more: somebody changed them, or put them in another order. A row whose
 * parents are not all there tells nothing.
 */
export function brokenChains(rows: readonly LedgerRow[]): readonly string[] {
  const chains = new Map(rows.map((row) => [row.revision, row.chain]));
  return rows
    .filter((row) => {
      const parents = [...new Set([...row.parents, ...row.dependsOn])].toSorted();
      const below = parents.map((parent) => chains.get(parent) ?? null);
      if (row.chain === null || below.includes(null)) return false;
      const text = `${row.revision}\n${row.checksum ?? ""}\n${below.join(",")}`;
      return row.chain !== createHash("sha256").update(text).digest("hex");
    })
    .map((row) => row.revision);
}
