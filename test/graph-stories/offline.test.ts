import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { createRunner } from "@sluice/runner";
import { testDatabase, type TestDatabase } from "@sluice/test-kit";
import type { Revision } from "../../packages/runner/src/revisions/revision.ts";
import { migrationText, storyFolder, type Body } from "./files.ts";
import { revisionOf } from "./story.ts";

const FILES = ["a", "b < a", "c < b", "d < c", "e < d"];

const BODIES: Readonly<Record<string, Body>> = {
  a: {
    upgrade: `op.createTable({ name: "t", columns: [{ name: "id", type: "integer" }, { name: "s", type: "text", default: "it's \\\\" }] });
      op.execute(sql\`insert into t values (1) -- a comment at the end\`);`,
    downgrade: 'op.dropTable({ name: "t" });',
  },
  b: {
    upgrade: `op.createEnum({ name: "mood", values: ["ok"] });
      op.addEnumValue({ name: "mood", value: "fine" });
      op.addColumn({ table: "t", name: "m", type: "mood", default: "fine" });`,
    downgrade: 'op.dropColumn({ table: "t", name: "m" }); op.dropEnum({ name: "mood" });',
  },
  c: {
    upgrade: `op.addColumn({ table: "t", name: "n", type: "integer" });
      op.createIndex({ name: "i", table: "t", columns: ["n"], concurrently: true });
      op.addColumn({ table: "t", name: "k", type: "integer" });`,
    downgrade: `op.dropColumn({ table: "t", name: "k" });
      op.dropIndex({ name: "i", table: "t", concurrently: true });
      op.dropColumn({ table: "t", name: "n" });`,
  },
  d: {
    upgrade: `op.execute(sql\`do $sql$ begin perform $sluice$x$sluice$; end $sql$\`);
      op.dropIndex({ name: "i", table: "t", concurrently: true });`,
    downgrade: 'op.createIndex({ name: "i", table: "t", columns: ["n"], concurrently: true });',
  },
  e: { upgrade: "", downgrade: "" },
};

const hasPsql = spawnSync("psql", ["--version"]).status === 0;

/** Runs a script by psql, or, where there is none, block by block as psql would. */
async function runScript(database: TestDatabase, text: string): Promise<void> {
  if (hasPsql) {
    const { status, stderr } = spawnSync("psql", ["-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", database.url], {
      input: text,
      encoding: "utf8",
    });
    expect({
      status,
      stderr: stderr
        .replaceAll(/NOTICE:.*\n/g, "")
        .replaceAll(/^psql:.*$/gm, "")
        .trim(),
    }).toEqual({ status: 0, stderr: "" });
    return;
  }
  for (const block of text.split("\n\n")) {
    const query = block.endsWith("\\gexec") ? block.slice(0, -"\\gexec".length) : null;
    if (query === null) await database.query(block);
    else for (const row of await database.query(query)) await database.query(String(Object.values(row)[0]));
  }
}

/** What a script that the database is not in place for says. */
async function refusal(database: TestDatabase, text: string): Promise<string> {
  if (!hasPsql) return runScript(database, text).then(() => "", String);
  const { status, stderr } = spawnSync("psql", ["-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", database.url], {
    input: text,
    encoding: "utf8",
  });
  return status === 0 ? "" : stderr;
}

async function stateOf(database: TestDatabase): Promise<unknown> {
  return database.query(
    `select (select json_agg(l order by l.id) from (select id, revision, parents, state, statements_done, statements_total, done_hash
       from sluice_revisions where live) l) as ledger,
     (select json_agg(json_build_array(c.relname, a.attname) order by c.relname, a.attname) from pg_attribute a join pg_class c on c.oid = a.attrelid
       where c.relnamespace = 'public'::regnamespace and a.attnum > 0 and not a.attisdropped and c.relname in ('t', 'i')) as columns`,
  );
}

/** A ledger's ids are counted up by every row, so that a state is compared without them. */
function withoutIds(state: unknown): unknown {
  return JSON.parse(JSON.stringify(state), (key, value: unknown) => (key === "id" ? undefined : value));
}

const folder = storyFolder(FILES, BODIES);

async function at(target: string): Promise<TestDatabase> {
  const database = await testDatabase();
  const runner = createRunner({ database: database.url, migrations: folder });
  if (target !== "base") await runner.upgrade(target);
  await runner.close();
  return database;
}

test("printed SQL leads to the same ledger and schema as a run, up and down, in one range and in several", async () => {
  const [printed, run] = [await at("base"), await at("base")];
  const runner = createRunner({ database: run.url, migrations: folder });
  expect(await runner.sql("head")).toBe(await runner.sql("base:e"));
  await runScript(printed, await runner.sql("base:b"));
  await runScript(printed, await runner.sql("b:head"));
  await runner.upgrade();
  expect(withoutIds(await stateOf(printed))).toEqual(withoutIds(await stateOf(run)));
  await runScript(printed, await runner.sql("e:b", { down: true }));
  await runner.downgrade("b");
  expect(withoutIds(await stateOf(printed))).toEqual(withoutIds(await stateOf(run)));
  await runner.close();
  await printed.drop();
  await run.drop();
});

test("a range runs what comes after its start, and makes the ledger only where it starts from nothing", async () => {
  const runner = createRunner({ database: "postgres://nobody@127.0.0.1:1/none", migrations: folder });
  const range = await runner.sql("a:c");
  expect(range.match(/-- Running upgrade .*/g)).toEqual([
    "-- Running upgrade a -> b, make b",
    "-- Running upgrade b -> c, make c",
  ]);
  expect(range).not.toContain("CREATE TABLE IF NOT EXISTS");
  expect(await runner.sql("c")).toContain("CREATE TABLE IF NOT EXISTS");
  expect((await runner.sql("c:a", { down: true })).match(/-- Running downgrade (\S+)/g)).toEqual([
    "-- Running downgrade c",
    "-- Running downgrade b",
  ]);
  await expect(runner.sql("c", { down: true })).rejects.toMatchObject({ code: "INVALID_TARGET" });
  await runner.close();
});

test("one idempotent script serves databases at every revision, and again those that it has served", async () => {
  const goal = await at("head");
  const runner = createRunner({ database: goal.url, migrations: folder });
  const script = await runner.sql("head", { idempotent: true });
  expect(await runner.sql("head", { idempotent: true })).toBe(script);
  const wanted = withoutIds(await stateOf(goal));
  for (const target of ["base", "a", "b", "c", "head"]) {
    const database = await at(target);
    await runScript(database, script);
    expect(withoutIds(await stateOf(database))).toEqual(wanted);
    await runScript(database, script);
    expect(withoutIds(await stateOf(database))).toEqual(wanted);
    await database.drop();
  }
  await runner.close();
  await goal.drop();
});

test("an idempotent script back takes back what is there", async () => {
  const goal = await at("a");
  const runner = createRunner({ database: goal.url, migrations: folder });
  const script = await runner.sql("head:a", { down: true, idempotent: true });
  const wanted = withoutIds(await stateOf(goal));
  for (const target of ["a", "c", "head"]) {
    const database = await at(target);
    await runScript(database, script);
    expect(withoutIds(await stateOf(database))).toEqual(wanted);
    await database.drop();
  }
  await runner.close();
  await goal.drop();
});

test("an idempotent script goes on where one stopped between two transactions", async () => {
  const database = await at("b");
  const runner = createRunner({ database: database.url, migrations: folder });
  const script = await runner.sql("head", { idempotent: true });
  const [first = ""] = (await runner.sql("b:c")).split("CREATE INDEX CONCURRENTLY");
  await runScript(database, first);
  expect((await runner.status()).halfApplied).toEqual(["c"]);
  await runScript(database, script);
  expect(await runner.current()).toMatchObject({ revisions: ["e"], isHead: true });
  await runner.close();
  await database.drop();
});

test("a stamp that is printed leads to the ledger of a stamp", async () => {
  const [printed, run] = [await at("base"), await at("base")];
  const runner = createRunner({ database: run.url, migrations: folder });
  await runScript(printed, await runner.stampSql("d"));
  await runner.stamp("d");
  expect(withoutIds(await stateOf(printed))).toEqual(withoutIds(await stateOf(run)));
  await runScript(printed, await runner.stampSql("d:b"));
  await runner.stamp("b");
  expect(withoutIds(await stateOf(printed))).toEqual(withoutIds(await stateOf(run)));
  await runner.close();
  await printed.drop();
  await run.drop();
});

describe.each([false, true])("where nobody asked the database (idempotent: %s)", (idempotent) => {
  test("a script is refused by a database that lacks what it begins after, and nothing of it is kept", async () => {
    const database = await at("a");
    const runner = createRunner({ database: database.url, migrations: folder });
    const before = await stateOf(database);
    expect(await refusal(database, await runner.sql("d:head", { idempotent }))).toContain(
      "revision e needs d, and not all of it is applied here",
    );
    expect(await stateOf(database)).toEqual(before);
    await runner.close();
    await database.drop();
  });

  test("a script that takes something back is refused where something else follows it", async () => {
    const database = await testDatabase();
    const runner = createRunner({
      database: database.url,
      migrations: storyFolder(["a", "b [L] < a", "x < b", "y needs L"]),
    });
    const script = await runner.sql("b:a", { down: true, idempotent });
    for (const target of ["x", "y"]) {
      await runner.upgrade(target);
      expect(await refusal(database, script)).toContain("revision b can't be taken back");
      expect((await runner.status()).applied).toEqual(["a", "b", target]);
      await runner.downgrade("b");
      if (target === "y") await runner.downgrade("y@base");
    }
    await runScript(database, script);
    expect((await runner.status()).applied).toEqual(["a"]);
    // Again: by itself it asks whether there is anything to take back, or says that there is not.
    expect(await refusal(database, script)).toEqual(
      idempotent ? "" : expect.stringContaining("revision b can't be taken back"),
    );
    await runner.close();
    await database.drop();
  });
});

test("one idempotent script serves databases before and after a squashed range, and is refused inside it", async () => {
  const files = storyFolder(["a", "b < a", "c < b", "d < c"]);
  const old = storyFolder(["a", "b < a", "c < b"]);
  const squashed: Revision = { ...revisionOf("s < a"), replaces: ["b", "c"] };
  const body = {
    upgrade: 'for (const name of ["t_b", "t_c"]) op.createTable({ name, columns: [{ name: "id", type: "integer" }] });',
    downgrade: "",
  };
  writeFileSync(
    join(files, "s.ts"),
    migrationText(squashed, body).replace(
      "export function up",
      'export const replaces = ["b", "c"];\nexport function up',
    ),
  );
  const script = await createRunner({ database: "postgres://nobody@127.0.0.1:1/x", migrations: files }).sql("head", {
    idempotent: true,
  });
  for (const [target, refused] of [
    ["base", false],
    ["a", false],
    ["b", true],
    ["c", false],
  ] as const) {
    const database = await testDatabase();
    const before = createRunner({ database: database.url, migrations: old });
    if (target !== "base") await before.upgrade(target);
    await before.close();
    const runner = createRunner({ database: database.url, migrations: files });
    if (refused) {
      expect(await refusal(database, script)).toContain("revision d needs s");
    } else {
      await runScript(database, script);
      expect(await runner.current()).toMatchObject({ revisions: ["d"], isHead: true });
    }
    expect((await runner.upgrade()).revisions).toEqual(refused ? ["c", "d"] : []);
    await runner.close();
    await database.drop();
  }
});
