/** A comparison that finds nothing to do, beside other tools' comparisons of the same tables. */

import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { checkCommand } from "./check.ts";
import { inTurn, type Command } from "./measure.ts";
import { hasPeer, PEERS } from "./peers.ts";
import { projectOf, ROOT, type Project } from "./project.ts";
import { heading, note, show } from "./report.ts";
import type { Server } from "../../packages/test-kit/src/server.ts";

function drizzlePush({ folder, url }: Project): Command {
  writeFileSync(
    join(folder, "drizzle.config.ts"),
    `export default { dialect: "postgresql", schema: "./schema.ts", dbCredentials: { url: ${JSON.stringify(url)} } };\n`,
  );
  const words = [join(ROOT, "node_modules/drizzle-kit/bin.cjs"), "push", "--config", "drizzle.config.ts"];
  return { name: "drizzle-kit push", program: process.execPath, words, cwd: folder };
}

function mikroDiff({ url }: Project, tables: number): Command {
  const words = [join(PEERS, "mikro-orm-diff.mjs"), url, String(tables)];
  return { name: "MikroORM, getUpdateSchemaSQL", program: process.execPath, words };
}

/** Says what a peer takes for a difference: it then does more than one that finds none. */
function noteFindings({ name, program, words, cwd }: Command, isNone: RegExp): void {
  const { stdout, stderr } = spawnSync(program, words, { cwd, encoding: "utf8" });
  if (!isNone.test(stdout + stderr)) note(`${name} finds differences here`);
}

export async function benchDiffs(server: Server, tables: number): Promise<void> {
  heading(`nothing to do at ${tables} tables, beside other tools`);
  const project = await projectOf(server, tables);
  const push = drizzlePush(project);
  const diff = mikroDiff(project, tables);
  const hasMikro = hasPeer("@mikro-orm/postgresql");
  noteFindings(push, /No changes detected/);
  if (hasMikro) noteFindings(diff, /^0 statements$/m);
  else note("MikroORM is not installed: `pnpm bench peers` does it");
  note("Prisma is left out: its package downloads an engine before it can compare");
  const found = await inTurn([checkCommand(project, "sluice check"), push, ...(hasMikro ? [diff] : [])], 3, 0);
  show(found, found[0]);
}
