/** What a person sees of a run, how it is stopped, and what its exit code says. */

import { spawn, type ChildProcess } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { tmpdir } from "node:os";
import { testDatabase } from "@sluice/test-kit";
import { buildSync } from "esbuild";
import { folderOf, until } from "./support.ts";

let script: string | null = null;

function command(): string {
  if (script !== null) return script;
  // What stays outside of the bundle is found from there.
  const cache = join(process.cwd(), "node_modules/.cache");
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, "sluice-command-"));
  writeFileSync(join(folder, "main.ts"), 'import { main } from "@sluice/cli"; void main(process.argv.slice(2));');
  script = join(folder, "main.cjs");
  buildSync({
    entryPoints: [join(folder, "main.ts")],
    outfile: script,
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node20",
    alias: Object.fromEntries(
      ["cli", "core", "runner"].map((name) => [
        `@sluice/${name}`,
        join(process.cwd(), `packages/${name}/src/index.ts`),
      ]),
    ),
    external: ["esbuild", "ts-morph", "drizzle-kit", "drizzle-orm", "@electric-sql/pglite"],
    logLevel: "error",
  });
  return script;
}

afterAll(() => {
  if (script !== null) rmSync(dirname(script), { recursive: true });
});

interface Ended {
  readonly code: number | null;
  readonly told: string;
  readonly said: string;
}

function start(
  database: string,
  migrations: string,
  ...words: readonly string[]
): { readonly child: ChildProcess; readonly ended: Promise<Ended> } {
  const project = mkdtempSync(join(tmpdir(), "sluice-project-"));
  writeFileSync(join(project, "package.json"), "{}");
  writeFileSync(
    join(project, "sluice.config.ts"),
    `export default { schema: "./schema.ts", migrations: ${JSON.stringify(migrations)}, database: ${JSON.stringify(database)} };`,
  );
  const child = spawn(process.execPath, [command(), ...words], {
    cwd: project,
    env: { ...process.env, NODE_PATH: join(process.cwd(), "node_modules"), NO_COLOR: "1" },
  });
  let told = "";
  let said = "";
  child.stderr.on("data", (chunk: Buffer) => (told += chunk.toString()));
  child.stdout.on("data", (chunk: Buffer) => (said += chunk.toString()));
  const ended = new Promise<Ended>((resolve) => child.once("close", (code) => resolve({ code, told, said })));
  return { child, ended };
}

test("a run tells its revisions, statements, notices and how far a backfill is", async () => {
  const database = await testDatabase({
    sql: "create table big as select i as id, 0 as n from generate_series(1, 100) i",
  });
  await database.query("alter table big add primary key (id); analyze big");
  const migrations = folderOf([
    {
      id: "a1",
      up: "op.execute(sql`do $$ begin raise notice 'hello'; end $$`); op.backfill({ table: \"big\", set: sql`n = 1`, batch: 50 });",
    },
  ]);
  const { code, told, said } = await start(database.url, migrations, "upgrade", "--transaction", "none").ended;
  expect({ code, said: said.trim(), told }).toEqual({
    code: 0,
    said: "Applied 1: a1",
    told: expect.stringContaining("↑ a1"),
  });
  expect(told).toContain("↑ a1");
  expect(told).toContain("notice: hello");
  expect(told).toMatch(/big: 50 of about 100 rows, \d+\/s, \d+ s left/);
  await database.drop();
});

test("SIGTERM ends the statement, says so, and the next run goes on", async () => {
  const database = await testDatabase();
  const migrations = folderOf([
    { id: "a1", up: "op.execute(sql`create table a (id int)`);" },
    { id: "b2", up: 'op.execute(sql`select pg_sleep(20)`, { transaction: "apart" });' },
  ]);
  const { child, ended } = start(database.url, migrations, "upgrade", "--json");
  await until(
    async () =>
      (
        await database.query(
          "select from pg_stat_activity where query = 'select pg_sleep(20)' and datname = current_database()",
        )
      ).length > 0,
  );
  child.kill("SIGTERM");
  const { code, said } = await ended;
  expect(code).toBe(2);
  expect(JSON.parse(said)).toMatchObject({ error: { code: "ABORTED", details: { done: ["a1"], notDone: ["b2"] } } });
  expect(await database.query("select revision, state from sluice_revisions")).toEqual([
    { revision: "a1", state: "applied" },
  ]);
  await database.drop();
});

test("the exit code tells no from could not", async () => {
  const database = await testDatabase();
  const failing = folderOf([{ id: "a1", up: "op.execute(sql`select 1/0`);" }]);
  expect((await start(database.url, failing, "upgrade").ended).code).toBe(2);
  const migrations = folderOf([{ id: "a1", up: "op.execute(sql`select 1`);" }]);
  expect((await start(database.url, migrations, "upgrade").ended).code).toBe(0);
  const edited = folderOf([{ id: "a1", up: "op.execute(sql`select 2`);" }]);
  const { code, told } = await start(database.url, edited, "upgrade").ended;
  expect(code).toBe(1);
  expect(told).toContain("EDITED_REVISION");
  await database.drop();
});
