/** A check that finds nothing, against pg_dump of the same database. */

import { spawnSync } from "node:child_process";
import { inTurn, ratio, type Command, type Figures } from "./measure.ts";
import { cold, onServer, projectOf, sluiceCommand, type Project } from "./project.ts";
import { goal, heading, note, show } from "./report.ts";
import type { Server } from "../../packages/test-kit/src/server.ts";

export function checkCommand({ folder }: Project, name: string): Command {
  return sluiceCommand(folder, ["check", "--json"], name);
}

/** Debian's or any other pg_dump, where it is not older than the server. */
export function pgDump(server: Server): string | null {
  const { stdout } = spawnSync("pg_dump", ["--version"], { encoding: "utf8" });
  const major = Number(/(\d+)/.exec(stdout ?? "")?.[1] ?? 0);
  return major >= server.major ? "pg_dump" : null;
}

/** Makes an index again as it was: what was remembered of the database no longer holds, and nothing differs. */
async function rebuilt({ url }: Project): Promise<void> {
  await onServer(url, (sql) =>
    sql.unsafe(
      `drop index ix_table_00000_open; create index ix_table_00000_open on table_00000 (created_at) where is_open`,
    ),
  );
}

export async function benchChecks(server: Server, sizes: readonly number[]): Promise<void> {
  heading(`a check that finds nothing to do, PostgreSQL ${server.major}`);
  const dump = pgDump(server);
  if (dump === null) note("pg_dump is not here, or older than the server: no ratios");
  const found = new Map<number, Figures>();
  for (const size of sizes) {
    const project = await projectOf(server, size);
    const commands = [
      checkCommand(project, `sluice check, ${size} tables`),
      ...(dump === null ? [] : [{ name: `pg_dump -s, ${size} tables`, program: dump, words: ["-s", project.url] }]),
    ];
    const runs = size >= 5000 ? 3 : 5;
    const [check, peer] = await inTurn(commands, runs);
    if (check === undefined) continue;
    found.set(size, check);
    const changed = {
      ...checkCommand(project, `sluice check, ${size} tables, an index rebuilt since`),
      before: () => rebuilt(project),
    };
    // Apart, or the others would find what it forgot.
    const forgetful = cold(checkCommand(project, ""), `sluice check, ${size} tables, cold`);
    const others = await inTurn([changed, forgetful], Math.min(runs, 3), 0);
    show([check, ...others, ...(peer === undefined ? [] : [peer])], peer);
    if (size === 10) goal("check of 10 tables", check.seconds, 0.4, "s");
    if (peer !== undefined && size === 1000)
      goal("check of 1,000 tables against pg_dump -s", ratio(check, peer), 1.5, "×");
    if (peer !== undefined && size === 5000)
      goal("check of 5,000 tables against pg_dump -s", ratio(check, peer), 1.2, "×");
    if (size === 5000 && check.megabytes !== null)
      goal("memory of a check of 5,000 tables", check.megabytes, 400, "MB");
  }
  const [thousand, most] = [found.get(1000), found.get(5000)];
  if (thousand !== undefined && most !== undefined) {
    goal("growth from 1,000 to 5,000 tables", most.seconds / thousand.seconds, 6, "×");
  }
}
