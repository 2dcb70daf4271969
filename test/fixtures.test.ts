/**
 * The golden folders. Each goes the whole way on every server: build, introspect, plan, render, apply, plan again, look at the
 * rows, go down, and be looked at by a witness that isn't Sluice at both ends.
 */

import { join } from "node:path";
import { autogenerate, check } from "@sluice/core";
import { createRunner } from "@sluice/runner";
import { closePglite } from "@sluice/test-kit";
import { emptyFolder, fixtures, isUpdating, writeExpected, type Fixture } from "./support/fixture.ts";
import { enter, grounds, type GroundName } from "./support/witnesses.ts";

afterAll(closePglite);

const ROOT = join(__dirname, "..");

async function run(fixture: Fixture, ground: GroundName): Promise<void> {
  const { settings } = fixture;
  const place = await enter(ground, fixture.before);
  try {
    const migrations = emptyFolder();
    const options = {
      database: place.database,
      schema: await fixture.model(),
      migrations,
      root: ROOT,
      message: fixture.name,
      revisionId: () => "000000000001",
      clock: () => new Date("2026-01-02T03:04:05.678Z"),
      ...settings,
    };
    const before = await place.dump();
    const rowsBefore = await place.rowCounts();
    if (settings.refused !== undefined) {
      await expect(autogenerate(options)).rejects.toMatchObject({ code: settings.refused });
      expect(await place.dump()).toBe(before);
      return;
    }
    const result = await autogenerate(options);
    const found = result.diagnostics.map(({ code, object }) => `${code} ${object ?? ""}`.trim());
    for (const wanted of settings.diagnostics ?? []) expect(found).toContain(wanted);
    if (isUpdating) writeExpected(fixture, result.source);
    else expect(result.source).toBe(fixture.expected);
    // Asking changes nothing.
    expect(await place.dump()).toBe(before);
    if (result.isEmpty) return;
    await result.write();
    const runner = createRunner({ database: place.database, migrations });
    expect(await runner.upgrade()).toEqual({ revisions: ["000000000001"] });
    const after = await place.dump();
    const again = await check({ ...options, renames: [] });
    expect(again).toMatchObject({ operations: [], inSync: true });
    for (const [table, rows] of await place.rowCounts()) {
      if (rowsBefore.has(table) && settings.losesRowsOf?.includes(table) !== true)
        expect([table, rows]).toEqual([table, rowsBefore.get(table)]);
    }
    await runner.downgrade("base");
    if (settings.downgradeDiffers === undefined) expect(await place.dump()).toBe(before);
    await runner.upgrade();
    expect(await place.dump()).toBe(after);
    if (fixture.after !== null) {
      await place.leave();
      const wanted = await enter(ground, fixture.after);
      expect(after).toBe(await wanted.dump());
      await wanted.leave();
    }
  } finally {
    await place.leave();
  }
}

describe.each(grounds())("on %s", (ground) => {
  const here = fixtures().filter(({ settings }) => settings.servers?.includes(ground) !== false);
  test.each(here.map((fixture) => [fixture.name, fixture] as const))("%s", (_, fixture) => run(fixture, ground));
});
