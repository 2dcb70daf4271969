/** Commands that tell what there is and what is applied. They change nothing. */

import { Option } from "commander";
import type { GlobalOptions } from "../context.ts";
import type { HistoryOptions } from "../commands/look.ts";
import { plain, target, type Define } from "./define.ts";

const commands = async (): Promise<typeof import("../commands/look.ts")> => import("../commands/look.ts");

interface VerboseOption {
  readonly verbose?: boolean;
}

export function defineLooks(define: Define): void {
  define<{ readonly checkHeads?: boolean } & VerboseOption & GlobalOptions>(
    "current",
    "what is applied",
    (made) =>
      made
        .option("-c, --check-heads", "exit 1 unless every head is applied")
        .option("-v, --verbose", "with the database, messages and files"),
    () => async (project, options) => (await commands()).current(options, project),
  );
  define<HistoryOptions & GlobalOptions>(
    "history",
    "the revisions, newest first",
    (made) =>
      made
        .option("-r, --range <from:to>", "between two ends, both included", target)
        .addOption(new Option("--rev-range <from:to>").argParser(target).hideHelp())
        .option("-v, --verbose", "with dates, files, dependencies")
        .option("-i, --indicate-current", "fail where the database can't be asked what is applied")
        .option("--graph", "draw the branches"),
    () => async (project, options) => (await commands()).history(options, project),
  );
  define<{ readonly resolveDependencies?: boolean } & VerboseOption & GlobalOptions>(
    "heads",
    "revisions that nothing follows",
    (made) =>
      made
        .option("--resolve-dependencies", "leave out heads that another revision needs")
        .option("-v, --verbose", "with dates and files"),
    () => async (project, options) => (await commands()).heads(options, project),
  );
  define<VerboseOption & GlobalOptions>(
    "branches",
    "revisions that several follow",
    (made) => made.option("-v, --verbose", "with dates and files"),
    () => async (project, options) => (await commands()).branches(options, project),
  );
  define<GlobalOptions>(
    "show <target>",
    "one revision; all of heads and current",
    plain,
    ([which = "head"]) =>
      async (project) =>
        (await commands()).show(which, project),
  );
  define<GlobalOptions>(
    "status",
    "applied, pending, missing and edited revisions",
    plain,
    () => async (project) => (await commands()).status(project),
  );
  define<GlobalOptions>(
    "edit <target>",
    "open a revision's file in $VISUAL or $EDITOR",
    plain,
    ([which = "head"]) =>
      async (project) =>
        (await import("../commands/edit.ts")).edit(which, project),
  );
}
