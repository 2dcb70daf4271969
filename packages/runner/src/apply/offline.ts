/** The same as applying, as text: SQL that psql can run. Byte-stable: clocks are the server's. */

import { sluiceError } from "../errors/sluice-error.ts";
import { enterSql, progressSql } from "../ledger/notes.ts";
import { ledgerDdl, ledgerName, type LedgerOptions } from "../ledger/table.ts";
import type { Operation } from "../operations/operation.ts";
import { operationStatements } from "../operations/registry.ts";
import type { Revision } from "../revisions/revision.ts";
import { quoteLiteral } from "../sql/literal.ts";
import { segmentsOf, workHash, workOf, type Segment, type Work } from "./work.ts";

export interface OfflineRevision {
  readonly revision: Revision;
  /** What must be applied before it. */
  readonly parents: readonly Revision[];
  readonly operations: readonly Operation[];
  readonly direction: "up" | "down";
}

export interface OfflineOptions {
  /** Whether the ledger must be made first. */
  readonly isFromNothing: boolean;
  /** Let each revision ask the ledger whether it is to run. */
  readonly isIdempotent: boolean;
}

function heading({ revision, direction }: OfflineRevision): string {
  const below = revision.downRevisions.length === 0 ? "base" : revision.downRevisions.join(", ");
  const message = revision.message.replaceAll(/\s+/g, " ");
  return direction === "up"
    ? `-- Running upgrade ${below} -> ${revision.id}, ${message}`
    : `-- Running downgrade ${revision.id} -> ${below}, ${message}`;
}

/** A statement with its semicolon, which a comment at its end must not swallow. */
function ended(text: string): string {
  return text.includes("--") ? `${text}\n;` : `${text};`;
}

/** A text between dollar signs that it does not hold itself. */
function dollarQuoted(text: string, name: string): string {
  let tag = name;
  for (let suffix = 1; text.includes(`$${tag}$`); suffix += 1) tag = `${name}_${suffix}`;
  return `$${tag}$${text}$${tag}$`;
}

function textsOf({ revision }: OfflineRevision, segment: Segment): readonly string[] {
  return segment.work.flatMap((piece: Work) => {
    if (piece.kind === "run") {
      throw sluiceError("NOT_OFFLINE", `revision ${revision.id} (${revision.path}) runs code, which SQL can't print`, {
        hint: "Run it against the database, or write its work as op.execute.",
        details: { revision: revision.id, path: revision.path },
      });
    }
    if (piece.kind === "statement") return [piece.statement.text];
    return operationStatements(piece.operation, { serverVersion: null }).map((statement) => statement.text);
  });
}

function liveRow(ledger: LedgerOptions, condition: string): string {
  return `SELECT FROM ${ledgerName(ledger)} WHERE live AND ${condition}`;
}

function among(column: string, ids: readonly string[]): string {
  return `${column} IN (${ids.map(quoteLiteral).join(", ")})`;
}

/** Whether a revision is applied; a squashed one also where all that it replaces is. */
function isApplied(ledger: LedgerOptions, { id, replaces = [] }: Revision): string {
  const own = `EXISTS (${liveRow(ledger, `revision = ${quoteLiteral(id)} AND state <> 'running'`)})`;
  if (replaces.length === 0) return own;
  const count = `SELECT count(*) FROM ${ledgerName(ledger)} WHERE live AND state = 'applied' AND ${among("revision", replaces)}`;
  return `(${own} OR (${count}) = ${replaces.length})`;
}

/** What must hold of the database that a script meets: nobody asked it when the script was printed. */
function isInPlace({ revision, parents, direction }: OfflineRevision, ledger: LedgerOptions): string | null {
  if (direction === "up") {
    return parents.length === 0 ? null : parents.map((parent) => isApplied(ledger, parent)).join(" AND ");
  }
  // A dependency may be named by a label.
  const names = [revision.id, ...revision.branchLabels].map(quoteLiteral).join(", ");
  const followed = liveRow(ledger, `(parents || depends_on) && ARRAY[${names}]`);
  return `${isApplied(ledger, { ...revision, replaces: [] })} AND NOT EXISTS (${followed})`;
}

/** A statement of PL/pgSQL that fails where that does not hold. */
function assertion(entry: OfflineRevision, ledger: LedgerOptions): string | null {
  const condition = isInPlace(entry, ledger);
  if (condition === null) return null;
  const { revision, parents, direction } = entry;
  const message =
    direction === "up"
      ? `revision ${revision.id} needs ${parents.map(({ id }) => id).join(", ")}, and not all of it is applied here`
      : `revision ${revision.id} can't be taken back: it is not applied here, or what follows it is`;
  return `IF NOT (${condition}) THEN RAISE EXCEPTION USING MESSAGE = ${quoteLiteral(message)}; END IF;`;
}

/** Whether a segment is still to run: true of exactly one place of a revision in the ledger. */
function isToRun({ revision, direction }: OfflineRevision, ledger: LedgerOptions, start: number): string {
  const state = start === 0 ? (direction === "up" ? null : "applied") : direction === "up" ? "running" : "reverting";
  // Where a database has some of what a squashed revision replaces, it goes on by that.
  if (state === null)
    return `NOT EXISTS (${liveRow(ledger, among("revision", [revision.id, ...(revision.replaces ?? [])]))})`;
  const done = start === 0 ? "" : ` AND statements_done = ${start}`;
  return `EXISTS (${liveRow(ledger, `revision = ${quoteLiteral(revision.id)} AND state = ${quoteLiteral(state)}${done}`)})`;
}

/** Statements in one block, which is a transaction of its own, behind a condition. */
function guarded(condition: string, checks: readonly string[], texts: readonly string[], note: string): string {
  const executed = [
    ...checks.map((check) => `    ${check}`),
    ...texts.map((text) => `    EXECUTE ${dollarQuoted(text, "sql")};`),
  ];
  const body = ["", "BEGIN", `  IF ${condition} THEN`, ...executed, `    ${note};`, "  END IF;", "END", ""].join("\n");
  return `DO ${dollarQuoted(body, "sluice")};`;
}

function segmentSql(
  entry: OfflineRevision,
  segment: Segment,
  note: string,
  ledger: LedgerOptions,
  isIdempotent: boolean,
): readonly string[] {
  const texts = textsOf(entry, segment);
  const isAlone = segment.mode === "alone";
  const check = segment.start === 0 ? assertion(entry, ledger) : null;
  const checks = check === null ? [] : [check];
  if (!isIdempotent) {
    const asserted = checks.map((each) => `DO ${dollarQuoted(`BEGIN ${each} END`, "sluice")};`);
    const lines = [...texts, note].map(ended);
    return isAlone ? [...asserted, ...lines] : ["BEGIN;", ...asserted, ...lines, "COMMIT;"];
  }
  const condition = isToRun(entry, ledger, segment.start);
  if (!isAlone) return [guarded(condition, checks, texts, note)];
  // No block may hold what PostgreSQL refuses inside a transaction: psql sends what the query gives.
  const sent = texts.map((text) => `SELECT ${quoteLiteral(text)} WHERE ${condition} \\gexec`);
  const asserted = checks.length === 0 ? [] : [guarded(condition, checks, [], "NULL")];
  return [...asserted, ...sent, guarded(condition, [], [], note)];
}

function revisionSql(entry: OfflineRevision, ledger: LedgerOptions, isIdempotent: boolean): string {
  const { revision, operations, direction } = entry;
  const work = workOf(operations, { serverVersion: null });
  const total = work.length;
  const segments = segmentsOf(work);
  const note = (count: number): string => {
    const progress = { done: count, total, hash: workHash(work, count) };
    const isFirst = count === (segments[0]?.work.length ?? 0);
    if (direction === "up" && isFirst)
      return enterSql(ledger, revision, count === total ? "applied" : "running", progress);
    const state =
      direction === "up" ? (count === total ? "applied" : "running") : count === total ? "reverted" : "reverting";
    return progressSql(ledger, revision.id, state, progress);
  };
  const nothing: Segment = { mode: "transaction", work: [], start: 0 };
  const lines = (segments.length === 0 ? [nothing] : segments).flatMap((segment) =>
    segmentSql(entry, segment, note(segment.start + segment.work.length), ledger, isIdempotent),
  );
  return [heading(entry), ...lines].join("\n\n");
}

/**
 * The SQL of a path.
 *
 * @throws NOT_OFFLINE where a revision runs code.
 */
export function offlineSql(
  path: readonly OfflineRevision[],
  ledger: LedgerOptions,
  { isFromNothing, isIdempotent }: OfflineOptions,
): string {
  const ddl = isFromNothing || isIdempotent ? ledgerDdl(ledger).map((text) => `${text};`) : [];
  const revisions = path.map((entry) => revisionSql(entry, ledger, isIdempotent));
  const needsPsql = revisions.some((text) => text.includes("\\gexec"));
  const head = needsPsql ? ["-- For psql: what no transaction may hold is guarded by \\gexec."] : [];
  return `${[...head, ...ddl, ...revisions].join("\n\n")}\n`;
}
