/** Commands that move a database or tell where it is: they load the runner alone. */

import { createRunner, type HeadInfo, type HistoryEntry, type Runner } from "@sluice/runner";
import { bold, cyan, dim, green, yellow } from "../colours.ts";
import type { Answer, Project } from "../context.ts";
import { progress } from "../progress.ts";

async function withRunner<T>(project: Project, isQuiet: boolean, work: (runner: Runner) => Promise<T>): Promise<T> {
  const { database, migrations, ledger } = project;
  const runner = createRunner({ database, migrations, ledger, ...(isQuiet ? {} : { onEvent: progress }) });
  try {
    return await work(runner);
  } finally {
    await runner.close();
  }
}

export interface MoveOptions {
  readonly sql?: boolean;
  readonly allowEdited?: boolean;
  readonly json?: boolean;
}

export function upgrade(targets: readonly string[], options: MoveOptions, project: Project): Promise<Answer> {
  return withRunner(project, options.json === true, async (runner) => {
    const wanted = targets.length === 0 ? ["head"] : targets;
    if (options.sql === true) {
      const sql = await runner.sql(wanted[0] ?? "head");
      return { json: { sql }, text: sql };
    }
    const { revisions } = await runner.upgrade(wanted, { allowEdited: options.allowEdited === true });
    return {
      json: { revisions },
      text:
        revisions.length === 0
          ? green("Nothing to apply.")
          : green(`Applied ${revisions.length}: ${revisions.join(", ")}`),
    };
  });
}

export function downgrade(target: string, options: MoveOptions, project: Project): Promise<Answer> {
  return withRunner(project, options.json === true, async (runner) => {
    if (options.sql === true) {
      const sql = await runner.sql(target, { down: true });
      return { json: { sql }, text: sql };
    }
    const { revisions } = await runner.downgrade(target, { allowEdited: options.allowEdited === true });
    return {
      json: { revisions },
      text:
        revisions.length === 0
          ? green("Nothing to take back.")
          : yellow(`Took back ${revisions.length}: ${revisions.join(", ")}`),
    };
  });
}

export function stamp(
  targets: readonly string[],
  options: { readonly purge?: boolean },
  project: Project,
): Promise<Answer> {
  return withRunner(project, true, async (runner) => {
    const { revisions } = await runner.stamp(targets, { purge: options.purge === true });
    return {
      json: { revisions },
      text: `The ledger stands at ${revisions.length === 0 ? "base" : revisions.join(", ")}.`,
    };
  });
}

export function current(options: { readonly checkHeads?: boolean }, project: Project): Promise<Answer> {
  return withRunner(project, true, async (runner) => {
    const info = await runner.current();
    const lines = info.revisions.map((id) => `${bold(id)}${info.heads.includes(id) ? ` ${green("(head)")}` : ""}`);
    const text = lines.length === 0 ? dim("base: nothing is applied") : lines.join("\n");
    return { json: info, text, isYes: options.checkHeads !== true || info.isHead };
  });
}

function marks(entry: HistoryEntry): string {
  const words = [
    entry.isHead ? green("(head)") : "",
    entry.isCurrent ? cyan("(current)") : "",
    entry.branchLabels.length > 0 ? yellow(`(${entry.branchLabels.join(", ")})`) : "",
    entry.downRevision.length > 1 ? dim("(merge)") : "",
    entry.applied ? "" : dim("(pending)"),
  ];
  return words.filter((word) => word !== "").join(" ");
}

function historyLine(entry: HistoryEntry, isVerbose: boolean): string {
  const below = entry.downRevision.length === 0 ? "base" : entry.downRevision.join(", ");
  const line = `${dim(`${below} →`)} ${bold(entry.revision)} ${entry.message} ${marks(entry)}`.trimEnd();
  return isVerbose ? `${line}\n  ${dim(`${entry.createdAt ?? ""} ${entry.path}`)}` : line;
}

function historyJson({
  revision,
  downRevision,
  dependsOn,
  branchLabels,
  message,
  createdAt,
  applied,
}: HistoryEntry): unknown {
  return { revision, downRevision, dependsOn, branchLabels, message, createdAt, applied };
}

export function history(
  options: { readonly range?: string; readonly verbose?: boolean },
  project: Project,
): Promise<Answer> {
  return withRunner(project, true, async (runner) => {
    const entries = await runner.history(options.range);
    return {
      json: entries.map(historyJson),
      text: entries.map((entry) => historyLine(entry, options.verbose === true)).join("\n") || dim("no revisions"),
    };
  });
}

export function show(target: string, project: Project): Promise<Answer> {
  return withRunner(project, true, async (runner) => {
    const entry = await runner.show(target);
    return { json: { ...(historyJson(entry) as object), path: entry.path }, text: historyLine(entry, true) };
  });
}

function headLine({ revision, message, branchLabels }: HeadInfo): string {
  return `${bold(revision)} ${message}${branchLabels.length > 0 ? ` ${yellow(`(${branchLabels.join(", ")})`)}` : ""}`;
}

export function heads(project: Project): Promise<Answer> {
  return withRunner(project, true, async (runner) => {
    const infos = await runner.heads();
    return { json: infos, text: infos.map(headLine).join("\n") || dim("no revisions") };
  });
}

export function branches(project: Project): Promise<Answer> {
  return withRunner(project, true, async (runner) => {
    const found = await runner.branches();
    const text = found
      .map((point) => [headLine(point), ...point.children.map((child) => `  → ${headLine(child)}`)].join("\n"))
      .join("\n");
    return { json: found, text: text || dim("no branches") };
  });
}

export function status(project: Project): Promise<Answer> {
  return withRunner(project, true, async (runner) => {
    const info = await runner.status();
    const line = (title: string, ids: readonly string[]): string =>
      `${title.padEnd(13)}${ids.length === 0 ? dim("none") : ids.join(", ")}`;
    const text = [
      line("applied", info.applied),
      line("pending", info.pending),
      line("missing", info.missing),
      line("edited", info.edited),
      line("half applied", info.halfApplied),
    ].join("\n");
    return {
      json: info,
      text,
      isYes: info.pending.length + info.missing.length + info.edited.length + info.halfApplied.length === 0,
    };
  });
}
