/** What is rendered says, when it is loaded, what it was rendered from. */

import { renderRevision } from "@sluice/core";
import { loadMigration, loadRevisions } from "@sluice/runner";
import fc from "fast-check";
import { folderOf } from "../support/migration.ts";
import { runs } from "./random-catalogs.ts";
import { hostileText, randomOperation } from "./random-operations.ts";

test("operations are recorded again from the file that they were rendered to", async () => {
  const list = fc.array(randomOperation, { maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(
      list,
      list,
      fc.array(hostileText, { maxLength: 2 }),
      hostileText,
      async (upgrade, downgrade, losses, message) => {
        const document = {
          revision: "a1b2",
          downRevisions: [],
          branchLabels: ["billing"],
          dependsOn: [],
          message,
          createdAt: "2026-01-02T03:04:05.678Z",
          upgrade,
          downgrade,
          losses,
        };
        const source = await renderRevision(document);
        const [revision] = await loadRevisions(folderOf({ "a1b2.ts": source }));
        if (revision === undefined) throw new Error("the file holds no revision");
        expect(revision).toMatchObject({ id: "a1b2", downRevisions: [], branchLabels: ["billing"], dependsOn: [] });
        const loaded = await loadMigration(revision);
        expect(loaded.upgrade).toEqual(upgrade);
        expect(loaded.downgrade).toEqual(downgrade);
        expect(await renderRevision(document)).toBe(source);
      },
    ),
    {
      ...runs(60),
      examples: [
        // What stands for a line's end while a file is put together, and what assignments take for the prototype.
        [[{ op: "irreversible", reason: "one\ue000other" }], [], ["a\ue000b"], "c\ue000d"],
        [[{ op: "createView", name: "v", with: { ["__proto__"]: "x" }, as: { sql: "select 1" } }], [], [], ""],
      ],
    },
  );
}, 3_600_000);
