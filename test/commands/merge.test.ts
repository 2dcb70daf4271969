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

test.each<{ name: string; a?: string; l: string; r: string; says: RegExp }>([
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
  {
    name: "the orders give different functions, which no model knows",
    l: "op.execute(sql`create or replace function f() returns int language sql as 'select 1'`);",
    r: "op.execute(sql`create or replace function f() returns int language sql as 'select 2'`);",
    says: /- AS \$function\$select 2\$function\$[^]*\+ AS \$function\$select 1\$function\$/,
  },
  {
    name: "the orders give different triggers",
    l: "op.execute(sql`create or replace trigger t before insert on fees for each row execute function suppress_redundant_updates_trigger()`);",
    r: "op.execute(sql`create or replace trigger t before update on fees for each row execute function suppress_redundant_updates_trigger()`);",
    says: /- CREATE TRIGGER t BEFORE UPDATE[^]*\+ CREATE TRIGGER t BEFORE INSERT/,
  },
  {
    name: "a check speaks of a column by the name that the other takes from it",
    l: 'op.renameColumn({ table: "fees", from: "id", to: "key" });',
    r: 'op.addCheck({ table: "fees", name: "c", expression: sql`id > 0` });',
    says: /l, then r can't be applied/,
  },
  {
    name: "a key refers to what the other no longer keeps unique",
    a: 'op.addUnique({ table: "fees", name: "u", columns: ["id"] });',
    l: 'op.dropConstraint({ table: "fees", name: "u" });',
    r: `op.createTable({ name: "x", columns: [{ name: "fee", type: "integer" }],
      foreignKeys: [{ name: "k", columns: ["fee"], references: { table: "fees", columns: ["id"] } }] });`,
    says: /neither order can be applied/,
  },
  {
    name: "a default is the value that the other renames",
    a: 'op.createEnum({ name: "Mood", values: ["ok"] }); op.addColumn({ table: "fees", name: "m", type: \'"Mood"\' });',
    l: 'op.renameEnumValue({ name: "Mood", from: "ok", to: "fine" });',
    r: 'op.setDefault({ table: "fees", name: "m", default: "ok" });',
    says: /invalid input value for enum/,
  },
])("what names can't tell is found on the scratch database: $name", async ({ a = "", l, r, says }) => {
  const first = body(`${FEES.upgrade} ${a}`);
  const folder = storyFolder(["a", "l < a", "r < a"], { a: first, l: body(l), r: body(r) });
  const failure: unknown = await mergeRevisions(options(folder)).catch((cause: unknown) => cause);
  expect(failure).toMatchObject({ code: "ORDER_MATTERS", details: { heads: ["l", "r"] } });
  expect(String(failure)).toMatch(says);
  expect(await mergeRevisions({ ...options(folder), proof: false })).toMatchObject({
    opaque: [l, r].flatMap((text, place) => (text.includes("execute(") ? ["lr"[place]] : [])),
    orders: null,
  });
});
