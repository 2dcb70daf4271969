/** Tells whether a database matches its models, and has every revision. Writes nothing. */

import type { Hazard, Operation } from "@sluice/runner";
import type { Diagnostic } from "../catalog/diagnostic.ts";
import { compare, onDatabase, type CompareOptions } from "./compare.ts";

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
  const { operations, pending, hazards, diagnostics } = await onDatabase(options, (open) => compare(open, options));
  return { inSync: operations.length === 0 && pending.length === 0, operations, pending, hazards, diagnostics };
}
