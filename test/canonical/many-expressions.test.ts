/** Many expressions are put to the server by two sessions; what is found is what one would find. */

import { join } from "node:path";
import { check, type CheckResult } from "@sluice/core";
import { databaseFrom, type Connection, type Database } from "@sluice/runner";
import { testDatabase, type TestDatabase } from "@sluice/test-kit";
import { sql } from "drizzle-orm";
import { check as rule, integer, pgTable } from "drizzle-orm/pg-core";

const ROOT = join(__dirname, "../..");
const TABLES = Array.from({ length: 50 }, (_, place) => place);
const CHECKS = Array.from({ length: 20 }, (_, place) => place);

const BEFORE = TABLES.map((table) => {
  const checks = CHECKS.map((each) => `constraint c_${table}_${each} check (a in (${table}, ${each}, -1))`);
  return `create table t_${table} (a integer, ${checks.join(", ")})`;
}).join(";\n");

/** @param other a check that says something else, by its table and place. */
function schemaBut(other?: string): Readonly<Record<string, unknown>> {
  const tables = TABLES.map((table) => {
    const checks = CHECKS.map((each) => {
      const name = `c_${table}_${each}`;
      return rule(name, sql.raw(`a in (${table}, ${each}, ${name === other ? "-2" : "-1"})`));
    });
    return [`t${table}`, pgTable(`t_${table}`, { a: integer() }, () => checks)] as const;
  });
  return Object.fromEntries(tables);
}

/** Counts the sessions; one that the server has no room for is refused. */
function counted(url: string, room: number): { readonly database: Database; readonly opened: () => number } {
  const base = databaseFrom(url);
  let opened = 0;
  const connect = (): Promise<Connection> => {
    opened += 1;
    if (opened > room) throw new Error("sorry, too many clients already");
    return base.connect();
  };
  return { database: { ...base, connect: async () => connect() }, opened: () => opened };
}

describe("a thousand of them", () => {
  let own: TestDatabase;
  beforeAll(async () => {
    own = await testDatabase({ sql: BEFORE });
  });
  afterAll(() => own.drop());

  test.each([
    ["with room for all sessions", 9],
    ["where the server has no room for another", 2],
  ])("%s", async (_, room) => {
    const compared = async (other?: string): Promise<CheckResult> => {
      const { database, opened } = counted(own.url, room);
      const result = await check({ database, schema: schemaBut(other), migrations: "nowhere", root: ROOT });
      // What compares, what looks at the ledger, and the other that asks.
      expect(opened()).toBe(3);
      return result;
    };
    expect(await compared()).toMatchObject({ inSync: true, diagnostics: [] });
    for (const name of ["c_0_0", "c_49_19"]) {
      const { operations } = await compared(name);
      expect(operations.map((each) => ("name" in each ? each.name : ""))).toContain(`${name}__next`);
      expect(JSON.stringify(operations)).not.toMatch(name === "c_0_0" ? "c_49" : "c_0_");
    }
  });
});
