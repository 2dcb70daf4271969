/** Many tenants: databases and schemas, waves and stop rules, and a failed one that harms no other. */

import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { testDatabase, type TestDatabase, withDatabase } from "@sluice/test-kit";
import { upgradeFleet, type FleetEvent, type FleetOptions, type Tenant } from "../index.ts";
import { wavesOf } from "./waves.ts";

/** How many there are; the sweep of `test:all` tries the numbers of a real fleet. */
const SCHEMAS = process.env["SLUICE_SWEEP"] === undefined ? 60 : 1000;
const DATABASES = process.env["SLUICE_SWEEP"] === undefined ? 8 : 200;

const SWEEP_TIMEOUT = 300_000;

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), "sluice-fleet-"));
  const file = (id: string, down: string, up: string): string => `import { sql } from "@sluice/runner";
export const revision = "${id}"; export const downRevision = ${down}; export const branchLabels = null; export const dependsOn = null;
export function upgrade(op) { ${up} }
export function downgrade(op) {}
`;
  writeFileSync(
    join(path, "1.js"),
    file("aaaa", "null", 'op.createTable({ name: "fees", columns: [{ name: "id", type: "integer" }] });'),
  );
  writeFileSync(
    join(path, "2.js"),
    file("bbbb", '"aaaa"', 'op.addColumn({ table: "fees", name: "note", type: "text" });'),
  );
  return path;
}

const MIGRATIONS = folder();

function schemas(database: TestDatabase, count: number): readonly Tenant[] {
  return Array.from({ length: count }, (_, number) => ({
    name: `tenant ${number}`,
    database: database.url,
    schema: `Tenant "${number}"`,
  }));
}

test.each([
  [["a", "b", "c", "d"], {}, [["a"], ["b", "c", "d"]]],
  [["a", "b", "c", "d"], { canary: 0 }, [["a", "b", "c", "d"]]],
  [["a", "b", "c", "d"], { canary: 1, waves: [2] }, [["a"], ["b", "c"], ["d"]]],
  [["a"], { canary: 3, waves: [2] }, [["a"]]],
  [[], {}, []],
])("waves of %j with %j", (tenants, options, expected) => {
  expect(wavesOf(tenants, options).map((wave) => wave.tenants)).toEqual(expected);
});

test("what was changed by hand is told of its own tenant, and may stop that one alone", async () => {
  await withDatabase("", async (database) => {
    const options: FleetOptions = { tenants: schemas(database, 3), migrations: MIGRATIONS, maxFailures: 3 };
    await upgradeFleet({ ...options, target: "aaaa" });
    await database.query('alter table "Tenant ""1""".fees add by_hand int');
    const refused = await upgradeFleet({ ...options, drift: "refuse" });
    expect(refused.tenants.map(({ state, error }) => [state, error?.code])).toEqual([
      ["upgraded", undefined],
      ["failed", "DRIFT"],
      ["upgraded", undefined],
    ]);
    const told = await upgradeFleet(options);
    expect(told.tenants.map(({ state, drift }) => [state, drift.map(({ object }) => object)])).toEqual([
      ["unchanged", []],
      ["upgraded", ['column by_hand of table "Tenant ""1""".fees']],
      ["unchanged", []],
    ]);
  });
});

test(
  `${SCHEMAS} schemas of one database, each with its ledger; a second run finds nothing`,
  async () => {
    await withDatabase("", async (database) => {
      const options: FleetOptions = { tenants: schemas(database, SCHEMAS), migrations: MIGRATIONS, concurrency: 8 };
      expect(await upgradeFleet(options)).toMatchObject({ upgraded: SCHEMAS, unchanged: 0, failed: 0, skipped: 0 });
      expect(await upgradeFleet(options)).toMatchObject({ upgraded: 0, unchanged: SCHEMAS });
      const [found] = await database.query(
        "select count(*) filter (where c.relname = 'fees')::int as tables, count(*) filter (where c.relname = 'sluice_revisions')::int as ledgers from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname like 'Tenant%'",
      );
      expect(found).toEqual({ tables: SCHEMAS, ledgers: SCHEMAS });
    });
  },
  SWEEP_TIMEOUT,
);

test("a schema that several runners make at once is made once", () =>
  withDatabase("", async (database) => {
    const options: FleetOptions = { tenants: schemas(database, 1), migrations: MIGRATIONS };
    const results = await Promise.all(Array.from({ length: 5 }, () => upgradeFleet(options)));
    expect(results.map(({ failed }) => failed)).toEqual([0, 0, 0, 0, 0]);
    expect(results.map(({ upgraded }) => upgraded).filter((count) => count > 0)).toEqual([1]);
  }));

test(
  `${DATABASES} databases`,
  async () => {
    const databases = await Promise.all(Array.from({ length: DATABASES }, () => testDatabase()));
    const tenants = databases.map(({ name, url }) => ({ name, database: url }));
    expect(await upgradeFleet({ tenants, migrations: MIGRATIONS, concurrency: 8 })).toMatchObject({
      upgraded: DATABASES,
      failed: 0,
    });
    for (const database of databases) await database.drop();
  },
  SWEEP_TIMEOUT,
);

describe("a tenant that fails", () => {
  const BROKEN = 'create schema "Tenant ""2"""; create table "Tenant ""2""".fees ()';

  test("harms no other, is named with its error, and can be gone to again", async () => {
    await withDatabase("", async (database) => {
      await database.query(BROKEN);
      const options = { tenants: schemas(database, 6), migrations: MIGRATIONS, maxFailures: 1 };
      const result = await upgradeFleet(options);
      expect(result).toMatchObject({ upgraded: 5, failed: 1, skipped: 0 });
      expect(result.tenants[2]).toMatchObject({
        tenant: "tenant 2",
        state: "failed",
        revisions: [],
        error: { code: "STATEMENT_FAILED", message: expect.stringContaining("fees") as unknown },
      });
      await database.query('drop table "Tenant ""2""".fees');
      const failed = result.tenants.filter(({ state }) => state === "failed").map(({ tenant }) => tenant);
      expect(await upgradeFleet({ ...options, only: failed })).toMatchObject({
        upgraded: 1,
        failed: 0,
        tenants: [{ tenant: "tenant 2" }],
      });
    });
  });

  test("stops what has not begun, where the rule says so", async () => {
    await withDatabase("", async (database) => {
      await database.query(BROKEN);
      const result = await upgradeFleet({ tenants: schemas(database, 6), migrations: MIGRATIONS, concurrency: 1 });
      expect(result.tenants.map(({ state }) => state)).toEqual([
        "upgraded",
        "upgraded",
        "failed",
        "skipped",
        "skipped",
        "skipped",
      ]);
    });
  });

  test("as the canary stops everything, whatever the rule", async () => {
    await withDatabase("", async (database) => {
      await database.query(BROKEN);
      const tenants = schemas(database, 6).slice(2);
      const result = await upgradeFleet({ tenants, migrations: MIGRATIONS, maxFailures: 100 });
      expect(result).toMatchObject({ failed: 1, skipped: 3 });
    });
  });

  test("because it can't be reached is told without its password", async () => {
    const tenants = [{ name: "gone", database: "postgres://me:s3cret@127.0.0.1:1/nothing" }];
    const result = await upgradeFleet({ tenants, migrations: MIGRATIONS });
    expect(result).toMatchObject({ failed: 1, tenants: [{ error: { code: "CONNECTION_FAILED" } }] });
    expect(JSON.stringify(result)).not.toContain("s3cret");
  });
});

test("events tell waves and each tenant's end; an abort leaves the rest for the next run", async () => {
  await withDatabase("", async (database) => {
    const events: FleetEvent[] = [];
    const stop = new AbortController();
    const options: FleetOptions = {
      tenants: () => Promise.resolve(schemas(database, 5)),
      migrations: MIGRATIONS,
      concurrency: 1,
      waves: [2],
      signal: stop.signal,
      onTenant(event) {
        events.push(event);
        if (event.type === "tenant-end" && event.done === 3) stop.abort();
      },
    };
    expect(await upgradeFleet(options)).toMatchObject({ upgraded: 3, skipped: 2 });
    expect(events.filter(({ type }) => type === "wave")).toEqual([
      { type: "wave", number: 1, of: 3, tenants: 1 },
      { type: "wave", number: 2, of: 3, tenants: 2 },
    ]);
    const { signal: _, ...rest } = options;
    expect(await upgradeFleet(rest)).toMatchObject({ upgraded: 2, unchanged: 3 });
  });
});

test("two tenants of one name are refused", async () => {
  const tenants = [1, 2].map(() => ({ name: "twin", database: "postgres://127.0.0.1:1/x" }));
  await expect(upgradeFleet({ tenants, migrations: MIGRATIONS })).rejects.toMatchObject({ code: "USAGE" });
});
