/** Enters revisions in the ledger without running them. */

import { sluiceError } from "../errors/sluice-error.ts";
import { enterSql, progressSql } from "../ledger/notes.ts";
import { appliedSet } from "../ledger/rows.ts";
import { ensureLedger, ledgerDdl, type LedgerOptions } from "../ledger/table.ts";
import { maximal, ordered, type RevisionGraph } from "../revisions/graph.ts";
import { leftElsewhere, stampedSet } from "../revisions/path.ts";
import { parseRange, parseTarget } from "../revisions/target.ts";
import type { RunnerContext } from "./context.ts";

export interface StampOptions {
  /** Empty the ledger first, unknown rows included. */
  readonly purge?: boolean;
}

interface Entered {
  readonly revision: string;
  readonly state: string;
}

const NOTHING_RUN = { done: 0, total: 0, hash: "" };

/** The statements that lead the ledger from the rows that it holds to the revisions that it is to hold. */
function stampStatements(
  graph: RevisionGraph,
  ledger: LedgerOptions,
  rows: readonly Entered[],
  wanted: ReadonlySet<string>,
): readonly string[] {
  // What stopped half-way is entered anew: its file may have been changed since, and a stamp speaks of the one that is there.
  const entered = new Set(
    rows.filter((row) => row.state === "applied" && wanted.has(row.revision)).map((row) => row.revision),
  );
  const moved = rows
    .filter((row) => !entered.has(row.revision))
    .map((row) => progressSql(ledger, row.revision, "reverted", NOTHING_RUN));
  const added = ordered(graph, wanted)
    .flatMap((id) => graph.revisions.get(id) ?? [])
    .filter(({ id }) => !entered.has(id))
    .map((revision) => enterSql(ledger, revision, "applied", NOTHING_RUN));
  return [...moved, ...added];
}

/** What depends on something that is taken out goes with it, though nobody named its line. */
function noteOthers(context: RunnerContext, others: readonly string[]): void {
  if (others.length === 0) return;
  const message = `${others.join(", ")} of another line depends on what is no longer applied, and is taken out of the ledger too`;
  context.onEvent({ type: "note", message });
}

export async function stamp(
  context: RunnerContext,
  targets: string | readonly string[],
  { purge = false }: StampOptions,
): Promise<{ readonly revisions: readonly string[] }> {
  const { ledger, table } = context;
  return context.lockedOver(async (files, connection) => {
    const { graph, rows } = purge ? { graph: files.graph, rows: [] } : await files.settled(connection);
    const applied = appliedSet(rows);
    const wanted = stampedSet(graph, applied, [targets].flat());
    noteOthers(context, leftElsewhere(graph, applied, [targets].flat()));
    const statements = [
      ...(purge ? [`UPDATE ${table} SET state = 'reverted', reverted_at = clock_timestamp() WHERE live`] : []),
      ...stampStatements(graph, ledger, rows, wanted),
    ];
    await ensureLedger(connection, ledger);
    await connection.query("begin");
    try {
      if (statements.length > 0) await connection.script(statements.join(";\n"));
      await connection.query("commit");
    } catch (cause) {
      await connection.query("rollback").catch(() => undefined);
      throw cause;
    }
    return { revisions: maximal(graph, wanted) };
  });
}

/** The SQL of a stamp: `from:to`, or targets from an empty ledger. Asks no database. */
export async function stampSql(context: RunnerContext, targets: string | readonly string[]): Promise<string> {
  const { ledger } = context;
  const { graph } = await context.load();
  const list = [targets].flat();
  if (list.length > 1 && list.some((text) => text.includes(":"))) {
    throw sluiceError("INVALID_TARGET", "a range stands alone", { hint: "Write stamp from:to --sql." });
  }
  const nothing: ReadonlySet<string> = new Set();
  const range = list[0]?.includes(":") === true ? parseRange(list[0]) : null;
  const start = range?.from == null ? nothing : stampedSet(graph, nothing, [range.from.text]);
  const ends = range === null ? list.map(parseTarget) : [range.to ?? parseTarget("heads")];
  const wanted = stampedSet(
    graph,
    start,
    ends.map(({ text }) => text),
  );
  const rows = ordered(graph, start).map((revision) => ({ revision, state: "applied" }));
  const ddl = start.size === 0 ? ledgerDdl(ledger) : [];
  const texts = [...ddl, "BEGIN", ...stampStatements(graph, ledger, rows, wanted), "COMMIT"];
  return `${texts.map((text) => `${text};`).join("\n\n")}\n`;
}
