/** How soon the runner, as built, is there in an app that imports it. */

import { join } from "node:path";
import { inTurn } from "./measure.ts";
import { ROOT } from "./project.ts";
import { goal, heading, show } from "./report.ts";

export async function benchStart(): Promise<void> {
  heading("the runner's start");
  const script = (name: string, text: string) => ({
    name,
    program: process.execPath,
    words: ["--input-type=module", "-e", text],
  });
  const runner = join(ROOT, "packages/runner/dist/index.mjs");
  const commands = [
    script("node -e 'import runner'", `import ${JSON.stringify(runner)}`),
    script("node -e ''", "export {}"),
  ];
  const found = await inTurn(commands, 9);
  const [started, bare] = found;
  show(found, bare);
  if (started !== undefined) goal("start of the runner, Node's own included", started.seconds, 0.15, "s");
}
