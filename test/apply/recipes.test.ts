/** What an empty revision offers works as it stands. */

import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { emptyRevision } from "@sluice/core";
import { loadMigration, loadRevisions } from "@sluice/runner";

test("each recipe of an empty revision is an operation once its slashes are taken away", async () => {
  const folder = mkdtempSync(join(tmpdir(), "sluice-recipes-"));
  const { source, write } = await emptyRevision({ migrations: folder, message: "fill fees" });
  const { path } = await write();
  const recipes = source.split("\n").filter((line) => /^\s*\/\/ .*: op\./.test(line));
  expect(recipes.length).toBeGreaterThanOrEqual(5);
  const written = source.replaceAll("_op:", "op:").replaceAll(/^\s*\/\/ .*?: (op\..*)$/gm, "$1");
  writeFileSync(path, written);
  const [revision] = await loadRevisions(folder);
  if (revision === undefined) throw new Error("no revision");
  const { upgrade } = await loadMigration(revision);
  expect(upgrade.map(({ op }) => op)).toEqual(["execute", "bulkInsert", "backfill", "run", "execute"]);
});
