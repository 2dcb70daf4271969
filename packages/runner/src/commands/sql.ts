/** The SQL of an upgrade or a downgrade. Asks no database. */

import { offlineSql } from "../apply/offline.ts";
import { sluiceError } from "../errors/sluice-error.ts";
import { loadMigration } from "../revisions/migration.ts";
import { downgradePath, stampedSet, upgradePath } from "../revisions/path.ts";
import { parseRange, parseTarget } from "../revisions/target.ts";
import type { RunnerContext } from "./context.ts";

export interface SqlOptions {
  readonly down?: boolean;
}

export async function rangeSql(context: RunnerContext, range: string, { down = false }: SqlOptions): Promise<string> {
  const graph = await context.loadGraph();
  const { from, to } = range.includes(":") ? parseRange(range) : { from: null, to: parseTarget(range) };
  if (down && (from === null || to === null)) {
    throw sluiceError("INVALID_TARGET", "SQL of a downgrade needs both ends, since no database is asked", {
      hint: "Write from:to, for example head:base.",
    });
  }
  const nothing: ReadonlySet<string> = new Set();
  const start = from === null ? nothing : stampedSet(graph, nothing, [from.text]);
  const path = down ? downgradePath(graph, start, to?.text ?? "base") : upgradePath(graph, start, [to?.text ?? "head"]);
  const migrations = await Promise.all(path.map(loadMigration));
  const entries = migrations.map(({ revision, upgrade, downgrade }) => ({
    revision,
    operations: down ? downgrade : upgrade,
    direction: down ? ("down" as const) : ("up" as const),
  }));
  return offlineSql(entries, context.ledger, !down && start.size === 0);
}
