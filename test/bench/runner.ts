/** Small migrations on an empty database: the applying itself against psql, and whole processes against other runners. */

import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { inTurn, median, once, ratio, type Command } from "./measure.ts";
import { hasPeer, hasProgram, PEERS } from "./peers.ts";
import { freshDatabase, onServer, ROOT, sluiceCommand, WORK, writeConfig } from "./project.ts";
import { messageOf } from "../../packages/runner/src/errors/message-of.ts";
import { goal, heading, note, show } from "./report.ts";
import { writeMigrations, FORMATS, type Format } from "./small-migrations.ts";
import type { Server } from "../../packages/test-kit/src/server.ts";

const FOLDER = join(WORK, "runner");
const DATABASE = "bench_runner";
const BUILT = join(ROOT, "packages/runner/dist/index.mjs");

type RunnerPackage = typeof import("@sluice/runner");

/** The runner as it is published. */
async function builtRunner(): Promise<RunnerPackage> {
  // It is built from that package's sources.
  return (await import(BUILT)) as RunnerPackage;
}

async function secondsOf(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}

async function loaded({ loadRevisions, loadMigration }: RunnerPackage, migrations: string): Promise<void> {
  await Promise.all((await loadRevisions(migrations)).map(loadMigration));
}

/** The runner in this process: a whole upgrade, and how much of it is loading the files. */
async function upgraded(
  built: RunnerPackage,
  url: string,
  migrations: string,
): Promise<{ readonly loading: number; readonly all: number }> {
  // Loaded twice: what the upgrade finds warm is taken off as it is when it is warm.
  await loaded(built, migrations);
  const loading = await secondsOf(() => loaded(built, migrations));
  const runner = built.createRunner({ database: url, migrations });
  const all = await secondsOf(() => runner.upgrade());
  await runner.close();
  return { loading, all };
}

async function benchApplying(server: Server, count: number): Promise<void> {
  const migrations = join(FOLDER, "sluice");
  const script = join(FOLDER, "all.sql");
  const built = await builtRunner();
  const offline = built.createRunner({ database: server.url, migrations });
  // What a script asks of a database that it was printed for is no part of what both do.
  const blocks = (await offline.sql("head")).split("\n\n").filter((block) => !block.startsWith("DO $sluice$"));
  writeFileSync(script, blocks.join("\n\n"));
  await offline.close();
  const hasPsql = hasProgram("psql");
  if (!hasPsql) note("psql is not here: no ratio");
  const rounds: { readonly loading: number; readonly applying: number; readonly psql: number }[] = [];
  for (let round = -1; round < 5; round += 1) {
    const url = await freshDatabase(server, DATABASE);
    const { loading, all } = await upgraded(built, url, migrations);
    await freshDatabase(server, DATABASE);
    const words = ["-X", "-q", "-v", "ON_ERROR_STOP=1", "-f", script, url];
    const psql = hasPsql ? (await once({ name: "psql -f", program: "psql", words })).seconds : Number.NaN;
    if (round >= 0) rounds.push({ loading, applying: all - loading, psql });
  }
  const seconds = (key: "loading" | "applying" | "psql"): number => median(rounds.map((each) => each[key]));
  note(`loading the files ${seconds("loading").toFixed(3)} s, applying them ${seconds("applying").toFixed(3)} s`);
  if (!hasPsql) return;
  note(`psql -f over the same SQL, in the same transactions ${seconds("psql").toFixed(3)} s`);
  const against = median(rounds.map(({ applying, psql }) => applying / psql));
  goal(`applying ${count} migrations against psql -f`, against, 2.5, "×");
}

/** What each peer asks for beside what Sluice has itself. */
const NEEDS: Readonly<Record<Exclude<Format, "sluice" | "alembic">, string | null>> = {
  drizzle: null,
  "node-pg-migrate": "node-pg-migrate",
  umzug: "umzug",
  typeorm: "typeorm",
};

/** Whether a command that needs more than its program has all of it; else its last words are told. */
async function runs(command: Command): Promise<boolean> {
  try {
    await once(command);
    return true;
  } catch (cause) {
    note(
      `${command.name} does not run here: ${/\w*Error: .*/.exec(messageOf(cause).split("\n").slice(1).join("\n"))?.[0] ?? ""}`,
    );
    return false;
  }
}

/** @throws where a runner left something out: it would win. Warms it up besides. */
async function assertWhole(command: Command, url: string, count: number): Promise<void> {
  await once(command);
  const [row] = await onServer(
    url,
    (sql) => sql`select count(*)::integer as tables from pg_class
    where relname like 'small\\_%' and relkind = 'r'`,
  );
  if (row?.["tables"] !== count) throw new Error(`${command.name} made ${row?.["tables"]} tables of ${count}`);
}

async function processes(url: string, before: () => Promise<void>): Promise<readonly Command[]> {
  const runner = JSON.stringify(BUILT);
  const options = JSON.stringify({ database: url, migrations: join(FOLDER, "sluice") });
  const text = `import { upgrade } from ${runner}; await upgrade(${options});`;
  const own: Command = {
    name: "@sluice/runner, upgrade()",
    program: process.execPath,
    words: ["--input-type=module", "-e", text],
    before,
  };
  const commands: Command[] = [own, { ...sluiceCommand(join(FOLDER, "cli"), ["upgrade", "head"]), before }];
  for (const [name, needed] of Object.entries(NEEDS)) {
    if (needed !== null && !hasPeer(needed)) {
      note(`${name} is not installed: \`pnpm bench peers\` does it`);
      continue;
    }
    const words = [join(PEERS, `${name}.mjs`), url, join(FOLDER, name)];
    commands.push({ name, program: process.execPath, words, before });
  }
  const alembic = {
    name: "alembic",
    program: "alembic",
    words: ["upgrade", "head"],
    cwd: join(FOLDER, "alembic"),
    before,
  };
  if (!hasProgram("alembic")) note("alembic is not on the PATH");
  else if (await runs(alembic)) commands.push(alembic);
  return commands;
}

export async function benchRunner(server: Server, count: number): Promise<void> {
  heading(`${count} small migrations on an empty database, one transaction each`);
  const url = await freshDatabase(server, DATABASE);
  rmSync(FOLDER, { recursive: true, force: true });
  for (const format of FORMATS) writeMigrations(format, join(FOLDER, format), count, url);
  mkdirSync(join(FOLDER, "cli"));
  writeConfig(join(FOLDER, "cli"), url, "../sluice");
  await benchApplying(server, count);
  const before = async (): Promise<void> => {
    await freshDatabase(server, DATABASE);
  };
  const commands = await processes(url, before);
  if (commands.some(({ name }) => name === "drizzle")) note("drizzle-orm's migrator commits all of them at once");
  for (const command of commands) await assertWhole(command, url, count);
  const found = await inTurn(commands, 5, 0);
  const [own, , ...peers] = found;
  show(found, own);
  if (own === undefined) return;
  for (const peer of peers) goal(`the whole process against ${peer.name}`, ratio(own, peer), 1, "×");
}
