import { loadRevisions } from "@sluice/runner";
import { testDatabase, type TestDatabase } from "@sluice/test-kit";
import { storyFolder, type Body } from "../graph-stories/files.ts";
import { mergeRevisions } from "@sluice/core";

let database: TestDatabase;

beforeAll(async () => {
  database = await testDatabase();
});

afterAll(() => database.drop());

function body(upgrade: string): Body {
  return { upgrade, downgrade: "" };
}

const FEES = body('op.createTable({ name: "fees", columns: [{ name: "id", type: "integer" }] });');

function options(folder: string): Parameters<typeof mergeRevisions>[0] {
  return { migrations: folder, database: database.url, scratch: "server", revisionId: () => "m" };
}

test("independent branches are merged once both orders gave one schema", async () => {
  const folder = storyFolder(["a", "l < a", "r < a"], {
    a: FEES,
    l: body('op.addColumn({ table: "fees", name: "x", type: "text" });'),
    r: body('op.addColumn({ table: "fees", name: "y", type: "text" });'),
  });
  const draft = await mergeRevisions(options(folder));
  expect(draft).toMatchObject({
    revision: "m",
    downRevisions: ["l", "r"],
    conflicts: [],
    orders: { difference: null },
  });
  await draft.write();
  const merged = (await loadRevisions(folder)).find(({ id }) => id === "m");
  expect(merged).toMatchObject({ downRevisions: ["l", "r"], message: "merge l and r" });
  await expect(mergeRevisions(options(folder))).rejects.toMatchObject({ code: "USAGE" });
});

test("branches that meet on a name are refused with both revisions named, and merged by force", async () => {
  const folder = storyFolder(["a", "l < a", "l2 < l", "r < a"], {
    a: FEES,
    l2: body('op.renameColumn({ table: "fees", from: "id", to: "key" });'),
    r: body('op.createIndex({ name: "i", table: "fees", columns: ["id"] });'),
  });
  await expect(mergeRevisions(options(folder))).rejects.toMatchObject({
    code: "MERGE_CONFLICT",
    message: "l2 renames column public.fees.id, which r rests on",
    details: { conflicts: [{ object: "column public.fees.id", revisions: ["l2", "r"] }] },
  });
  const forced = await mergeRevisions({ ...options(folder), force: true });
  expect(forced.conflicts).toHaveLength(1);
  expect(forced.orders).toBeNull();
});

test.each([
  {
    name: "one order can't be applied",
    l: "op.execute(sql`alter table fees add column x text`);",
    r: "op.execute(sql`alter table fees drop column if exists x`); op.execute(sql`create view v as select x from fees`);",
    says: /neither order can be applied|can't be applied/,
  },
  {
    name: "the orders give different schemas",
    l: "op.execute(sql`alter table fees alter column id set default 1`);",
    r: "op.execute(sql`alter table fees alter column id set default 2`);",
    says: /DEFAULT/,
  },
])("what names can't tell is found on the scratch database: $name", async ({ l, r, says }) => {
  const folder = storyFolder(["a", "l < a", "r < a"], { a: FEES, l: body(l), r: body(r) });
  const failure: unknown = await mergeRevisions(options(folder)).catch((cause: unknown) => cause);
  expect(failure).toMatchObject({ code: "ORDER_MATTERS", details: { heads: ["l", "r"] } });
  expect(String(failure)).toMatch(says);
  expect(await mergeRevisions({ ...options(folder), proof: false })).toMatchObject({
    opaque: ["l", "r"],
    orders: null,
  });
});
