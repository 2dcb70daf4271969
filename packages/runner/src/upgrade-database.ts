/** One call that brings a database up to date: what an app does when it starts. */

import type { RunnerOptions } from "./commands/context.ts";
import { createRunner, type Moved } from "./runner.ts";

export interface UpgradeOptions extends RunnerOptions {
  /** Default: `head`. */
  readonly target?: string | readonly string[];
}

/**
 * Applies what is missing, and closes what it opened. Safe in many replicas that start at once: one works, the others wait for
 * it and then find nothing to do.
 *
 * @returns the ids, in the order in which this call applied them.
 * @throws what {@link createRunner}'s `upgrade` throws.
 * @example await upgrade({ database: process.env.DATABASE_URL, migrations: "./migrations" });
 */
export async function upgrade({ target = "head", ...options }: UpgradeOptions): Promise<Moved> {
  const runner = createRunner(options);
  try {
    return await runner.upgrade(target);
  } finally {
    await runner.close();
  }
}
