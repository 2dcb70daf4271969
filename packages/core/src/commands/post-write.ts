/** Commands that a written file is handed to: formatters, linters. They run without a shell. */

import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { messageOf, sluiceError } from "@sluice/runner";

const run = promisify(execFile);

/** A program and its arguments; `{path}` is the file's path, which otherwise comes last. @example ["npx", "prettier", "--write"] */
export type PostWriteCommand = readonly string[];

/** A program's exit code, or the system's code where it could not be started. */
function exitOf(cause: unknown): unknown {
  return typeof cause === "object" && cause !== null && "code" in cause ? cause.code : null;
}

/**
 * Hands a written file to each command, one after the other.
 *
 * @param folder where they run.
 * @throws POST_WRITE_FAILED where one fails; the file stays as it is by then.
 */
export async function postWrite(
  path: string,
  commands: readonly PostWriteCommand[] | undefined,
  folder: string | undefined,
): Promise<void> {
  for (const command of commands ?? []) {
    const told = command.some((part) => part.includes("{path}")) ? command : [...command, "{path}"];
    const [program = "", ...parts] = told.map((part) => part.replaceAll("{path}", () => path));
    try {
      await run(program, parts, folder === undefined ? {} : { cwd: folder });
    } catch (cause) {
      throw sluiceError(
        "POST_WRITE_FAILED",
        `${path} is written, but ${command.join(" ")} failed: ${messageOf(cause)}`,
        {
          hint: "Run the command by hand, or correct postWrite in the configuration.",
          details: { path, command, exit: exitOf(cause) },
          cause,
        },
      );
    }
  }
}
