import { rmSync } from "node:fs";
import { join } from "node:path";
import { emptyRevision, squashRevisions } from "@sluice/core";
import { createRunner, loadRevisions, type Runner } from "@sluice/runner";
import { dump, testDatabase, type TestDatabase } from "@sluice/test-kit";
import { storyFolder, type Body } from "../graph-stories/files.ts";

const FILES = ["a", "b < a", "c < b", "d < c", "e < d"];

async function squashed(range = "b:d"): Promise<string> {
  const folder = storyFolder(FILES);
  await (await squashRevisions({ migrations: folder, range, revisionId: () => "s" })).write();
  return folder;
}

async function onDatabase(
  work: (database: TestDatabase, runnerOf: (folder: string) => Runner) => Promise<void>,
): Promise<void> {
  const database = await testDatabase();
  const runners: Runner[] = [];
  await work(database, (migrations) => {
    const runner = createRunner({ database: database.url, migrations });
    runners.push(runner);
    return runner;
  });
  await Promise.all(runners.map((runner) => runner.close()));
  await database.drop();
}

function withoutReplaced(folder: string): string {
  for (const id of ["b", "c", "d"]) rmSync(join(folder, `${id}.ts`));
  return folder;
}

test("the file says what it replaces, follows what the range followed, and does what the range did", async () => {
  const folder = storyFolder(FILES);
  const draft = await squashRevisions({ migrations: folder, range: "b:d", revisionId: () => "s" });
  expect(draft.source).toContain('export const replaces = ["b", "c", "d"];');
  await draft.write();
  expect((await loadRevisions(folder)).find(({ id }) => id === "s")).toMatchObject({
    downRevisions: ["a"],
    replaces: ["b", "c", "d"],
    message: "squash b to d",
  });
});

test("an empty database runs the one in the place of the range, up and down", () =>
  onDatabase(async (database, runnerOf) => {
    const runner = runnerOf(await squashed());
    expect((await runner.heads()).map(({ revision }) => revision)).toEqual(["e"]);
    expect(await runner.upgrade()).toEqual({ revisions: ["a", "s", "e"] });
    const reached = await dump(database);
    expect(await runner.downgrade("a")).toEqual({ revisions: ["e", "s"] });
    expect(await runner.upgrade()).toEqual({ revisions: ["s", "e"] });
    expect(await dump(database)).toBe(reached);
    const whole = await testDatabase();
    const other = createRunner({ database: whole.url, migrations: storyFolder(FILES) });
    await other.upgrade();
    expect(await dump(whole)).toBe(reached);
    await other.close();
    await whole.drop();
  }));

test("where one of the range has no way back, neither has what stands in its place", async () => {
  const folder = storyFolder(FILES, {
    c: { upgrade: "op.execute(sql`select 1`);", downgrade: 'op.irreversible("its rows are gone");' },
  });
  const { source } = await squashRevisions({ migrations: folder, range: "b:d", revisionId: () => "s" });
  expect(source.slice(source.indexOf("function downgrade"))).toBe(
    'function downgrade(op: Operations): void {\n  op.irreversible("its rows are gone");\n}\n',
  );
});

test.each([
  ["before it", "a", ["s", "e"]],
  ["at its start", "b", ["c", "d", "e"]],
  ["inside it", "c", ["d", "e"]],
  ["at its end", "d", ["e"]],
  ["after it", "e", []],
])("a database that stands %s upgrades", (_, at, steps) =>
  onDatabase(async (_database, runnerOf) => {
    const before = runnerOf(storyFolder(FILES));
    await before.upgrade(at);
    const runner = runnerOf(await squashed());
    expect(await runner.upgrade()).toEqual({ revisions: steps });
    expect(await runner.current()).toMatchObject({ revisions: ["e"], isHead: true });
    expect((await runner.status()).pending).toEqual([]);
  }),
);

test("once the files are gone, a database that has the range has the one in its place, and it goes down by it", () =>
  onDatabase(async (database, runnerOf) => {
    const before = runnerOf(storyFolder(FILES));
    await before.upgrade();
    const runner = runnerOf(withoutReplaced(await squashed()));
    expect(await runner.status()).toMatchObject({ applied: ["a", "s", "e"], pending: [], missing: [], edited: [] });
    expect(await runner.upgrade()).toEqual({ revisions: [] });
    expect(await database.query("select revision from sluice_revisions where live order by revision")).toEqual([
      { revision: "a" },
      { revision: "e" },
      { revision: "s" },
    ]);
    expect(await runner.downgrade("a")).toEqual({ revisions: ["e", "s"] });
    expect(await runner.upgrade()).toEqual({ revisions: ["s", "e"] });
  }));

test("a database inside the range whose files are gone is told which files it needs, and nothing is changed", () =>
  onDatabase(async (_database, runnerOf) => {
    const before = runnerOf(storyFolder(FILES));
    await before.upgrade("c");
    const runner = runnerOf(withoutReplaced(await squashed()));
    await expect(runner.upgrade()).rejects.toMatchObject({
      code: "LEDGER_INCONSISTENT",
      details: { revision: "s", applied: ["b", "c"], missing: ["d"] },
    });
    expect((await before.current()).revisions).toEqual(["c"]);
  }));

test.each([
  ["one revision alone", FILES, "b:b"],
  ["a branch from its inside", [...FILES, "x < c"], "b:d"],
  ["a dependency on its inside", [...FILES, "x needs c"], "b:d"],
])("%s can't be squashed", async (_, files, range) => {
  const migrations = storyFolder(files);
  await expect(squashRevisions({ migrations, range })).rejects.toMatchObject({ code: "SQUASH_IMPOSSIBLE" });
});

test("code can't be squashed, since it is written nowhere else", async () => {
  const migrations = storyFolder(FILES, { c: { upgrade: "op.run(async () => {});", downgrade: "" } });
  await expect(squashRevisions({ migrations, range: "b:d" })).rejects.toMatchObject({
    code: "SQUASH_IMPOSSIBLE",
    details: { revisions: ["c"] },
  });
});

test("a whole history becomes one, which the next revision follows; what is replaced is squashed once", async () => {
  const folder = await squashed("base:e");
  const list = await loadRevisions(folder);
  expect(list.find(({ id }) => id === "s")).toMatchObject({ downRevisions: [], replaces: ["a", "b", "c", "d", "e"] });
  await (await emptyRevision({ migrations: folder, message: "next", revisionId: () => "n" })).write();
  expect((await loadRevisions(folder)).find(({ id }) => id === "n")?.downRevisions).toEqual(["s"]);
  await expect(squashRevisions({ migrations: folder, range: "s:n" })).rejects.toMatchObject({
    code: "SQUASH_IMPOSSIBLE",
    details: { revisions: ["s"] },
  });
  await expect(squashRevisions({ migrations: folder, range: "a:b" })).rejects.toMatchObject({
    code: "REVISION_NOT_FOUND",
  });
});

test("two that replace the same are refused", async () => {
  const folder = storyFolder(FILES);
  const drafts = await Promise.all(
    ["b:d", "c:e"].map((range) =>
      squashRevisions({ migrations: folder, range, revisionId: () => range.replace(":", "_") }),
    ),
  );
  for (const draft of drafts) await draft.write();
  await expect(emptyRevision({ migrations: folder, message: "next" })).rejects.toMatchObject({
    code: "REVISION_FILE_INVALID",
  });
});

/** A table for every ten revisions, and what comes to it and goes from it again in the nine that follow. */
function longHistory(count: number): string {
  const ids = Array.from({ length: count }, (_, number) => `r${number}`);
  const bodies = ids.map((id, number): readonly [string, Body] => {
    const table = `t_${Math.floor(number / 10)}`;
    const add = `op.addColumn({ table: "${table}", name: "${id}", type: "text", default: "${id}" });`;
    const dropped = `r${number - 2}`;
    const upgrade =
      number % 10 === 0
        ? `op.createTable({ name: "${table}", columns: [{ name: "id", type: "integer" }] });`
        : number % 10 === 5
          ? `op.dropColumn({ table: "${table}", name: "${dropped}" });`
          : add;
    return [id, { upgrade, downgrade: "" }];
  });
  const files = ids.map((id, number) => (number === 0 ? id : `${id} < r${number - 1}`));
  return storyFolder(files, Object.fromEntries(bodies));
}

test("an empty database comes to the same by a thousand revisions and by one in the place of nine hundred of them", async () => {
  const [whole, short] = [longHistory(1000), longHistory(1000)];
  await (await squashRevisions({ migrations: short, range: "base:r899", revisionId: () => "s" })).write();
  for (let number = 0; number < 900; number += 1) rmSync(join(short, `r${number}.ts`));
  const dumps: string[] = [];
  for (const [folder, count] of [
    [whole, 1000],
    [short, 101],
  ] as const) {
    await onDatabase(async (database, runnerOf) => {
      expect((await runnerOf(folder).upgrade()).revisions).toHaveLength(count);
      dumps.push(await dump(database));
    });
  }
  expect(dumps[1]).toBe(dumps[0]);
  expect(dumps[0]).toContain("t_99");
});
