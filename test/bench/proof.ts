/** What the proof adds to `gen` at 100 tables, of which one gets a column. */

import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { inTurn } from "./measure.ts";
import { projectOf, SLUICE } from "./project.ts";
import { goal, heading, note, show } from "./report.ts";
import type { Server } from "../../packages/test-kit/src/server.ts";

export async function benchProof(server: Server): Promise<void> {
  heading("gen at 100 tables, with and without its proof");
  const { folder } = await projectOf(server, 100);
  const schema = join(folder, "schema.ts");
  writeFileSync(
    schema,
    readFileSync(schema, "utf8").replace('note: text("note"),', 'note: text("note"), more: text("more"),'),
  );
  appendFileSync(schema, "\n");
  const gen = { program: process.execPath, cwd: folder };
  const words = [SLUICE, "gen", "more", "--dry-run", "--json"];
  const [proved, plain] = await inTurn(
    [
      { name: "gen --dry-run", ...gen, words },
      { name: "gen --dry-run --no-proof", ...gen, words: [...words, "--no-proof"] },
    ],
    5,
  );
  if (proved === undefined || plain === undefined) return;
  show([proved, plain], plain);
  note(`the proof takes ${(proved.seconds - plain.seconds).toFixed(2)} s`);
  goal("the proof at 100 tables", proved.seconds - plain.seconds, 3, "s");
}
