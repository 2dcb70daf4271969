/** Thousands of revision files: whole processes that look at them, and the runner's start. */

import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { migrationText } from "../graph-stories/files.ts";
import { inTurn, type Command, type Figures } from "./measure.ts";
import { ROOT, SLUICE, WORK } from "./project.ts";
import { goal, heading, show } from "./report.ts";
import type { Server } from "../../packages/test-kit/src/server.ts";

function lineOfRevisions(count: number, server: Server): string {
  const folder = join(WORK, `revisions-${count}`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, "migrations"), { recursive: true });
  for (let number = 0; number < count; number += 1) {
    const revision = {
      id: `r${number}`,
      downRevisions: number === 0 ? [] : [`r${number - 1}`],
      dependsOn: [],
      branchLabels: [],
      message: `change ${number}`,
      createdAt: null,
      path: "",
      checksum: "",
    };
    writeFileSync(join(folder, "migrations", `${String(number).padStart(6, "0")}.ts`), migrationText(revision));
  }
  writeFileSync(
    join(folder, "sluice.config.ts"),
    `export default { schema: "./schema.ts", database: ${JSON.stringify(server.url)}, ledger: { schema: "bench_revisions" } };\n`,
  );
  return folder;
}

export async function benchRevisions(server: Server, count: number): Promise<void> {
  heading(`${count} revision files`);
  const cwd = lineOfRevisions(count, server);
  const sluice = (...words: readonly string[]): Command => ({
    name: `sluice ${words.join(" ")}`,
    program: process.execPath,
    words: [SLUICE, ...words],
    cwd,
  });
  const runner = join(ROOT, "packages/runner/dist/index.mjs");
  const start: Command = {
    name: "import of @sluice/runner",
    program: process.execPath,
    words: ["--input-type=module", "-e", `import ${JSON.stringify(runner)}`],
  };
  await inTurn([sluice("stamp", "head")], 1, 0);
  const found = await inTurn([sluice("current"), sluice("history"), start], 5);
  const [current, history, started] = found;
  const isWhole = (figures: Figures | undefined): figures is Figures => figures !== undefined;
  if (!isWhole(current) || !isWhole(history) || !isWhole(started)) return;
  show(found);
  goal(`current over ${count} files`, current.seconds, 0.5, "s");
  goal(`history over ${count} files`, history.seconds, 0.5, "s");
  goal("start of the runner", started.seconds, 0.15, "s");
}
