/** How a command is put together: its options, the project it works on, and its answer. */

import { Option, type Command } from "commander";
import type { Answer, GlobalOptions, Project } from "../context.ts";
import { answer } from "../output.ts";
import { projectOf } from "../project.ts";

export type Work<O> = (project: Project, options: O) => Promise<Answer>;

/** Adds a command to the program. */
export type Define = <O extends GlobalOptions>(
  name: string,
  description: string,
  withOptions: (command: Command) => Command,
  work: (words: readonly string[]) => Work<O>,
) => void;

export function collect(value: string, known: readonly string[] | undefined): readonly string[] {
  return [...(known ?? []), value];
}

/** A relative target looks like an option to a parser: it is hidden from it behind a word that no target begins with. */
const HIDDEN = "\u0001";

export function hideRelativeTargets(argv: readonly string[]): readonly string[] {
  return argv.map((word) => (/^-\d/.test(word) ? `${HIDDEN}${word}` : word));
}

/** A word as it was typed. `-r=-3:current` gives an option's value with the sign that stands before it. */
export function target(word: string): string {
  const shown = word.startsWith("=") ? word.slice(1) : word;
  return shown.startsWith(HIDDEN) ? shown.slice(HIDDEN.length) : shown;
}

export function plain(made: Command): Command {
  return made;
}

/** The options of every command. */
export function globals(command: Command): Command {
  return command
    .addOption(new Option("--json", "print one JSON document"))
    .addOption(new Option("--config <file>", "the configuration file"))
    .addOption(new Option("--database <url>", "postgres://… or pglite:<folder>"))
    .option("-x, --arg <key=value>", "what a configuration that is a function is told", collect);
}

export function definer(root: Command): Define {
  return <O extends GlobalOptions>(
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
}
