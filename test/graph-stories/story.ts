/** Stories of the revision graph as data: files, what is current, a command, and what must come of it. */

import type { ErrorCode } from "../../packages/runner/src/errors/codes.ts";
import { ancestors, maximal, revisionGraph, type RevisionGraph } from "../../packages/runner/src/revisions/graph.ts";
import { historyRange } from "../../packages/runner/src/revisions/history.ts";
import { downgradePath, stampedSet, upgradePath, withCurrent } from "../../packages/runner/src/revisions/path.ts";
import type { Revision } from "../../packages/runner/src/revisions/revision.ts";

export interface Scene {
  /** What is current before: ids with spaces between; empty for base. */
  readonly at: string;
  readonly run: string;
  /** The revisions that run, in order (for `history`: that are listed). */
  readonly steps?: string;
  /** What is current after each step, with bars between. */
  readonly trail?: string;
  /** What is current at the end. */
  readonly current?: string;
  readonly error?: ErrorCode;
}

export interface Story {
  readonly name: string;
  /** One line each: `id`, `id < parent parent`, `id [label] < parent needs dependency`. */
  readonly files: readonly string[];
  readonly scenes: readonly Scene[];
}

const FILE = /^(\S+?)(?: \[(\S+)\])?(?: < ([^<]+?))?(?: needs (.+))?$/;

const words = (text: string | undefined): readonly string[] => (text ?? "").split(" ").filter(Boolean);

/** A revision from its line in a story. */
export function revisionOf(line: string): Revision {
  const [, id = "", label, parents, needs] = FILE.exec(line) ?? [];
  return {
    id,
    downRevisions: words(parents),
    dependsOn: words(needs),
    branchLabels: label === undefined ? [] : label.split(","),
    message: `make ${id}`,
    createdAt: null,
    path: `${id}.ts`,
    checksum: "",
  };
}

export function graphOf(files: readonly string[]): RevisionGraph {
  return revisionGraph(files.map(revisionOf));
}

export interface Outcome {
  readonly steps: string;
  readonly trail: string;
  readonly current: string;
}

function moved(graph: RevisionGraph, applied: ReadonlySet<string>, verb: string, targets: readonly string[]): Outcome {
  const isUp = verb === "upgrade";
  const path = isUp ? upgradePath(graph, applied, targets) : downgradePath(graph, applied, targets[0] ?? "");
  const trail = withCurrent(graph, applied, path, isUp ? "up" : "down").map(({ current }) => current.join(" "));
  return {
    steps: path.map(({ id }) => id).join(" "),
    trail: trail.join(" | "),
    current: trail.at(-1) ?? maximal(graph, applied).join(" "),
  };
}

/** Runs a scene's command on plain data. */
export function played(graph: RevisionGraph, at: string, run: string): Outcome {
  const applied = ancestors(graph, words(at));
  const [verb = "", ...targets] = run.split(" ");
  if (verb === "history") {
    const ids = historyRange(graph, applied, targets[0] ?? ":");
    return { steps: ids.join(" "), trail: "", current: at };
  }
  if (verb === "stamp") {
    const current = maximal(graph, stampedSet(graph, applied, targets)).join(" ");
    return { steps: "", trail: "", current };
  }
  return moved(graph, applied, verb, targets);
}
