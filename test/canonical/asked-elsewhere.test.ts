/** Servers that can't be asked themselves: a scratch database answers, and a check says so. */

import { join } from "node:path";
import { check, type CheckResult } from "@sluice/core";
import {
  startServer,
  startStandby,
  testDatabase,
  wantedMajors,
  type RunningServer,
  type TestDatabase,
} from "@sluice/test-kit";
import { sql } from "drizzle-orm";
import { check as rule, index, numeric, pgTable, pgView, serial, varchar } from "drizzle-orm/pg-core";

const ROOT = join(__dirname, "../..");
const BEFORE = `create table fees (
  id serial primary key, status varchar(20) not null default lower('OPEN'), amount numeric(10,2) not null,
  constraint known check (status in ('open', 'paid') and amount between 0 and 100));
  create index open_fees on fees (amount) where status in ('open', 'late');
  create view unpaid as select id, amount from fees where status in ('open', 'late');`;

const fees = pgTable(
  "fees",
  {
    id: serial("id").primaryKey(),
    status: varchar("status", { length: 20 })
      .notNull()
      .default(sql`lower('OPEN')`),
    amount: numeric("amount", { precision: 10, scale: 2 }).notNull(),
  },
  (t) => [
    rule("known", sql`${t.status} in ('open', 'paid') and ${t.amount} between 0 and 100`),
    index("open_fees")
      .on(t.amount)
      .where(sql`${t.status} in ('open', 'late')`),
  ],
);
const unpaid = pgView("unpaid", { id: serial("id"), amount: numeric("amount") }).as(
  sql`select id, amount from fees where status in ('open', 'late')`,
);

type Options = Partial<Parameters<typeof check>[0]>;

function checked(database: string, options: Options = {}): Promise<CheckResult> {
  return check({ database, schema: { fees, unpaid }, migrations: "nowhere", root: ROOT, ...options });
}

function asked({ inSync, operations, diagnostics }: CheckResult): unknown {
  return {
    inSync,
    operations,
    elsewhere: diagnostics.filter(({ code }) => code === "ASKED_ELSEWHERE").map(({ message }) => message),
  };
}

/** The URL of a role that may read and nothing else. */
async function lockedDown({ url, name, query }: TestDatabase, role: string): Promise<string> {
  await query(`drop role if exists ${role}; create role ${role} login; revoke all on database ${name} from public;
    grant connect on database ${name} to ${role}; grant usage on schema public to ${role}`);
  return url.replace("postgres@", `${role}@`);
}

describe("a role that may not create temporary objects", () => {
  const role = `sluice_reader_${process.pid}`;
  let database: TestDatabase;
  let url: string;

  beforeAll(async () => {
    database = await testDatabase({ sql: BEFORE, isUnique: true });
    url = await lockedDown(database, role);
  }, 60_000);

  afterAll(async () => {
    await database.query(`drop owned by ${role}; drop role ${role}`);
    await database.drop();
  });

  test("is answered by PGlite, and told so", async () => {
    expect(asked(await checked(url))).toEqual({
      inSync: true,
      operations: [],
      elsewhere: ["the role may not create temporary objects: PGlite was asked what the models' expressions mean"],
    });
  }, 60_000);

  test("finds what differs", async () => {
    await database.query(
      "alter table fees drop constraint known, add constraint known check (status in ('open', 'gone'))",
    );
    const { inSync, operations } = await checked(url);
    expect(inSync).toBe(false);
    expect(operations.map(({ op }) => op)).toContain("addCheck");
  }, 60_000);

  test("is told what stands against a scratch database that does not serve", async () => {
    await expect(checked(url, { scratch: database.url })).rejects.toMatchObject({
      code: "CANONICAL_UNAVAILABLE",
      message: expect.stringContaining("is not empty") as string,
    });
  }, 60_000);

  test("that writes nothing by default, but may create temporary objects, is answered by the server itself", async () => {
    await database.query(`grant temporary on database ${database.name} to ${role};
      alter role ${role} set default_transaction_read_only = on;
      alter table fees drop constraint known,
        add constraint known check (status in ('open', 'paid') and amount between 0 and 100)`);
    expect(asked(await checked(url))).toEqual({ inSync: true, operations: [], elsewhere: [] });
  }, 60_000);
});

describe("a hot standby", () => {
  let primary: RunningServer;
  let standby: RunningServer;

  beforeAll(async () => {
    primary = await startServer(wantedMajors().at(-1) ?? 18, { wal_level: "replica" });
    const database = await testDatabase({ server: primary });
    await database.query(BEFORE);
    standby = await startStandby(primary);
    url = standby.url.replace(/[^/]+$/, database.name);
  }, 120_000);
  let url: string;

  afterAll(async () => {
    await standby.stop();
    await primary.stop();
  }, 60_000);

  test("is answered by PGlite", async () => {
    expect(asked(await checked(url))).toEqual({
      inSync: true,
      operations: [],
      elsewhere: ["the server is a standby, which only reads: PGlite was asked what the models' expressions mean"],
    });
  }, 60_000);
});
