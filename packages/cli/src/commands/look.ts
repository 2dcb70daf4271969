/** Commands that tell what there is and what is applied: they load the runner alone. */

import type { HeadInfo, HistoryEntry } from "@sluice/runner";
import { bold, cyan, dim, green, yellow } from "../colours.ts";
import type { Answer, Project } from "../context.ts";
import { withLanes, type Node } from "../lanes.ts";
import { withRunner } from "../with-runner.ts";

interface VerboseOption {
  readonly verbose?: boolean;
}

function list(words: readonly string[]): string {
  return words.length === 0 ? dim("none") : words.join(", ");
}

function marks(entry: HistoryEntry): string {
  const words = [
    entry.branchLabels.length > 0 ? yellow(`(${entry.branchLabels.join(", ")})`) : "",
    entry.isHead ? green("(head)") : "",
    entry.isCurrent ? cyan("(current)") : "",
    entry.isBranchPoint ? dim("(branch point)") : "",
    entry.downRevision.length > 1 ? dim("(merge)") : "",
    entry.dependsOn.length > 0 ? dim(`(needs ${entry.dependsOn.join(", ")})`) : "",
    entry.applied === false ? dim("(pending)") : "",
  ];
  return words.filter((word) => word !== "").join(" ");
}

function below(entry: HistoryEntry): string {
  return entry.downRevision.length === 0 ? "base" : entry.downRevision.join(", ");
}

function line(entry: HistoryEntry): string {
  return `${dim(`${below(entry)} →`)} ${bold(entry.revision)} ${entry.message} ${marks(entry)}`.trimEnd();
}

function verboseLines(entry: HistoryEntry): readonly string[] {
  return [line(entry), `  ${dim(`${entry.createdAt ?? "no date"}  ${entry.path}`)}`];
}

function entryLines(entry: HistoryEntry, isVerbose: boolean): readonly string[] {
  return isVerbose ? verboseLines(entry) : [line(entry)];
}

function historyJson({
  revision,
  downRevision,
  dependsOn,
  branchLabels,
  message,
  createdAt,
  applied,
}: HistoryEntry): Readonly<Record<string, unknown>> {
  return { revision, downRevision, dependsOn, branchLabels, message, createdAt, applied };
}

export function current(options: { readonly checkHeads?: boolean } & VerboseOption, project: Project): Promise<Answer> {
  return withRunner(project, false, async (runner) => {
    const info = await runner.current();
    const isYes = options.checkHeads !== true || info.isHead;
    const missing = options.checkHeads === true && !info.isHead ? `\n${yellow("Not every head is applied.")}` : "";
    if (info.revisions.length === 0) return { json: info, text: `${dim("base: nothing is applied")}${missing}`, isYes };
    const lines = info.revisions.map((id) => `${bold(id)}${info.heads.includes(id) ? ` ${green("(head)")}` : ""}`);
    const full = options.verbose === true ? (await runner.show("current")).flatMap(verboseLines) : lines;
    const heading = options.verbose === true ? [dim(runner.label)] : [];
    return { json: info, text: [...heading, ...full].join("\n") + missing, isYes };
  });
}

export interface HistoryOptions extends VerboseOption {
  readonly range?: string;
  readonly revRange?: string;
  readonly indicateCurrent?: boolean;
  readonly graph?: boolean;
}

export function history(options: HistoryOptions, project: Project): Promise<Answer> {
  return withRunner(project, false, async (runner) => {
    const entries = await runner.history(options.range ?? options.revRange, {
      indicateCurrent: options.indicateCurrent === true,
    });
    const blocks = entries.map((entry) => entryLines(entry, options.verbose === true));
    const nodes = (): readonly Node[] =>
      entries.map((entry, position) => ({
        id: entry.revision,
        parents: entry.downRevision,
        isFilled: entry.applied === true,
        lines: blocks[position] ?? [],
      }));
    const lines = options.graph === true ? withLanes(nodes()) : blocks.flat();
    return { json: entries.map(historyJson), text: lines.join("\n") || dim("no revisions") };
  });
}

export function show(target: string, project: Project): Promise<Answer> {
  return withRunner(project, false, async (runner) => {
    const entries = await runner.show(target);
    const documents = entries.map((entry) => ({ ...historyJson(entry), path: entry.path }));
    const isList = target === "heads" || target === "current";
    return { json: isList ? documents : documents[0], text: entries.flatMap(verboseLines).join("\n") };
  });
}

function headLine({ revision, message, branchLabels }: HeadInfo): string {
  return `${bold(revision)} ${message}${branchLabels.length > 0 ? ` ${yellow(`(${branchLabels.join(", ")})`)}` : ""}`;
}

export function heads(
  options: { readonly resolveDependencies?: boolean } & VerboseOption,
  project: Project,
): Promise<Answer> {
  return withRunner(project, false, async (runner) => {
    const infos = await runner.heads({ resolveDependencies: options.resolveDependencies === true });
    const lines =
      options.verbose === true && infos.length > 0
        ? (await runner.show("heads"))
            .filter(({ revision }) => infos.some((info) => info.revision === revision))
            .flatMap(verboseLines)
        : infos.map(headLine);
    return { json: infos, text: lines.join("\n") || dim("no revisions") };
  });
}

export function branches(options: VerboseOption, project: Project): Promise<Answer> {
  return withRunner(project, false, async (runner) => {
    const found = await runner.branches();
    const entries = options.verbose === true ? await runner.history() : [];
    const told = (info: HeadInfo): string => {
      const entry = entries.find(({ revision }) => revision === info.revision);
      return entry === undefined ? headLine(info) : `${line(entry)} ${dim(entry.path)}`;
    };
    const text = found
      .map((point) => [told(point), ...point.children.map((child) => `  → ${told(child)}`)].join("\n"))
      .join("\n");
    return { json: found, text: text || dim("no branches") };
  });
}

export function status(project: Project): Promise<Answer> {
  return withRunner(project, false, async (runner) => {
    const info = await runner.status();
    const row = (title: string, ids: readonly string[]): string => `${title.padEnd(13)}${list(ids)}`;
    const text = [
      row("applied", info.applied),
      row("pending", info.pending),
      row("missing", info.missing),
      row("edited", info.edited),
      row("altered", info.altered),
      row("half applied", info.halfApplied),
    ].join("\n");
    return {
      json: info,
      text,
      isYes:
        info.pending.length +
          info.missing.length +
          info.edited.length +
          info.altered.length +
          info.halfApplied.length ===
        0,
    };
  });
}
