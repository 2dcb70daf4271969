/** Commands that move a database: they load the runner alone. */

import {
  sluiceError,
  type DriftMode,
  type MoveOptions as RunnerMoveOptions,
  type TransactionScope,
} from "@sluice/runner";
import { green, yellow } from "../colours.ts";
import type { Answer, Project } from "../context.ts";
import { describePlan } from "../describe-plan.ts";
import { withRunner } from "../with-runner.ts";

export interface MoveOptions {
  readonly sql?: boolean;
  readonly idempotent?: boolean;
  readonly allowEdited?: boolean;
  readonly transaction?: TransactionScope;
  readonly drift?: DriftMode;
  readonly json?: boolean;
}

function moveOptions({ allowEdited = false, transaction, drift }: MoveOptions): RunnerMoveOptions {
  return {
    allowEdited,
    ...(transaction === undefined ? {} : { transaction }),
    ...(drift === undefined ? {} : { drift }),
  };
}

function sqlAnswer(sql: string): Answer {
  return { json: { sql }, text: sql };
}

function assertSql(options: MoveOptions): void {
  if (options.idempotent !== true || options.sql === true) return;
  throw sluiceError("USAGE", "--idempotent is for printed SQL", { hint: "Say --sql --idempotent." });
}

export function upgrade(targets: readonly string[], options: MoveOptions, project: Project): Promise<Answer> {
  assertSql(options);
  return withRunner(project, options.json !== true, async (runner, { drift }) => {
    const wanted = targets.length === 0 ? ["head"] : targets;
    if (options.sql === true) return sqlAnswer(await runner.sql(wanted, { idempotent: options.idempotent === true }));
    const { revisions } = await runner.upgrade(wanted, moveOptions(options));
    const text =
      revisions.length === 0
        ? green("Nothing to apply.")
        : green(`Applied ${revisions.length}: ${revisions.join(", ")}`);
    return { json: { revisions, drift }, text };
  });
}

export function downgrade(target: string, options: MoveOptions, project: Project): Promise<Answer> {
  assertSql(options);
  return withRunner(project, options.json !== true, async (runner, { drift }) => {
    if (options.sql === true) {
      return sqlAnswer(await runner.sql(target, { down: true, idempotent: options.idempotent === true }));
    }
    const { revisions } = await runner.downgrade(target, moveOptions(options));
    const text =
      revisions.length === 0
        ? green("Nothing to take back.")
        : yellow(`Took back ${revisions.length}: ${revisions.join(", ")}`);
    return { json: { revisions, drift }, text };
  });
}

export function redo(target: string, options: MoveOptions, project: Project): Promise<Answer> {
  return withRunner(project, options.json !== true, async (runner, { drift }) => {
    const { revisions } = await runner.redo(target, moveOptions(options));
    return {
      json: { revisions, drift },
      text: green(`Took back and applied again ${revisions.length}: ${revisions.join(", ")}`),
    };
  });
}

export interface PlanOptions {
  readonly down?: boolean;
}

export function plan(targets: readonly string[], { down = false }: PlanOptions, project: Project): Promise<Answer> {
  return withRunner(project, false, async (runner, { drift }) => {
    const wanted = targets.length === 0 ? [down ? "-1" : "head"] : targets;
    const revisions = await runner.plan(wanted, { down });
    return { json: { revisions, drift }, text: describePlan(revisions) };
  });
}

export interface StampOptions {
  readonly purge?: boolean;
  readonly sql?: boolean;
}

export function stamp(targets: readonly string[], options: StampOptions, project: Project): Promise<Answer> {
  return withRunner(project, false, async (runner) => {
    if (options.sql === true) {
      if (options.purge === true) {
        throw sluiceError("USAGE", "--purge empties a ledger that --sql does not ask", {
          hint: "Stamp the database itself, or print the range from:to.",
        });
      }
      return sqlAnswer(await runner.stampSql(targets));
    }
    const { revisions } = await runner.stamp(targets, { purge: options.purge === true });
    return {
      json: { revisions },
      text: `The ledger stands at ${revisions.length === 0 ? "base" : revisions.join(", ")}.`,
    };
  });
}

export function ensureVersion(options: { readonly sql?: boolean }, project: Project): Promise<Answer> {
  return withRunner(project, false, async (runner) => {
    if (options.sql === true) return sqlAnswer(runner.ensureVersionSql());
    await runner.ensureVersion();
    return { json: {}, text: green("The ledger is there.") };
  });
}
