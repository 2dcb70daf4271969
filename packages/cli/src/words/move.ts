/** Commands that move a database along its revisions, or tell what a move would do. */

import { Option } from "commander";
import type { GlobalOptions } from "../context.ts";
import type { MoveOptions, PlanOptions, StampOptions } from "../commands/move.ts";
import type { FleetCommandOptions } from "../commands/fleet.ts";
import { collect, type Define } from "./define.ts";

const commands = async (): Promise<typeof import("../commands/move.ts")> => import("../commands/move.ts");

function transactionOption(): Option {
  return new Option("--transaction <scope>", "what commits together: each revision, the whole run, or each statement")
    .choices(["revision", "all", "none"])
    .default("revision");
}

function driftOption(): Option {
  return new Option("--drift <how>", "what becomes of things that were changed by hand since the last run").choices([
    "tell",
    "refuse",
    "ignore",
  ]);
}

export function defineMoves(define: Define): void {
  define<MoveOptions & FleetCommandOptions & GlobalOptions>(
    "upgrade [targets...]",
    "apply revisions: head, heads, +1, an id, label@head",
    (made) =>
      made
        .option("--sql", "print SQL (of targets from base, or of from:to), ask no database")
        .option("--idempotent", "with --sql: each revision asks the ledger whether it is to run")
        .option("--allow-edited", "go on where applied files were edited")
        .option("--all", "every tenant of the configuration, each with its own ledger")
        .option("--tenants <file>", "with --all: a JSON list of { name, database } or { name, schema }")
        .option("--tenants-query <sql>", "with --all: a query on the database that gives name and database or schema")
        .option("--concurrency <n>", "with --all: tenants at a time (4)")
        .option("--canary <n>", "with --all: tenants that go first, one at a time (1)")
        .option("--wave <n>", "with --all: how many tenants the next wave has; may be given again", collect)
        .option("--max-failures <n>", "with --all: failed tenants after which no other begins (0)")
        .option("--report <file>", "with --all: write the result as JSON")
        .option("--retry-failed <file>", "with --all: only tenants that failed or were not begun in a report")
        .addOption(driftOption())
        .addOption(transactionOption()),
    (words) => async (project, options) => {
      if (options.all !== true) return (await commands()).upgrade(words, options, project);
      const { upgradeAll } = await import("../commands/fleet.ts");
      return upgradeAll(words, options, project);
    },
  );
  define<MoveOptions & GlobalOptions>(
    "downgrade <target>",
    "take revisions back: base, -1, an id, label@base",
    (made) =>
      made
        .option("--sql", "print SQL (of from:to), ask no database")
        .option("--idempotent", "with --sql: each revision asks the ledger whether it is to run")
        .option("--allow-edited", "go on where applied files were edited")
        .addOption(driftOption())
        .addOption(transactionOption()),
    ([to = ""]) =>
      async (project, options) =>
        (await commands()).downgrade(to, options, project),
  );
  define<MoveOptions & GlobalOptions>(
    "redo [target]",
    "take revisions back and apply them again: -1, or an id with all that follows it",
    (made) => made.option("--allow-edited", "go on where applied files below were edited").addOption(driftOption()),
    ([to = "-1"]) =>
      async (project, options) =>
        (await commands()).redo(to, options, project),
  );
  define<PlanOptions & GlobalOptions>(
    "plan [targets...]",
    "what an upgrade would run: SQL, transactions, locks, hazards",
    (made) => made.option("--down", "what a downgrade to the target would run"),
    (words) => async (project, options) => (await commands()).plan(words, options, project),
  );
  define<StampOptions & GlobalOptions>(
    "stamp <targets...>",
    "enter revisions in the ledger without running them",
    (made) =>
      made
        .option("--purge", "empty the ledger first")
        .option("--sql", "print SQL (of targets from an empty ledger, or of from:to), ask no database"),
    (words) => async (project, options) => (await commands()).stamp(words, options, project),
  );
  define<{ readonly sql?: boolean } & GlobalOptions>(
    "ensure-version",
    "make the ledger where it is missing, and nothing else",
    (made) => made.alias("ensure_version").option("--sql", "print SQL, ask no database"),
    () => async (project, options) => (await commands()).ensureVersion(options, project),
  );
}
