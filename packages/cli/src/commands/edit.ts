/** `edit`: opens the files of revisions in the person's editor. */

import { spawn } from "node:child_process";
import { sluiceError } from "@sluice/runner";
import type { Answer, Project } from "../context.ts";
import { withRunner } from "../with-runner.ts";

/** Runs an editor's command line, which may hold options of its own (`code --wait`), over files. */
function opened(editor: string, paths: readonly string[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const child =
      process.platform === "win32"
        ? spawn(`${editor} ${paths.map((path) => `"${path}"`).join(" ")}`, { stdio: "inherit", shell: true })
        : spawn("sh", ["-c", `${editor} "$@"`, "sh", ...paths], { stdio: "inherit" });
    child.once("error", reject);
    child.once("exit", (code) => resolve(code ?? 1));
  });
}

export async function edit(target: string, project: Project): Promise<Answer> {
  const editor = [process.env["VISUAL"], process.env["EDITOR"]].find((name) => name !== undefined && name !== "");
  if (editor === undefined) {
    throw sluiceError("USAGE", "no editor is known", { hint: 'Set EDITOR, for example EDITOR="code --wait".' });
  }
  const entries = await withRunner(project, false, (runner) => runner.show(target));
  const paths = entries.map(({ path }) => path);
  const code = await opened(editor, paths);
  if (code !== 0) {
    throw sluiceError("USAGE", `${editor} ended with code ${code}`, {
      hint: "Set EDITOR to an editor that runs here.",
    });
  }
  return { json: { paths }, text: "" };
}
