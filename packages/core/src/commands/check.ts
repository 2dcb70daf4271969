/** Tells whether a database matches its models, and has every revision. Writes nothing. */

import { isAbsolute, join } from "node:path";
import type { Hazard, Operation } from "@sluice/runner";
import type { Diagnostic } from "../catalog/diagnostic.ts";
import { compare, type CompareOptions } from "./compare.ts";

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
  const migrations = isAbsolute(options.migrations) ? options.migrations : join(options.root ?? "", options.migrations);
  const { operations, pending, hazards, diagnostics } = await compare({ ...options, migrations });
  return { inSync: operations.length === 0 && pending.length === 0, operations, pending, hazards, diagnostics };
}
