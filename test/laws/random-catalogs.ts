/** Random schemas on a real server, and the catalogs that Sluice reads of them. */

import { databaseFrom, planStatements, type Operation } from "@sluice/runner";
import { randomSchema, randomSql, testDatabase, type Server, type TestDatabase } from "@sluice/test-kit";
import fc from "fast-check";
import { canonicalise } from "../../packages/core/src/canonical/canonicalise.ts";
import { introspect, type LiveDatabase } from "../../packages/core/src/introspect/introspect.ts";
import type { PlanContext } from "../../packages/core/src/kinds/kind.ts";
import { withConnection } from "../../packages/core/src/introspect/testing.ts";

/** How many runs a law gets: `SLUICE_LAW_RUNS` makes a sweep of them. */
export function runs(few: number): fc.Parameters<unknown> {
  const many = process.env["SLUICE_LAW_RUNS"];
  const seed = process.env["SLUICE_LAW_SEED"] || undefined;
  return {
    numRuns: many === undefined ? few : Number(many),
    ...(seed === undefined ? {} : { seed: Number(seed) }),
    // Making a failure smaller goes on for a while: each try builds two databases.
    interruptAfterTimeLimit: many === undefined ? 60_000 : 100_000,
  };
}

/** The SQL of a random schema. */
export const randomSqlText: fc.Arbitrary<string> = randomSchema.map(randomSql);

export async function built(server: Server, sql: string): Promise<TestDatabase> {
  const database = await testDatabase({ server });
  await database.query(sql);
  return database;
}

/** Reads it with one role: those of the tests beside come and go. */
export function read(database: TestDatabase, role = "random_reader"): Promise<LiveDatabase> {
  return withConnection(database.url, (connection) =>
    introspect(connection, { schemas: ["public", "app"], isManagedRole: (name) => name === role }),
  );
}

/** What a plan from one live database to another needs to know. */
export async function contextOf(at: TestDatabase, from: LiveDatabase, to: LiveDatabase): Promise<PlanContext> {
  const { cast } = await withConnection(at.url, (connection) => canonicalise(connection, to.catalog, from.catalog));
  return {
    from: from.catalog,
    to: to.catalog,
    server: from.server,
    locks: "brief",
    defaultSchema: "public",
    cast: cast.kind,
    using: () => undefined,
  };
}

/** Sends what operations say, statement by statement. */
export async function send(
  database: TestDatabase,
  operations: readonly Operation[],
  serverVersion: number,
): Promise<void> {
  const opened = databaseFrom(database.url);
  const connection = await opened.connect();
  try {
    for (const { statements } of planStatements(operations, { serverVersion })) {
      for (const { text } of statements) await connection.query(text);
    }
  } finally {
    await connection.release();
    await opened.close();
  }
}
