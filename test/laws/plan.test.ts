/** Laws of differ and planner, over random schemas on real servers. */

import { createHash } from "node:crypto";
import { dump, servers, testDatabase } from "@sluice/test-kit";
import fc from "fast-check";
import type { Catalog } from "../../packages/core/src/catalog/catalog.ts";
import { diffCatalogs } from "../../packages/core/src/diff/diff.ts";
import { kinds } from "../../packages/core/src/kinds/index.ts";
import { planMigration } from "../../packages/core/src/plan/plan.ts";
import { built, contextOf, randomSqlText, read, runs, send } from "./random-catalogs.ts";

test.each(servers())(
  "on $major: what is built from random SQL differs from itself in nothing, and every kind is among it",
  async (server) => {
    const seen = new Set<string>();
    // A role is the whole server's.
    const keeper = await testDatabase({ server });
    await keeper.query("create role random_reader");
    const unseen = (): readonly string[] => Object.keys(kinds).filter((kind) => !seen.has(kind));
    const sameAsItself = async (sql: string): Promise<void> => {
      const database = await built(server, sql);
      try {
        const { catalog } = await read(database);
        for (const { kind } of catalog.values()) seen.add(kind);
        expect(diffCatalogs(catalog, catalog)).toEqual([]);
      } finally {
        await database.drop();
      }
    };
    await fc.assert(fc.asyncProperty(randomSqlText, sameAsItself), { ...runs(8) });
    // A rare kind may be in none of a few: whether it is in any is what more draws tell.
    for (const sql of fc.sample(randomSqlText, 100)) if (unseen().length > 0) await sameAsItself(sql);
    await keeper.query("drop role random_reader");
    await keeper.drop();
    // A new kind needs a place in the random schemas of test-kit.
    expect(unseen()).toEqual([]);
  },
);

/** An order that has nothing to do with the ids. */
function byHash(seed: number): (one: readonly [string, unknown], other: readonly [string, unknown]) => number {
  const hash = (id: string): string => createHash("sha256").update(`${seed} ${id}`).digest("hex");
  return ([one], [other]) => (hash(one) < hash(other) ? -1 : 1);
}

test.each(servers())(
  "on $major: up leads to the other schema, down leads back, and no order of the input matters",
  async (server) => {
    await fc.assert(
      fc.asyncProperty(randomSqlText, randomSqlText, fc.nat(), async (fromSql, toSql, seed) => {
        const [from, to] = [await built(server, fromSql), await built(server, toSql)];
        try {
          const [a, b] = [await read(from), await read(to)];
          const context = await contextOf(from, a, b);
          const [up, down] = [planMigration(context), planMigration({ ...context, from: b.catalog, to: a.catalog })];
          const shuffled = (catalog: Catalog): Catalog => new Map([...catalog].toSorted(byHash(seed)));
          expect(planMigration({ ...context, from: shuffled(a.catalog), to: shuffled(b.catalog) })).toEqual(up);
          const [before, wanted] = [await dump(from), await dump(to)];
          await send(from, up, a.server.version);
          expect(await dump(from)).toBe(wanted);
          await send(from, down, a.server.version);
          expect(await dump(from)).toBe(before);
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
