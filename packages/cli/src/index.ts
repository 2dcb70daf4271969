/** The sluice command. */

import { CommanderError } from "commander";
import { fail, tell } from "./output.ts";
import { program } from "./program.ts";
import { hideRelativeTargets } from "./words/define.ts";

/**
 * Runs a command line.
 *
 * @param argv the words after the command's name. The exit code is set: 0 done or in sync, 1 the answer is no, 2 it could not be done.
 */
export async function main(argv: readonly string[]): Promise<void> {
  try {
    await program().parseAsync(hideRelativeTargets(argv), { from: "user" });
  } catch (cause) {
    if (cause instanceof CommanderError) {
      // Help and version are answers; anything else that commander throws is a wrong word, which it has told already.
      process.exitCode = cause.exitCode === 0 ? 0 : 2;
      if (argv.includes("--json") && cause.exitCode !== 0) fail(Object.assign(cause, {}), true);
      if (cause.exitCode !== 0) process.exitCode = 2;
      if (cause.code === "commander.help") tell("");
      return;
    }
    fail(cause, argv.includes("--json"));
  }
}
