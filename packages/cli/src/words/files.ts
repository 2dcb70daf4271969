/** Commands that write or rewrite migration files. */

import type { GlobalOptions } from "../context.ts";
import type { MergeOptions } from "../commands/merge.ts";
import type { RebaseOptions } from "../commands/rebase.ts";
import type { SquashOptions } from "../commands/squash.ts";
import type { VerifyOptions } from "../commands/verify.ts";
import { collect, type Define } from "./define.ts";

export function defineFiles(define: Define): void {
  define<MergeOptions & GlobalOptions>(
    "merge [targets...]",
    "write a revision that follows several heads, once they get along",
    (made) =>
      made
        .option("-m, --message <text>", "what it does")
        .option("--rev-id <id>", "the revision's id")
        .option("--branch-label <label>", "a label for what follows", collect)
        .option("--version-path <folder>", "the folder of its file, where there are several")
        .option("--splice", "merge revisions that others follow")
        .option("--force", "merge in spite of conflicts")
        .option("--no-proof", "do not apply both orders on a scratch database")
        .option("--scratch <place>", "where to: pglite, server, or the URL of an empty database")
        .option("--dry-run", "write nothing, print the file"),
    (words) => async (project, options) => (await import("../commands/merge.ts")).merge(words, options, project),
  );
  define<RebaseOptions & GlobalOptions>(
    "rebase <branch>",
    "put a branch that is not applied after another head: rewrites what its files follow",
    (made) =>
      made
        .option("--onto <target>", "what it is put after; else the only other head")
        .option("--dry-run", "write nothing, tell what would change"),
    ([branch = ""]) =>
      async (project, options) =>
        (await import("../commands/rebase.ts")).rebase(branch, options, project),
  );
  define<SquashOptions & GlobalOptions>(
    "squash <from:to>",
    "write one revision that replaces a range; databases inside the range still upgrade",
    (made) =>
      made
        .option("-m, --message <text>", "what it does")
        .option("--rev-id <id>", "the revision's id")
        .option("--dry-run", "write nothing, print the file"),
    ([range = ""]) =>
      async (project, options) =>
        (await import("../commands/squash.ts")).squash(range, options, project),
  );
  define<VerifyOptions & GlobalOptions>(
    "verify",
    "one head, every revision up, down and up again, and models that match",
    (made) =>
      made
        .option("--from <target>", "prove what comes after it")
        .option("--scratch <place>", "where: pglite, server, or the URL of an empty database")
        .option("--offline", "do not ask the database which extensions and roles it has"),
    () => async (project, options) => (await import("../commands/verify.ts")).verify(options, project),
  );
}
