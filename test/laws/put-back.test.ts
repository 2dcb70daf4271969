/** A law of the planner: what is taken away to be put back is missed by nobody, though other steps commit on their own. */

import { operationStatements, type Operation } from "@sluice/runner";
import { servers } from "@sluice/test-kit";
import fc from "fast-check";
import { planMigration } from "../../packages/core/src/plan/plan.ts";
import { built, contextOf, randomSqlText, read, runs } from "./random-catalogs.ts";

/** What takes something away that somebody stumbles over at once, and what puts it back. */
const PAIRS: readonly (readonly [Operation["op"], Operation["op"]])[] = [
  ["dropDefault", "setDefault"],
  ["dropPolicy", "createPolicy"],
  ["dropView", "createView"],
  ["dropMaterializedView", "createMaterializedView"],
  ["renameEnum", "dropEnum"],
];

function placeOf(operation: Operation): string {
  const told = new Map(Object.entries(operation));
  return JSON.stringify(["schema", "table", operation.op === "renameEnum" ? "to" : "name"].map((key) => told.get(key)));
}

/** What is missed over a commit: it is taken away in one transaction and put back in a later one. */
function missed(operations: readonly Operation[], serverVersion: number): readonly string[] {
  const found: string[] = [];
  let commits = 0;
  const gone = new Map<string, number>();
  for (const operation of operations) {
    const modes = operationStatements(operation, { serverVersion }).map(({ transaction }) => transaction);
    // What is checked apart commits before it and after.
    if (modes.some((mode) => mode === "alone" || mode === "apart")) commits += 1;
    for (const [taken, back] of PAIRS) {
      if (operation.op === taken) gone.set(`${taken} ${placeOf(operation)}`, commits);
      if (operation.op !== back) continue;
      const since = gone.get(`${taken} ${placeOf(operation)}`);
      if (since !== undefined && since < commits) found.push(`${taken} … ${operation.op} ${placeOf(operation)}`);
    }
  }
  return found;
}

test.each(servers())(
  "on $major: what is taken away to be put back is put back before anything commits",
  async (server) => {
    await fc.assert(
      fc.asyncProperty(randomSqlText, randomSqlText, async (fromSql, toSql) => {
        const [from, to] = [await built(server, fromSql), await built(server, toSql)];
        try {
          const [a, b] = [await read(from), await read(to)];
          const context = await contextOf(from, a, b);
          expect(missed(planMigration(context), a.server.version)).toEqual([]);
          expect(missed(planMigration({ ...context, from: b.catalog, to: a.catalog }), a.server.version)).toEqual([]);
        } finally {
          await from.drop();
          await to.drop();
        }
      }),
      { ...runs(12) },
    );
  },
  3_600_000,
);
