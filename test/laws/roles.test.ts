/** A law of roles: one comes before every policy that is for it, and goes after the last. A role is the whole server's, so that nothing is sent. */

import { servers, testDatabase } from "@sluice/test-kit";
import fc from "fast-check";
import { planMigration } from "../../packages/core/src/plan/plan.ts";
import { built, contextOf, randomSqlText, read, runs } from "./random-catalogs.ts";

const ROLE = "random_office";

test.each(servers())("on $major: a role frames the policies that are for it", async (server) => {
  const keeper = await testDatabase({ server });
  await keeper.query(`create role ${ROLE}`);
  const framed = { come: 0, go: 0 };
  const expectFramed = async (sql: string): Promise<void> => {
    const database = await built(server, sql.replaceAll("to pg_monitor", `to ${ROLE}`));
    try {
      const full = await read(database, ROLE);
      const isOfRole = (id: string): boolean => id === `role ${ROLE}`;
      const without = [...full.catalog].filter(([id, { dependsOn }]) => !isOfRole(id) && !dependsOn.some(isOfRole));
      const bare = { ...full, catalog: new Map(without) };
      const context = await contextOf(database, bare, full);
      const up = planMigration(context);
      const down = planMigration({ ...context, from: full.catalog, to: bare.catalog });
      const policies = without.length < full.catalog.size - 1;
      const made = up.findIndex(({ op }) => op === "createRole");
      const gone = down.findIndex(({ op }) => op === "dropRole");
      expect([made >= 0, gone >= 0]).toEqual([true, true]);
      expect(up.slice(0, made).map(({ op }) => op)).not.toContain("createPolicy");
      expect(down.slice(gone).map(({ op }) => op)).not.toContain("dropPolicy");
      if (!policies) return;
      framed.come += up.slice(made).filter(({ op }) => op === "createPolicy").length;
      framed.go += down.slice(0, gone).filter(({ op }) => op === "dropPolicy").length;
    } finally {
      await database.drop();
    }
  };
  await fc.assert(fc.asyncProperty(randomSqlText, expectFramed), { ...runs(6) });
  for (const sql of fc.sample(randomSqlText, 50)) if (Math.min(framed.come, framed.go) === 0) await expectFramed(sql);
  // The law has seen some.
  expect(Math.min(framed.come, framed.go)).toBeGreaterThan(0);
  await keeper.query(`drop role ${ROLE}`);
  await keeper.drop();
});
