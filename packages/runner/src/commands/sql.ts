/** The SQL of an upgrade or a downgrade. Asks no database. */

import { offlineSql } from "../apply/offline.ts";
import { sluiceError } from "../errors/sluice-error.ts";
import { downgradePath, stampedSet, upgradePath } from "../revisions/path.ts";
import { parseRange } from "../revisions/target.ts";
import type { RunnerContext } from "./context.ts";
import { pathOperations } from "./path-operations.ts";

export interface SqlOptions {
  readonly down?: boolean;
  /** Let each revision ask the ledger whether it is to run, so that one script serves databases at different revisions. */
  readonly idempotent?: boolean;
}

interface Ends {
  /** Null: base. */
  readonly from: string | null;
  readonly to: readonly string[];
}

function endsOf(texts: readonly string[], down: boolean): Ends {
  const [first = "head", ...more] = texts;
  if (!texts.some((text) => text.includes(":"))) {
    if (!down) return { from: null, to: texts.length === 0 ? ["head"] : texts };
    throw sluiceError("INVALID_TARGET", "SQL of a downgrade needs both ends, since no database is asked", {
      hint: "Write from:to, for example head:base.",
    });
  }
  if (more.length > 0) throw sluiceError("INVALID_TARGET", "a range stands alone", { hint: "Write one from:to." });
  const { from, to } = parseRange(first);
  if (down && (from === null || to === null)) {
    throw sluiceError("INVALID_TARGET", "SQL of a downgrade needs both ends, since no database is asked", {
      hint: "Write from:to, for example head:base.",
    });
  }
  return { from: from?.text ?? null, to: [to?.text ?? "head"] };
}

export async function rangeSql(
  context: RunnerContext,
  range: string | readonly string[],
  { down = false, idempotent = false }: SqlOptions,
): Promise<string> {
  const { graph } = await context.load();
  const { from, to } = endsOf([range].flat(), down);
  const nothing: ReadonlySet<string> = new Set();
  const start = from === null ? nothing : stampedSet(graph, nothing, [from]);
  const targets = graph.order.length === 0 ? [] : to;
  const path = down ? downgradePath(graph, start, to[0] ?? "base") : upgradePath(graph, start, targets);
  const direction = down ? "down" : "up";
  const parts = await pathOperations(path, direction);
  const entries = parts.map(
    ({ revision, operations }) =>
      ({
        revision,
        parents: (graph.parents.get(revision.id) ?? []).flatMap((id) => graph.revisions.get(id) ?? []),
        operations,
        direction,
      }) as const,
  );
  return offlineSql(entries, context.ledger, { isFromNothing: !down && start.size === 0, isIdempotent: idempotent });
}
