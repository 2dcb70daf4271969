/** Tells whether a database matches its models, and has every revision. Writes nothing. */

import type { Hazard, Operation } from "@sluice/runner";
import type { Diagnostic } from "../catalog/diagnostic.ts";
import { comparing } from "./compare.ts";
import type { CompareOptions } from "./comparison.ts";

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
 * Checks a database against models.
 *
 * @throws what connecting, loading and reading throw.
 */
export async function check(options: CompareOptions): Promise<CheckResult> {
  return comparing(options, ({ operations, pending, hazards, diagnostics }) => {
    const inSync = operations.length === 0 && pending.length === 0;
    return { inSync, operations, pending, hazards, diagnostics };
  });
}
