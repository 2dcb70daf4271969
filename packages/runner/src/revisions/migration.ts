/** Runs a migration file, to have its functions: types are stripped and the file is evaluated, the same way on every Node. */

import { isError, messageOf } from "../errors/message-of.ts";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, resolve } from "node:path";
import type { Script } from "node:vm";
import { isSluiceError, sluiceError, type SluiceError } from "../errors/sluice-error.ts";
import { recordOperations } from "../operations/record.ts";
import type { Operation } from "../operations/operation.ts";
import { sql } from "../sql/sql-text.ts";
import { compiledScript } from "./compile.ts";
import type { Revision } from "./revision.ts";

const RUNNER = "@sluice/runner";
/** What a migration may import; the rest of the package stays out of its reach. */
const OFFERED = { sql };

function invalid(path: string, message: string, cause: unknown): SluiceError {
  return sluiceError("REVISION_FILE_INVALID", `${path}: ${message}`, {
    hint: "Correct the file; nothing of it has run.",
    details: { path },
    cause,
  });
}

type Exports = Readonly<Record<string, unknown>>;

function evaluated(path: string, script: Script): Exports {
  const file = resolve(path);
  // Most import nothing else.
  const require = (name: string): unknown => (name === RUNNER ? OFFERED : createRequire(file)(name));
  const module: { exports: Exports } = { exports: {} };
  try {
    // The script is such a function.
    const run = script.runInThisContext() as (...given: readonly unknown[]) => void;
    run(module.exports, require, module, file, dirname(file));
  } catch (cause) {
    throw invalid(path, `fails when it is loaded: ${messageOf(cause)}`, cause);
  }
  return module.exports;
}

export interface Migration {
  readonly revision: Revision;
  readonly upgrade: readonly Operation[];
  readonly downgrade: readonly Operation[];
}

function recorded(path: string, exports: Exports, name: "upgrade" | "downgrade"): readonly Operation[] {
  const migrate = exports[name];
  if (typeof migrate !== "function") throw invalid(path, `${name} is no function`, undefined);
  try {
    return recordOperations((op) => migrate(op));
  } catch (cause) {
    const where = isError(cause)
      ? new RegExp(`${path.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&")}:(\\d+)`).exec(cause.stack ?? "")?.[1]
      : undefined;
    const place = where === undefined ? path : `${path}:${where}`;
    if (isSluiceError(cause)) {
      throw sluiceError(cause.code, `${place}: ${name}: ${cause.message}`, {
        ...(cause.hint === null ? {} : { hint: cause.hint }),
        details: { path, ...cause.details },
        cause,
      });
    }
    throw invalid(place, `${name} fails: ${messageOf(cause)}`, cause);
  }
}

/**
 * Loads a migration and records both of its directions.
 *
 * @throws REVISION_FILE_INVALID, INVALID_OPERATION naming the file.
 */
export async function loadMigration(revision: Revision): Promise<Migration> {
  // A small file is read faster at once than by way of another thread.
  const text = readFileSync(revision.path, "utf8");
  const exports = evaluated(revision.path, await compiledScript(revision.path, text));
  return {
    revision,
    upgrade: recorded(revision.path, exports, "upgrade"),
    downgrade: recorded(revision.path, exports, "downgrade"),
  };
}
