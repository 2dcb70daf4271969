/** Questions to a person at a terminal. */

import type { Rename, RenameCandidate } from "@sluice/core";
import { sluiceError } from "@sluice/runner";

/** Asks of each created object whether it is a dropped one renamed; null where nobody is there to answer. */
export async function askRenames(
  candidates: readonly RenameCandidate[],
): Promise<{ readonly renames: readonly Rename[] } | null> {
  if (!process.stdin.isTTY || !process.stdout.isTTY || process.env["CI"] !== undefined) return null;
  const { isCancel, select } = await import("@clack/prompts");
  const renames: Rename[] = [];
  const keyOf = (path: readonly string[]): string => path.join(".");
  for (const name of new Set(candidates.map(({ kind, to }) => `${kind} ${keyOf(to)}`))) {
    const taken = new Set(renames.map(({ kind, from }) => `${kind} ${keyOf(from)}`));
    const open = candidates.filter(
      ({ kind, from, to }) => `${kind} ${keyOf(to)}` === name && !taken.has(`${kind} ${keyOf(from)}`),
    );
    if (open.length === 0) continue;
    const chosen = await select({
      message: `Is ${name} new, or another one renamed?`,
      options: [
        ...open.map((candidate, position) => ({
          value: position,
          label: `renamed from ${keyOf(candidate.from)}`,
          hint: candidate.score < 0.5 ? "and changed" : `${Math.round(candidate.score * 100)} % alike`,
        })),
        { value: -1, label: "new: the other is dropped with what it holds" },
      ],
    });
    if (isCancel(chosen))
      throw sluiceError("AMBIGUOUS_RENAME", "nothing was decided", { hint: "Nothing was written." });
    const rename = open[chosen];
    if (rename !== undefined) renames.push({ kind: rename.kind, from: rename.from, to: rename.to });
  }
  return { renames };
}
