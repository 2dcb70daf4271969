/** A revision whose file says that it has no way back: nothing is taken back where it would have to be passed. */

import { createRunner, type Runner } from "@sluice/runner";
import { testDatabase, type TestDatabase } from "@sluice/test-kit";
import { folderOf } from "./support.ts";

const table = (id: string): { readonly id: string; readonly up: string; readonly down: string } => ({
  id,
  up: `op.execute(sql\`create table ${id} (id int)\`);`,
  down: `op.dropTable({ name: "${id}" });`,
});
const oneWay = (id: string): ReturnType<typeof table> => ({
  ...table(id),
  down: `op.irreversible("the rows of ${id} went to another database");`,
});

async function applied(
  revisions: readonly ReturnType<typeof table>[],
  work: (runner: Runner, database: TestDatabase) => Promise<void>,
): Promise<void> {
  const database = await testDatabase();
  const runner = createRunner({ database: database.url, migrations: folderOf(revisions) });
  try {
    await runner.upgrade();
    await work(runner, database);
  } finally {
    await runner.close();
    await database.drop();
  }
}

const WHY = "revision b2 has no way back: the rows of b2 went to another database";

test.each<[string, (runner: Runner) => Promise<unknown>]>([
  ["downgrade", (runner) => runner.downgrade("base")],
  ["redo", (runner) => runner.redo("-3")],
  ["plan", (runner) => runner.plan("base", { down: true })],
  ["SQL", (runner) => runner.sql("d4:base", { down: true })],
])("%s past it is refused before what is above it is taken back", async (_, move) => {
  await applied([table("a1"), oneWay("b2"), table("c3"), table("d4")], async (runner, database) => {
    const refused = await move(runner).then(
      () => null,
      (error: unknown) => error,
    );
    expect(refused).toMatchObject({
      code: "IRREVERSIBLE_REVISION",
      message: WHY,
      hint: "Nothing was taken back. The farthest way back is downgrade b2.",
      details: { revisions: ["b2"] },
    });
    expect(await database.query("select count(*)::int as live from sluice_revisions where live")).toEqual([
      { live: 4 },
    ]);
    expect(await runner.downgrade("b2")).toEqual({ revisions: ["d4", "c3"] });
    await expect(runner.downgrade("-1")).rejects.toMatchObject({
      hint: "Nothing was taken back. Write a revision that goes forward instead.",
    });
    expect(await runner.upgrade()).toEqual({ revisions: ["c3", "d4"] });
  });
});

test("several are counted", async () => {
  await applied([oneWay("a1"), oneWay("b2"), table("c3")], async (runner) => {
    await expect(runner.downgrade("base")).rejects.toMatchObject({
      message: "revision b2 has no way back (nor has 1 more below it): the rows of b2 went to another database",
      details: { revisions: ["b2", "a1"] },
    });
  });
});

test("in an upgrade it makes no sense, and without a reason it says nothing", async () => {
  await applied([table("a1")], async (_, database) => {
    const wrong = folderOf([{ id: "x1", up: `op.irreversible("never");`, down: "" }]);
    const silent = folderOf([{ id: "y1", up: "", down: `op.irreversible("");` }]);
    const ledger = { table: "others" };
    await expect(createRunner({ database: database.url, migrations: wrong, ledger }).upgrade()).rejects.toMatchObject({
      code: "IRREVERSIBLE_REVISION",
      hint: expect.stringContaining("op.irreversible is for a downgrade") as unknown,
    });
    await expect(createRunner({ database: database.url, migrations: silent, ledger }).upgrade()).rejects.toMatchObject({
      code: "INVALID_OPERATION",
    });
    expect(await database.query("select to_regclass('others') as ledger")).toEqual([{ ledger: null }]);
  });
});
