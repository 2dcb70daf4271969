/** Answers that are remembered: nothing is asked again, and nothing is taken for known that another server may say otherwise. */

import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { check } from "@sluice/core";
import { databaseFrom, type Connection, type Database } from "@sluice/runner";
import { withDatabase } from "@sluice/test-kit";
import { sql } from "drizzle-orm";
import { check as rule, integer, pgTable, pgView, varchar } from "drizzle-orm/pg-core";

const ROOT = join(__dirname, "../../../..");
const BEFORE =
  "create table fees (id integer, code varchar(5), constraint positive check (id > 0 and code in ('a', 'b')))";
const fees = pgTable("fees", { id: integer("id"), code: varchar("code", { length: 5 }) }, (t) => [
  rule("positive", sql`${t.id} > 0 and ${t.code} in ('a', 'b')`),
]);

/** A database that keeps what it is asked. */
function listening(url: string): { readonly database: Database; readonly asked: string[] } {
  const asked: string[] = [];
  const inner = databaseFrom(url);
  const heard = (connection: Connection): Connection => ({
    ...connection,
    query: (text, parameters) => {
      asked.push(text);
      return connection.query(text, parameters);
    },
    script: (text) => {
      asked.push(text);
      return connection.script(text);
    },
  });
  return { database: { ...inner, connect: async () => heard(await inner.connect()) }, asked };
}

async function checked(
  url: string,
  answers: string,
  schema: Readonly<Record<string, unknown>> = { fees },
): Promise<{ readonly inSync: boolean; readonly isAsked: boolean }> {
  const { database, asked } = listening(url);
  const { inSync } = await check({ database, schema, migrations: "nowhere", root: ROOT, answers });
  return { inSync, isAsked: asked.some((text) => /create (?:function pg_temp\.|temporary view)/.test(text)) };
}

function answersPath(): string {
  return join(mkdtempSync(join(tmpdir(), "sluice-answers-")), "answers.txt");
}

test("a second check asks nothing, and a file of nonsense asks again", async () => {
  const answers = answersPath();
  await withDatabase(BEFORE, async ({ url }) => {
    expect(await checked(url, answers)).toEqual({ inSync: true, isAsked: true });
    expect(await checked(url, answers)).toEqual({ inSync: true, isAsked: false });
    writeFileSync(answers, "nonsense\n");
    expect(await checked(url, answers)).toEqual({ inSync: true, isAsked: true });
    expect(readFileSync(answers, "utf8")).toMatch(/^sluice \d/);
  });
});

test("what differs is never remembered as the same", async () => {
  const answers = answersPath();
  await withDatabase(BEFORE, async ({ url }) => checked(url, answers).then(() => undefined));
  await withDatabase(BEFORE.replace("'b'", "'c'"), async ({ url }) => {
    expect(await checked(url, answers)).toEqual({ inSync: false, isAsked: true });
    expect(await checked(url, answers)).toEqual({ inSync: false, isAsked: true });
  });
});

test("a function that somebody makes may change what a text means: it is asked again", async () => {
  const answers = answersPath();
  await withDatabase(BEFORE, async (database) => {
    await checked(database.url, answers);
    await database.query("create function f(integer) returns integer language sql as 'select 1'");
    expect((await checked(database.url, answers)).isAsked).toBe(true);
    expect((await checked(database.url, answers)).isAsked).toBe(false);
  });
});

describe("what views read", () => {
  const open = pgView("open", { id: integer("id"), code: varchar("code", { length: 5 }) }).as(
    sql`select id, code from fees where code in ('a', 'b') and id between 1 and 9`,
  );
  const later = pgView("later", { id: integer("id") }).as(sql`select id from open where id > 2 order by 1`);
  const schema = { fees, open, later };
  const before = `${BEFORE}; create view open as select id, code from fees where code in ('a', 'b') and id between 1 and 9;
    create view later as select id from open where id > 2 order by 1`;

  test("is remembered, chains of views with it", async () => {
    const answers = answersPath();
    await withDatabase(before, async ({ url }) => {
      expect(await checked(url, answers, schema)).toEqual({ inSync: true, isAsked: true });
      expect(await checked(url, answers, schema)).toEqual({ inSync: true, isAsked: false });
    });
  });

  test.each([
    ["a column's type", "alter table fees add column note text"],
    [
      "a relation that hides another",
      'create schema app; create table app.fees (id integer, code varchar(5)); alter database "$" set search_path = app, public',
    ],
    ["a relation of the name elsewhere", "create schema app; create view app.open as select 1 as id"],
    ["a function", "create function abs(varchar) returns integer language sql as 'select 1'"],
  ])("is asked again after a change: %s", async (_, change) => {
    const answers = answersPath();
    await withDatabase(before, async (database) => {
      await checked(database.url, answers, schema);
      await database.query(change.replace("$", database.name));
      expect((await checked(database.url, answers, schema)).isAsked).toBe(true);
    });
  });

  test("that differs is found every time", async () => {
    const answers = answersPath();
    await withDatabase(before.replace("between 1 and 9", "between 1 and 8"), async ({ url }) => {
      expect((await checked(url, answers, schema)).inSync).toBe(false);
      expect((await checked(url, answers, schema)).inSync).toBe(false);
    });
  });
});
