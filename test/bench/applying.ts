/** 200 small migrations on an empty database, a transaction each with its ledger row, against psql over the same SQL. */

import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { inTurn, median } from "./measure.ts";
import { freshDatabase, freshFolder, ROOT, SLUICE, writeConfig } from "./project.ts";
import { goal, heading, note, show } from "./report.ts";
import type { Server } from "../../packages/test-kit/src/server.ts";

const COUNT = 200;
const RUNS = 5;

function idOf(number: number): string {
  return `a${String(number).padStart(11, "0")}`;
}

function writeMigrations(folder: string): void {
  for (let number = 0; number < COUNT; number += 1) {
    const below = number === 0 ? "null" : JSON.stringify(idOf(number - 1));
    writeFileSync(
      join(folder, "migrations", `${String(number).padStart(4, "0")}.ts`),
      `/**\n * step ${number}\n *\n * Create Date: ${new Date(1.7e12 + number * 1000).toISOString()}\n */
import { type Operations } from "@sluice/runner";
export const revision = "${idOf(number)}";
export const downRevision = ${below};
export const branchLabels = null;
export const dependsOn = null;
export function upgrade(op: Operations): void {
  op.createTable({ name: "t${number}", columns: [{ name: "id", type: "integer", notNull: true }, { name: "note", type: "text" }] });
}
export function downgrade(op: Operations): void {
  op.dropTable({ name: "t${number}" });
}
`,
    );
  }
}

export async function benchApplying(server: Server): Promise<void> {
  heading(`${COUNT} small migrations on an empty database`);
  // What is measured is what was built.
  const built = (await import(join(ROOT, "packages/runner/dist/index.mjs"))) as typeof import("@sluice/runner");
  const { createRunner } = built;
  const folder = freshFolder("applying");
  writeMigrations(folder);
  const migrations = join(folder, "migrations");
  const hasPsql = spawnSync("psql", ["--version"]).status === 0;
  const printed = createRunner({ database: server.url, migrations });
  writeFileSync(join(folder, "all.sql"), await printed.sql("head"));
  await printed.close();
  const ratios: number[] = [];
  const applying: number[] = [];
  for (let round = 0; round <= RUNS; round += 1) {
    const runner = createRunner({ database: await freshDatabase(server, "bench_apply"), migrations });
    const loading = performance.now();
    await runner.plan("head");
    const loaded = performance.now() - loading;
    const start = performance.now();
    await runner.upgrade();
    // Loading the files is counted apart: the plan has just loaded the same ones.
    const seconds = Math.max(0, performance.now() - start - loaded) / 1000;
    await runner.close();
    if (round > 0) applying.push(seconds);
    if (!hasPsql) continue;
    const url = await freshDatabase(server, "bench_psql");
    const from = performance.now();
    const { status, stderr } = spawnSync("psql", ["-q", "-v", "ON_ERROR_STOP=1", "-f", join(folder, "all.sql"), url], {
      encoding: "utf8",
    });
    if (status !== 0) throw new Error(`psql: ${stderr}`);
    if (round > 0) ratios.push(seconds / ((performance.now() - from) / 1000));
  }
  note(`applying, files loaded: ${median(applying).toFixed(3)} s`);
  if (hasPsql) goal("applying 200 migrations against psql -f", median(ratios), 2.5, "×");
  else note("psql is not here: no ratio");
  const url = await freshDatabase(server, "bench_process");
  writeConfig(folder, url);
  const [whole] = await inTurn(
    [
      {
        name: "sluice upgrade head, whole process",
        program: process.execPath,
        words: [SLUICE, "upgrade", "head", "--json"],
        cwd: folder,
        before: async () => void (await freshDatabase(server, "bench_process")),
      },
    ],
    RUNS,
  );
  if (whole !== undefined) show([whole]);
}
