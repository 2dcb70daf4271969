/** Tells whether a database matches its models, and has every revision. Writes nothing. */

import type { Hazard, Operation } from "@sluice/runner";
import type { Diagnostic } from "../catalog/diagnostic.ts";
import { compare } from "./compare.ts";
import type { CompareOptions } from "./comparison.ts";
import { syncMemory } from "./known-sync.ts";
import { hasSessions, leftBehindBy, withReading } from "./reading.ts";

export interface CheckResult {
  /** Nothing differs and nothing is pending. */
  readonly inSync: boolean;
  /** What would lead to the models. */
  readonly operations: readonly Operation[];
  /** Revisions that the database has not. */
  readonly pending: readonly string[];
  readonly hazards: readonly Hazard[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Checks a database against models. What was in sync and has not changed since is in sync: with `answers`, that costs the
 * hashes of both sides alone.
 *
 * @throws what connecting, loading and reading throw.
 */
export async function check(options: CompareOptions): Promise<CheckResult> {
  return withReading(options, async (begun) => {
    const memory = syncMemory(begun);
    const status = hasSessions(begun.open) ? begun.status() : null;
    // Told where it is waited for.
    status?.catch(() => undefined);
    const known = await memory.recall();
    if (known !== null) {
      const { pending } = await begun.status();
      const diagnostics = [...known.diagnostics, ...(await leftBehindBy(begun, known.schemas))];
      return { inSync: pending.length === 0, operations: [], pending, hazards: [], diagnostics };
    }
    const comparison = await compare(begun);
    await memory.keep(comparison);
    const { operations, pending, hazards, diagnostics } = comparison;
    return { inSync: operations.length === 0 && pending.length === 0, operations, pending, hazards, diagnostics };
  });
}
