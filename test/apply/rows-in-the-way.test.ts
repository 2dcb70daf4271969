/**
 * A constraint in its brief form, which is added first and validated apart: rows that break it stop the run with a clear error,
 * and once they are repaired the next run goes on from there.
 */

import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { autogenerate, check as checkDatabase } from "@sluice/core";
import { createRunner } from "@sluice/runner";
import { dump, testDatabase } from "@sluice/test-kit";
import { sql } from "drizzle-orm";
import { check, foreignKey, integer, pgTable, primaryKey, unique } from "drizzle-orm/pg-core";

interface Story {
  readonly name: string;
  readonly before: string;
  readonly model: () => Readonly<Record<string, unknown>>;
  /** A piece of the message. */
  readonly says: string;
  readonly repair: string;
  readonly done: string;
}

const stories: readonly Story[] = [
  {
    name: "a check",
    before: "create table t (a int); insert into t values (1), (-1)",
    model: () => ({ t: pgTable("t", { a: integer("a") }, (t) => [check("ck", sql`${t.a} > 0`)]) }),
    says: 'check constraint "ck" of relation "t" is violated by some row',
    repair: "update t set a = 2 where a = -1",
    done: "ck",
  },
  {
    name: "a check that takes another's place",
    before: "create table t (a int, constraint ck check (a > -5)); insert into t values (1), (-1)",
    model: () => ({ t: pgTable("t", { a: integer("a") }, (t) => [check("ck", sql`${t.a} > 0`)]) }),
    says: 'check constraint "ck__next" of relation "t" is violated by some row',
    repair: "delete from t where a = -1",
    done: "ck",
  },
  {
    name: "a foreign key",
    before:
      "create table p (id int primary key); create table t (p int); insert into p values (1); insert into t values (1), (5)",
    model: () => {
      const p = pgTable("p", { id: integer("id").primaryKey() });
      const t = pgTable("t", { p: integer("p") }, (own) => [
        foreignKey({ name: "t_p", columns: [own.p], foreignColumns: [p.id] }),
      ]);
      return { p, t };
    },
    says: 'insert or update on table "t" violates foreign key constraint "t_p"',
    repair: "insert into p values (5)",
    done: "t_p",
  },
  {
    name: "a unique constraint, whose index is built first",
    before: "create table t (a int); insert into t values (1), (1)",
    model: () => ({ t: pgTable("t", { a: integer("a") }, (t) => [unique("u").on(t.a)]) }),
    says: 'could not create unique index "u"',
    repair: "delete from t where ctid = (select min(ctid) from t)",
    done: "u",
  },
  {
    name: "a primary key over a column that holds nulls",
    before: "create table t (a int, b int); insert into t values (1, 1), (null, 2)",
    model: () => ({
      t: pgTable("t", { a: integer("a"), b: integer("b") }, (t) => [primaryKey({ name: "k", columns: [t.a] })]),
    }),
    says: 'column "a" of relation "t" contains null values, in as many rows as 1',
    repair: "update t set a = 2 where a is null",
    done: "k",
  },
];

test.each(stories.map((story) => [story.name, story] as const))(
  "%s",
  async (_, { before, model, says, repair, done }) => {
    const database = await testDatabase({ sql: before });
    const fresh = await dump(database);
    const options = {
      database: database.url,
      schema: model(),
      migrations: mkdtempSync(join(tmpdir(), "sluice-rows-")),
      message: "constrain",
      revisionId: () => "000000000001",
      scratch: "server" as const,
    };
    await (await autogenerate(options)).write();
    const runner = createRunner({ database: database.url, migrations: options.migrations });

    const stopped = { message: expect.stringContaining(says) as unknown, details: { notDone: ["000000000001"] } };
    await expect(runner.upgrade()).rejects.toMatchObject(stopped);
    expect((await runner.current()).revisions).toEqual([]);
    // Nothing was repaired: it stops where it stopped.
    await expect(runner.upgrade()).rejects.toMatchObject(stopped);

    await database.query(repair);
    expect(await runner.upgrade()).toEqual({ revisions: ["000000000001"] });
    expect(await database.query(`select conname, convalidated from pg_constraint where conname ~ '^${done}'`)).toEqual([
      { conname: done, convalidated: true },
    ]);
    expect(await checkDatabase(options)).toMatchObject({ inSync: true });
    await runner.downgrade("base");
    expect(await dump(database)).toBe(fresh);
    await database.drop();
  },
);
