import { createRunner, type Runner } from "@sluice/runner";
import { testDatabase, type TestDatabase } from "@sluice/test-kit";
import { branched, forest } from "./branched.ts";
import { crissCross, depends } from "./depends.ts";
import { storyFolder, type Body } from "./files.ts";
import { linear, nothing } from "./linear.ts";
import { merged } from "./merged.ts";
import { graphOf, played, type Scene, type Story } from "./story.ts";

/** Scenes that are also played against a server, by the command that they run. */
const CHOSEN: readonly (readonly [Story, readonly string[]])[] = [
  [
    linear,
    ["upgrade head", "upgrade +2", "downgrade -3", "downgrade a+2", "upgrade +5", "history -3:current", "stamp -1"],
  ],
  [branched, ["upgrade heads", "downgrade a", "downgrade -1", "downgrade c1branch@b", "upgrade d1 d2", "stamp a d1"]],
  [merged, ["upgrade head", "downgrade b", "upgrade +1", "downgrade c2branch@b", "stamp c2"]],
  [depends, ["upgrade heads", "downgrade A@base", "downgrade B@base", "stamp a3"]],
  [crissCross, ["upgrade heads", "downgrade a1"]],
  [forest, ["downgrade b1@base"]],
  [nothing, ["upgrade head", "downgrade base"]],
];

const scenes = CHOSEN.flatMap(([story, runs]) =>
  story.scenes
    .filter((scene) => runs.includes(scene.run))
    .map((scene) => ({ name: `${story.name}: ${scene.run} at ${scene.at || "base"}`, files: story.files, scene })),
);

async function run(runner: Runner, { run: command }: Scene): Promise<readonly string[]> {
  const [verb = "", ...targets] = command.split(" ");
  const [first = ""] = targets;
  switch (verb) {
    case "upgrade":
      return (await runner.upgrade(targets)).revisions;
    case "downgrade":
      return (await runner.downgrade(first)).revisions;
    case "history":
      return (await runner.history(first)).map(({ revision }) => revision);
    default:
      await runner.stamp(targets);
      return [];
  }
}

async function tables(database: TestDatabase): Promise<readonly string[]> {
  const rows = await database.query("select relname::text as name from pg_class where relname like 't\\_%' order by 1");
  return rows.map(({ name }) => String(name).slice(2));
}

test.each(scenes)("$name", async ({ files, scene }) => {
  const database = await testDatabase();
  const runner = createRunner({ database: database.url, migrations: storyFolder(files) });
  if (scene.at !== "") await runner.upgrade(scene.at.split(" "));
  const before = await tables(database);
  if (scene.error === undefined) {
    const outcome = played(graphOf(files), scene.at, scene.run);
    expect((await run(runner, scene)).join(" ")).toBe(outcome.steps);
    expect((await runner.current()).revisions.join(" ")).toBe(outcome.current);
    if (scene.run.startsWith("upgrade") || scene.run.startsWith("downgrade")) {
      const applied = (await runner.status()).applied.toSorted();
      expect(await tables(database)).toEqual(applied);
    }
  } else {
    await expect(run(runner, scene)).rejects.toMatchObject({ code: scene.error });
    expect(await tables(database)).toEqual(before);
    expect((await runner.current()).revisions.join(" ")).toBe(scene.at);
  }
  await runner.close();
  await database.drop();
});

test("a revision that no file has stops every move, is named with its message, and stamp --purge goes past it", async () => {
  const database = await testDatabase();
  const before = createRunner({ database: database.url, migrations: storyFolder(["a", "gone < a"]) });
  await before.upgrade();
  await before.close();
  const runner = createRunner({ database: database.url, migrations: storyFolder(["a", "b < a"]) });
  const refused = { code: "UNKNOWN_APPLIED_REVISION", details: { revisions: ["gone"] } };
  for (const move of [
    () => runner.upgrade(),
    () => runner.downgrade("base"),
    () => runner.stamp("head"),
    () => runner.redo(),
    () => runner.current(),
  ]) {
    await expect(move()).rejects.toMatchObject(refused);
  }
  await expect(runner.upgrade()).rejects.toThrow(/gone \(make gone\)/);
  expect((await runner.status()).missing).toEqual(["gone"]);
  expect((await runner.history()).map(({ revision, applied }) => [revision, applied])).toEqual([
    ["b", false],
    ["a", true],
  ]);
  expect(await runner.stamp("head", { purge: true })).toEqual({ revisions: ["b"] });
  await runner.close();
  await database.drop();
});

test("redo takes the last revision back and applies it again, edited since, and leaves the ledger as it was", async () => {
  const database = await testDatabase();
  const folder = storyFolder(["a", "b < a", "c < b"]);
  const runner = createRunner({ database: database.url, migrations: folder });
  await expect(runner.redo()).rejects.toMatchObject({ code: "RELATIVE_TARGET" });
  await runner.upgrade();
  storyFolder(["c < b"], { c: { upgrade: "op.execute(sql`create table t_other (id int)`);", downgrade: "" } }, folder);
  await expect(runner.downgrade("-1")).rejects.toMatchObject({ code: "EDITED_REVISION" });
  storyFolder(
    ["c < b"],
    {
      c: {
        upgrade: "op.execute(sql`create table t_other (id int)`);",
        downgrade: "op.execute(sql`drop table if exists t_c, t_other`);",
      },
    },
    folder,
  );
  expect(await runner.redo()).toEqual({ revisions: ["c"] });
  expect(await tables(database)).toEqual(["a", "b", "other"]);
  expect(await runner.redo("b")).toEqual({ revisions: ["b", "c"] });
  expect((await runner.current()).isHead).toBe(true);
  expect((await runner.status()).edited).toEqual([]);
  await expect(runner.redo("base")).rejects.toMatchObject({ code: "INVALID_TARGET" });
  await runner.close();
  await database.drop();
});

test("every head is applied where one of them is what another needs", async () => {
  const database = await testDatabase();
  const runner = createRunner({ database: database.url, migrations: storyFolder(depends.files) });
  await runner.upgrade("heads");
  expect(await runner.current()).toEqual({ revisions: ["b3"], heads: ["a3", "b3"], isHead: true });
  expect((await runner.heads()).map(({ revision }) => revision)).toEqual(["a3", "b3"]);
  expect((await runner.heads({ resolveDependencies: true })).map(({ revision }) => revision)).toEqual(["b3"]);
  await runner.close();
  await database.drop();
});

test("a plan names transactions, locks and hazards, and changes nothing", async () => {
  const database = await testDatabase();
  const folder = storyFolder(["a", "b < a", "c < b"], {
    b: {
      upgrade:
        'op.addColumn({ table: "t_a", name: "n", type: "integer" }); op.createIndex({ name: "i", table: "t_a", columns: ["n"], concurrently: true });',
      downgrade: 'op.dropColumn({ table: "t_a", name: "n" });',
    },
    c: { upgrade: "op.run(async () => {});", downgrade: "" },
  });
  const runner = createRunner({ database: database.url, migrations: folder });
  await runner.upgrade("a");
  const [b, c, ...none] = await runner.plan();
  expect(none).toEqual([]);
  expect(b).toMatchObject({
    revision: "b",
    direction: "up",
    segments: [
      { mode: "transaction", statements: [{ locks: [{ mode: "ACCESS EXCLUSIVE", on: "t_a" }] }] },
      { mode: "alone", statements: [{ locks: [{ mode: "SHARE UPDATE EXCLUSIVE", on: "t_a" }] }] },
    ],
  });
  expect(c?.segments).toEqual([
    { mode: "transaction", statements: [{ kind: "code", sql: "", locks: null, hazards: [] }] },
  ]);
  expect((await runner.current()).revisions).toEqual(["a"]);
  await runner.upgrade();
  const [down] = await runner.plan("a", { down: true });
  expect(down?.revision).toBe("c");
  expect((await runner.plan("b", { down: true })).map(({ revision }) => revision)).toEqual(["c"]);
  expect(await runner.plan()).toEqual([]);
  await runner.close();
  await database.drop();
});

test("the ledger is made once, and is there to be made again", async () => {
  const database = await testDatabase();
  const ledger = { schema: "own", table: "versions" };
  const runner = createRunner({ database: database.url, migrations: storyFolder(["a"]), ledger });
  await runner.ensureVersion();
  await runner.ensureVersion();
  await database.query(runner.ensureVersionSql());
  expect(await database.query("select count(*)::int as n from own.versions")).toEqual([{ n: 0 }]);
  await runner.close();
  await database.drop();
});

test("a stamp tells what of another line it takes out, and an upgrade that a label is not the end of its branch", async () => {
  const database = await testDatabase();
  const notes: string[] = [];
  const runner = createRunner({
    database: database.url,
    migrations: storyFolder(depends.files),
    onEvent: (event) => void (event.type === "note" && notes.push(event.message)),
  });
  await runner.upgrade("B");
  expect(notes).toEqual([expect.stringContaining("B@head is the end of its branch")]);
  await runner.upgrade("heads");
  await runner.stamp("b2");
  expect(notes).toHaveLength(1);
  expect(await runner.stamp("a2")).toEqual({ revisions: ["a2", "b1"] });
  expect(notes.slice(1)).toEqual([expect.stringMatching(/^b2 of another line/)]);
  await runner.stamp("base");
  expect(notes).toHaveLength(2);
  await runner.close();
  await database.drop();
});

test("a half-applied revision that somebody finished by hand, its file changed since, is applied once it is stamped", async () => {
  const database = await testDatabase();
  const body = (type: string): Body => ({
    upgrade: `op.addColumn({ table: "t_a", name: "n", type: "${type}" });
      op.createIndex({ name: "i", table: "gone", columns: ["n"], concurrently: true });`,
    downgrade: "",
  });
  const folder = storyFolder(["a", "b < a", "c < b"], { b: body("integer") });
  const runner = createRunner({ database: database.url, migrations: folder });
  await expect(runner.upgrade()).rejects.toMatchObject({ code: "STATEMENT_FAILED" });
  storyFolder(["b < a"], { b: body("bigint") }, folder);
  await expect(runner.upgrade()).rejects.toMatchObject({ code: "EDITED_REVISION" });
  expect(await runner.stamp("b")).toEqual({ revisions: ["b"] });
  expect(await runner.status()).toMatchObject({ applied: ["a", "b"], edited: [], altered: [], halfApplied: [] });
  expect(await runner.upgrade()).toEqual({ revisions: ["c"] });
  await runner.close();
  await database.drop();
});
