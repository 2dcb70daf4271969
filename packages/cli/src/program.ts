/** The command line: what there is to say, and what each word calls. Commands are loaded when they are called. */

import { Command, Option } from "commander";
import { VERSION } from "@sluice/runner";
import type { Answer, GlobalOptions, Project } from "./context.ts";
import type { GenOptions } from "./commands/gen.ts";
import type { MoveOptions } from "./commands/run.ts";
import { answer } from "./output.ts";
import { projectOf } from "./project.ts";

type Work<O> = (project: Project, options: O) => Promise<Answer>;

function collect(value: string, known: readonly string[] | undefined): readonly string[] {
  return [...(known ?? []), value];
}

/** A relative target looks like an option to a parser: it is hidden from it behind a word that no target begins with. */
const HIDDEN = "\u0001";

export function hideRelativeTargets(argv: readonly string[]): readonly string[] {
  return argv.map((word) => (/^-\d/.test(word) ? `${HIDDEN}${word}` : word));
}

function target(word: string): string {
  return word.startsWith(HIDDEN) ? word.slice(HIDDEN.length) : word;
}

export function program(): Command {
  const root = new Command("sluice")
    .description("Reviewable PostgreSQL migrations from Drizzle models.")
    .version(VERSION)
    .exitOverride()
    .showHelpAfterError();
  const globals = (command: Command): Command =>
    command
      .addOption(new Option("--json", "print one JSON document"))
      .addOption(new Option("--config <file>", "the configuration file"))
      .addOption(new Option("--database <url>", "postgres://… or pglite:<folder>"));
  const command = <O extends GlobalOptions>(
    name: string,
    description: string,
    withOptions: (command: Command) => Command,
    work: (words: readonly string[]) => Work<O>,
  ): void => {
    const made = withOptions(globals(root.command(name).description(description)));
    made.action(async (...given: unknown[]) => {
      const words = given
        .slice(0, -2)
        .flat()
        .filter((word): word is string => typeof word === "string")
        .map(target);
      const options = made.opts<O>();
      const project = await projectOf(options);
      answer(await work(words)(project, options), options);
    });
  };
  const plain = (made: Command): Command => made;
  const genOptions = (made: Command): Command =>
    made
      .option("--empty", "write a revision to fill in by hand; asks no database")
      .option("--dry-run", "write nothing, print the file")
      .option("--rev-id <id>", "the revision's id")
      .option("--rename <kind:from=to>", "decide a rename: table:users=accounts, column:users.name=full_name", collect)
      .option("--no-renames", "take nothing for a rename: drop and create")
      .option("--allow-mass-drop", "go on where more than half of the tables would be dropped")
      .option("--using <table.column=expression>", "how values become ones of a new type", collect)
      .option("--down-using <table.column=expression>", "the same for the way back", collect);
  const generate =
    ([message = ""]: readonly string[]): Work<GenOptions & GlobalOptions> =>
    async (project, options) => {
      const [{ gen }, { askRenames }] = await Promise.all([import("./commands/gen.ts"), import("./ask.ts")]);
      return gen(message, options, project, options.json === true ? () => Promise.resolve(null) : askRenames);
    };

  globals(root.command("init").description("set a project up")).action(async (...given: unknown[]) => {
    const { init } = await import("./commands/init.ts");
    const made = given.at(-1);
    const options = made instanceof Command ? made.opts<GlobalOptions>() : {};
    answer(init(process.cwd()), options);
  });
  command<GenOptions & GlobalOptions>(
    "gen <message>",
    "write the migration from the database to the models",
    genOptions,
    generate,
  );
  command<GenOptions & GlobalOptions>(
    "revision <message>",
    "write an empty revision; with --autogenerate, the same as gen",
    (made) => genOptions(made).option("--autogenerate", "compare with the models"),
    (words) => (project, options) =>
      generate(words)(project, "autogenerate" in options ? options : { ...options, empty: true }),
  );
  command<GlobalOptions>(
    "check",
    "does the database match its models, and has it every revision?",
    plain,
    () => async (project) => {
      const { checkCommand } = await import("./commands/check.ts");
      return checkCommand(project);
    },
  );
  const moveOptions = (made: Command): Command =>
    made
      .option("--sql", "print SQL, ask no database")
      .option("--allow-edited", "go on where applied files were edited");
  const runner = async (): Promise<typeof import("./commands/run.ts")> => import("./commands/run.ts");
  command<MoveOptions & GlobalOptions>(
    "upgrade [targets...]",
    "apply revisions: head, heads, +1, an id, label@head",
    moveOptions,
    (words) => async (project, options) => (await runner()).upgrade(words, options, project),
  );
  command<MoveOptions & GlobalOptions>(
    "downgrade <target>",
    "take revisions back: base, -1, an id",
    moveOptions,
    ([to = ""]) =>
      async (project, options) =>
        (await runner()).downgrade(to, options, project),
  );
  command<{ readonly purge?: boolean } & GlobalOptions>(
    "stamp <targets...>",
    "enter revisions in the ledger without running them",
    (made) => made.option("--purge", "empty the ledger first"),
    (words) => async (project, options) => (await runner()).stamp(words, options, project),
  );
  command<{ readonly checkHeads?: boolean } & GlobalOptions>(
    "current",
    "what is applied",
    (made) => made.option("--check-heads", "exit 1 unless every head is applied"),
    () => async (project, options) => (await runner()).current(options, project),
  );
  command<{ readonly range?: string; readonly verbose?: boolean } & GlobalOptions>(
    "history",
    "the revisions, newest first",
    (made) =>
      made
        .option("-r, --range <from:to>", "between two ends, both included", target)
        .option("-v, --verbose", "with dates and files"),
    () => async (project, options) => (await runner()).history(options, project),
  );
  command<GlobalOptions>(
    "heads",
    "revisions that nothing follows",
    plain,
    () => async (project) => (await runner()).heads(project),
  );
  command<GlobalOptions>(
    "branches",
    "revisions that several follow",
    plain,
    () => async (project) => (await runner()).branches(project),
  );
  command<GlobalOptions>(
    "show <target>",
    "one revision",
    plain,
    ([which = "head"]) =>
      async (project) =>
        (await runner()).show(which, project),
  );
  command<GlobalOptions>(
    "status",
    "applied, pending, missing and edited revisions",
    plain,
    () => async (project) => (await runner()).status(project),
  );
  return root;
}
