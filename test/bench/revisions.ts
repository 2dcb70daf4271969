/** Thousands of revision files: whole processes that look at them, and the runner's start. */

import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { migrationText } from "../graph-stories/files.ts";
import { loadRevisions } from "../../packages/runner/src/revisions/load.ts";
import { revisionGraph } from "../../packages/runner/src/revisions/graph.ts";
import { upgradePath } from "../../packages/runner/src/revisions/path.ts";
import { inTurn, median } from "./measure.ts";
import { sluiceCommand, WORK } from "./project.ts";
import { goal, heading, note, show } from "./report.ts";
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

/** Milliseconds of planning the way from nothing to the head, the files' metadata read before. */
async function planning(cwd: string): Promise<number> {
  const list = await loadRevisions(join(cwd, "migrations"));
  const times = Array.from({ length: 5 }, () => {
    const start = performance.now();
    upgradePath(revisionGraph(list), new Set(), ["head"]);
    return performance.now() - start;
  });
  return median(times);
}

export async function benchRevisions(server: Server, count: number): Promise<void> {
  heading(`${count} revision files`);
  const cwd = lineOfRevisions(count, server);
  await inTurn([sluiceCommand(cwd, ["stamp", "head"])], 1, 0);
  const found = await inTurn([sluiceCommand(cwd, ["current"]), sluiceCommand(cwd, ["history"])], 5);
  show(found);
  const [current, history] = found;
  const milliseconds = await planning(cwd);
  note(`a path over all of them is planned in ${milliseconds.toFixed(1)} ms`);
  if (current !== undefined) goal(`current over ${count} files`, current.seconds, 0.5, "s");
  if (history !== undefined) goal(`history over ${count} files`, history.seconds, 0.5, "s");
  goal(`planning a path over ${count} revisions`, milliseconds, 50, "ms");
}
