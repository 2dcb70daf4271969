import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createRunner, loadRevisions } from "@sluice/runner";
import { testDatabase, type TestDatabase } from "@sluice/test-kit";
import { storyFolder, type Body } from "../graph-stories/files.ts";
import { rebaseRevisions } from "@sluice/core";

let database: TestDatabase;

beforeAll(async () => {
  database = await testDatabase();
});

afterAll(() => database.drop());

const EMPTY: Body = { upgrade: "", downgrade: "" };
const BRANCHES = ["a", "b < a", "m1 [mine] < a", "m2 < m1", "t1 < b", "t2 < t1"];

async function parentsIn(folder: string): Promise<Readonly<Record<string, readonly string[]>>> {
  return Object.fromEntries((await loadRevisions(folder)).map(({ id, downRevisions }) => [id, downRevisions]));
}

test("a branch is put after the other head: only what stood at the fork is rewritten, in its constant and its comment", async () => {
  const folder = storyFolder(BRANCHES);
  const before = readFileSync(join(folder, "m1.ts"), "utf8");
  const draft = await rebaseRevisions({ migrations: folder, branch: "mine", database: database.url });
  expect(draft).toMatchObject({
    onto: "t2",
    revisions: ["m1", "m2"],
    files: [{ revision: "m1", from: ["a"], to: ["t2"] }],
    conflicts: [],
  });
  expect(readFileSync(join(folder, "m1.ts"), "utf8")).toBe(before);
  await draft.write();
  expect(await parentsIn(folder)).toEqual({ a: [], b: ["a"], m1: ["t2"], m2: ["m1"], t1: ["b"], t2: ["t1"] });
  expect(readFileSync(join(folder, "m1.ts"), "utf8")).toBe(
    before.replace("Revises: a", "Revises: t2").replace('downRevision = ["a"]', 'downRevision = "t2"'),
  );
  await expect(
    rebaseRevisions({ migrations: folder, branch: "mine", onto: "t2", database: database.url }),
  ).rejects.toMatchObject({
    code: "USAGE",
  });
});

test("a merge inside the branch keeps its own side and gets the head for the other; a root is put after it", async () => {
  const folder = storyFolder(["a", "b < a", "r", "r2 < r", "m < r2 a"]);
  await (await rebaseRevisions({ migrations: folder, branch: "m", onto: "b", database: database.url })).write();
  expect(await parentsIn(folder)).toEqual({ a: [], b: ["a"], r: ["b"], r2: ["r"], m: ["r2", "b"] });
});

test("where the branch meets what it is put after is told", async () => {
  const rename: Body = { upgrade: 'op.renameColumn({ table: "t_a", from: "id", to: "key" });', downgrade: "" };
  const index: Body = { upgrade: 'op.createIndex({ name: "i", table: "t_a", columns: ["id"] });', downgrade: "" };
  const folder = storyFolder(["a", "m < a", "t < a"], { m: index, t: rename });
  const draft = await rebaseRevisions({ migrations: folder, branch: "m", database: database.url });
  expect(draft.conflicts.map(({ message }) => message)).toEqual(["t renames column public.t_a.id, which m rests on"]);
});

test("what is applied is not moved, and nothing is written", async () => {
  const folder = storyFolder(BRANCHES, Object.fromEntries(["a", "b", "m1", "m2", "t1", "t2"].map((id) => [id, EMPTY])));
  const runner = createRunner({ database: database.url, migrations: folder });
  await runner.upgrade("m1");
  await expect(rebaseRevisions({ migrations: folder, branch: "mine", database: database.url })).rejects.toMatchObject({
    code: "REVISION_APPLIED",
    details: { revisions: ["m1"] },
  });
  await (await rebaseRevisions({ migrations: folder, branch: "t2", onto: "m2", database: database.url })).write();
  expect((await runner.upgrade()).revisions).toEqual(["m2", "b", "t1", "t2"]);
  await runner.close();
});

test("of several other heads one must be named", async () => {
  const folder = storyFolder([...BRANCHES, "u < b"]);
  await expect(rebaseRevisions({ migrations: folder, branch: "m2", database: database.url })).rejects.toMatchObject({
    code: "MULTIPLE_HEADS",
    details: { heads: ["t2", "u"] },
  });
});
