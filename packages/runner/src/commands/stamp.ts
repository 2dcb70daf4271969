/** Enters revisions in the ledger without running them. */

import { appliedSet, ensureLedger, enterSql, progressSql } from "../ledger/ledger.ts";
import { maximal, ordered } from "../revisions/graph.ts";
import { stampedSet } from "../revisions/path.ts";
import type { RunnerContext } from "./context.ts";

export interface StampOptions {
  /** Empty the ledger first, unknown rows included. */
  readonly purge?: boolean;
}

export async function stamp(
  context: RunnerContext,
  targets: string | readonly string[],
  { purge = false }: StampOptions,
): Promise<{ readonly revisions: readonly string[] }> {
  const { ledger, table } = context;
  const graph = await context.loadGraph();
  return context.locked(async (connection) => {
    const rows = purge ? [] : await context.known(connection, graph);
    const wanted = stampedSet(graph, appliedSet(rows), [targets].flat());
    await ensureLedger(connection, ledger);
    await connection.query("begin");
    try {
      if (purge)
        await connection.query(`update ${table} set state = 'reverted', reverted_at = clock_timestamp() where live`);
      const none = { done: 0, total: 0, hash: "" };
      for (const row of rows) {
        if (!wanted.has(row.revision) || row.state !== "applied") {
          await connection.query(
            progressSql(ledger, row.revision, wanted.has(row.revision) ? "applied" : "reverted", none),
          );
        }
      }
      const entered = new Set(rows.map((row) => row.revision));
      for (const id of ordered(graph, wanted)) {
        const revision = graph.revisions.get(id);
        if (revision !== undefined && !entered.has(id))
          await connection.query(enterSql(ledger, revision, "applied", none));
      }
      await connection.query("commit");
    } catch (cause) {
      await connection.query("rollback").catch(() => undefined);
      throw cause;
    }
    return { revisions: maximal(graph, wanted) };
  });
}
