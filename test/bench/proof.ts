/** What the proof of a migration adds to writing it: both directions on a scratch database. */

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { inTurn, median } from "./measure.ts";
import { freshDatabase, projectOf, sluiceCommand, writeConfig } from "./project.ts";
import { goal, heading, show } from "./report.ts";
import type { Server } from "../../packages/test-kit/src/server.ts";

async function benchProof(what: string, folder: string): Promise<void> {
  const gen = (name: string, ...words: readonly string[]) =>
    sluiceCommand(folder, ["gen", "a change", "--dry-run", ...words], `${what}, ${name}`);
  const found = await inTurn([gen("proved"), gen("not proved", "--no-proof")], 5);
  const [proved, unproved] = found;
  show(found, unproved);
  const pairs = (proved?.runs ?? []).map(
    ({ seconds }, round) => seconds - (unproved?.runs[round]?.seconds ?? Number.NaN),
  );
  goal(`the proof of ${what}`, median(pairs), 3, "s");
}

export async function benchProofs(server: Server, tables: number): Promise<void> {
  heading(`gen --dry-run at ${tables} tables, with and without its proof`);
  const { folder } = await projectOf(server, tables);
  const schema = join(folder, "schema.ts");
  writeFileSync(
    schema,
    readFileSync(schema, "utf8").replace('note: text("note"),', 'note: text("note"), extra: text("extra"),'),
  );
  await benchProof(`a column in ${tables} tables`, folder);
  writeConfig(folder, await freshDatabase(server, "bench_proof"));
  await benchProof(`a first migration of ${tables} tables`, folder);
}
