/** A law of views: whatever changes below a chain of them, each gives as many rows after it, and after the way back. */

import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { autogenerate, check } from "@sluice/core";
import { createRunner } from "@sluice/runner";
import { dump, servers, type TestDatabase } from "@sluice/test-kit";
import fc from "fast-check";
import { built, runs } from "./random-catalogs.ts";
import { changed, modelOf, queriesOf, randomViews, sqlOf, tablesOf, type RandomViews } from "./random-views.ts";

const ROOT = join(__dirname, "../..");

async function rowCounts(database: TestDatabase, { views }: RandomViews): Promise<unknown> {
  const counts = views.map((_, number) => `(select count(*)::int from view_${number}) as view_${number}`);
  return (await database.query(`select ${counts.join(", ")}`))[0];
}

test.each(servers())(
  "on $major: views on views give the same numbers of rows after any change below them, and after its way back",
  async (server) => {
    await fc.assert(
      fc.asyncProperty(randomViews, fc.constantFrom("brief" as const, "plain" as const), async (random, locks) => {
        const { tables, renames } = changed(random);
        const database = await built(server, sqlOf(tablesOf(random), queriesOf(random, tablesOf(random))));
        try {
          const [before, counts] = [await dump(database), await rowCounts(database, random)];
          const options = {
            database: database.url,
            schema: modelOf(tables, queriesOf(random, tables)),
            migrations: mkdtempSync(join(tmpdir(), "sluice-migrations-")),
            root: ROOT,
            locks,
          };
          const result = await autogenerate({ ...options, message: "a change", renames, proof: false });
          if (result.isEmpty) return;
          await result.write();
          const runner = createRunner({ database: database.url, migrations: options.migrations });
          await runner.upgrade();
          expect(await check(options)).toMatchObject({ operations: [], inSync: true });
          expect(await rowCounts(database, random)).toEqual(counts);
          await runner.downgrade("base");
          expect(await dump(database)).toBe(before);
          expect(await rowCounts(database, random)).toEqual(counts);
        } finally {
          await database.drop();
        }
      }),
      { ...runs(15) },
    );
  },
  3_600_000,
);
