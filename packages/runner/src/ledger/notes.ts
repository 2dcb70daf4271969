/** The statements that note in the ledger what is done. */

import type { Revision } from "../revisions/revision.ts";
import { quoteLiteral, textArray } from "../sql/literal.ts";
import { VERSION } from "../version.ts";
import { chainSql } from "./chain.ts";
import type { LedgerState } from "./rows.ts";
import { ledgerName, type LedgerOptions } from "./table.ts";

export interface Progress {
  readonly done: number;
  readonly total: number;
  readonly hash: string;
}

/** The statement that enters a revision. Literals, so that it can be printed. */
export function enterSql(
  options: LedgerOptions,
  revision: Revision,
  state: "running" | "applied",
  progress: Progress,
  noted: Noted = {},
): string {
  const isDone = state === "applied";
  return (
    `INSERT INTO ${ledgerName(options)} (revision, parents, depends_on, message, checksum, chain, state, statements_done, statements_total, done_hash, checkpoint, milliseconds, finished_at, sluice_version)\n` +
    `VALUES (${[
      quoteLiteral(revision.id),
      textArray(revision.downRevisions),
      textArray(revision.dependsOn),
      quoteLiteral(revision.message),
      revision.checksum === "" ? "NULL" : quoteLiteral(revision.checksum),
      noted.chain === undefined ? chainSql(options, revision) : quoteLiteral(noted.chain),
      quoteLiteral(state),
      String(progress.done),
      String(progress.total),
      quoteLiteral(progress.hash),
      noted.checkpoint === undefined || noted.checkpoint === null ? "NULL" : quoteLiteral(noted.checkpoint),
      String(Math.round(noted.milliseconds ?? 0)),
      isDone ? "clock_timestamp()" : "NULL",
      quoteLiteral(VERSION),
    ].join(", ")})`
  );
}

/** What a note may hold beside the progress. */
export interface Noted {
  readonly checkpoint?: string | null;
  /** What the row is, where that is known; else the server works it out. */
  readonly chain?: string;
  /** Spent since the last note. */
  readonly milliseconds?: number;
  /** The state and count that the row must be in: another runner's is not written over. */
  readonly after?: { readonly state: LedgerState; readonly done: number };
}

const ENDED: Readonly<Record<LedgerState, string>> = {
  running: "",
  applied: ", finished_at = clock_timestamp()",
  reverting: "",
  reverted: ", reverted_at = clock_timestamp()",
};

/** The statement that notes how far a revision has come, or that it is done. */
export function progressSql(
  options: LedgerOptions,
  id: string,
  state: LedgerState,
  progress: Progress,
  noted: Noted = {},
): string {
  const { checkpoint = null, milliseconds = 0, after } = noted;
  const spent = milliseconds === 0 ? "" : `, milliseconds = milliseconds + ${Math.round(milliseconds)}`;
  const expected =
    after === undefined ? "" : ` AND state = ${quoteLiteral(after.state)} AND statements_done = ${after.done}`;
  return (
    `UPDATE ${ledgerName(options)} SET state = ${quoteLiteral(state)}, statements_done = ${progress.done}, statements_total = ${progress.total}, ` +
    `done_hash = ${quoteLiteral(progress.hash)}, checkpoint = ${checkpoint === null ? "NULL" : quoteLiteral(checkpoint)}${spent}${ENDED[state]} ` +
    `WHERE revision = ${quoteLiteral(id)} AND live${expected}`
  );
}
