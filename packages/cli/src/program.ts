/** The command line: what there is to say, and what each word calls. Commands are loaded when they are called. */

import { Command, Option } from "commander";
import { VERSION } from "@sluice/runner";
import type { GlobalOptions } from "./context.ts";
import type { AdoptCommandOptions } from "./commands/adopt.ts";
import type { GenOptions } from "./commands/gen.ts";
import type { InitOptions } from "./commands/init.ts";
import type { ProveOptions } from "./commands/prove.ts";
import { answer } from "./output.ts";
import { collect, definer, globals, plain, type Work } from "./words/define.ts";
import { defineFiles } from "./words/files.ts";
import { defineLooks } from "./words/look.ts";
import { defineMoves } from "./words/move.ts";

export function program(): Command {
  const root = new Command("sluice")
    .description("Reviewable PostgreSQL migrations from Drizzle models.")
    .version(VERSION)
    .exitOverride()
    .showHelpAfterError();
  const define = definer(root);
  const genOptions = (made: Command): Command =>
    made
      .option("--empty", "write a revision to fill in by hand; asks no database")
      .option("--dry-run", "write nothing, print the file")
      .option("--rev-id <id>", "the revision's id")
      .option("--head <target>", "what it follows: an id, label@head, base; several for a merge", collect)
      .option("--splice", "begin a new branch at a revision that others follow")
      .option("--branch-label <label>", "the label of the branch that it begins", collect)
      .option("--depends-on <target>", "a revision of another branch that must be applied before it", collect)
      .option("--version-path <folder>", "the folder of its file, where there are several")
      .option("--rename <kind:from=to>", "decide a rename: table:users=accounts, column:users.name=full_name", collect)
      .option("--no-renames", "take nothing for a rename: drop and create")
      .option("--allow-mass-drop", "go on where more than half of the tables would be dropped")
      .option("--using <table.column=expression>", "how values become ones of a new type", collect)
      .option("--down-using <table.column=expression>", "the same for the way back", collect)
      .addOption(
        new Option(
          "--locks <how>",
          "brief: none is held while a table in use is read; plain: a revision commits as a whole",
        ).choices(["brief", "plain"]),
      )
      .option("--no-proof", "write the file without proving it on a scratch database")
      .option("--scratch <place>", "where to prove it: pglite, server, or the URL of an empty database");
  const generate =
    ([message = ""]: readonly string[]): Work<GenOptions & GlobalOptions> =>
    async (project, options) => {
      const [{ gen }, { askRenames }] = await Promise.all([import("./commands/gen.ts"), import("./ask.ts")]);
      return gen(message, options, project, options.json === true ? () => Promise.resolve(null) : askRenames);
    };

  globals(root.command("init").description("set a project up"))
    .option("--from-database", "begin with what the database has: a first revision that makes it, entered as applied")
    .option("--pull", "with --from-database: let drizzle-kit write schema.ts from the database")
    .option(
      "--no-proof",
      "with --from-database: write the revision without making it from nothing on a scratch database",
    )
    .option("--scratch <place>", "where to make it: pglite, server, or the URL of an empty database")
    .action(async (...given: unknown[]) => {
      const { init, initFromDatabase } = await import("./commands/init.ts");
      const made = given.at(-1);
      const options = made instanceof Command ? made.opts<GlobalOptions & InitOptions>() : {};
      answer(
        options.fromDatabase === true ? await initFromDatabase(process.cwd(), options) : init(process.cwd()),
        options,
      );
    });
  define<GenOptions & GlobalOptions>(
    "gen [message]",
    "write the migration from the database to the models",
    (made) => genOptions(made).option("-m, --message <text>", "what it does"),
    ([message]) =>
      (project, options) =>
        generate([message ?? options.message ?? ""])(project, options),
  );
  define<GenOptions & GlobalOptions>(
    "revision [message]",
    "write an empty revision; with --autogenerate, the same as gen",
    (made) =>
      genOptions(made)
        .option("-m, --message <text>", "what it does")
        .option("--autogenerate", "compare with the models"),
    ([message]) =>
      (project, options) =>
        generate([message ?? options.message ?? ""])(
          project,
          "autogenerate" in options ? options : { ...options, empty: true },
        ),
  );
  define<GlobalOptions>(
    "check",
    "does the database match its models, and has it every revision?",
    plain,
    () => async (project) => {
      const { checkCommand } = await import("./commands/check.ts");
      return checkCommand(project);
    },
  );
  define<ProveOptions & GlobalOptions>(
    "prove [range]",
    "each revision up, down and up again on a scratch database: id or from:to; all of them by default",
    (made) =>
      made
        .option("--seed <file>", "SQL that puts rows in first")
        .option("--scratch <place>", "pglite, server, or the URL of an empty database"),
    ([range]) =>
      async (project, options) => {
        const { prove } = await import("./commands/prove.ts");
        return prove(range, options, project);
      },
  );
  define<AdoptCommandOptions & GlobalOptions>(
    "adopt [folder]",
    "take over the migrations that drizzle-kit wrote, and what its migrator applied",
    (made) =>
      made
        .option("--baseline", "one revision that makes all that the database has, instead of its history")
        .option("--no-proof", "with --baseline: write it without making it from nothing on a scratch database")
        .option("--scratch <place>", "where to make it: pglite, server, or the URL of an empty database")
        .option("--drizzle-table <schema.table>", "where drizzle's migrator keeps what is applied"),
    ([folder]) =>
      async (project, options) => {
        const { adoptCommand } = await import("./commands/adopt.ts");
        return adoptCommand(folder, options, project);
      },
  );
  defineMoves(define);
  defineLooks(define);
  defineFiles(define);
  return root;
}
