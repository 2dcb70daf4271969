/**
 * Defaults of every natural sort, as a model says them and in the spellings that a database may have: equal ones are no
 * difference, unequal ones are found, and what Sluice writes for a model is equal to it.
 */

import type { PgColumnBuilderBase } from "drizzle-orm/pg-core";
import { autogenerate, check } from "@sluice/core";
import { createRunner } from "@sluice/runner";
import { testDatabase } from "@sluice/test-kit";
import { forgetProjects, LINES, loadLine, type LoadedLine } from "../support/lines.ts";
import { emptyFolder } from "../support/whole-way.ts";
import { compounds } from "./spellings/compounds.ts";
import { numbers } from "./spellings/numbers.ts";
import type { Spelled } from "./spellings/spelled.ts";
import { texts } from "./spellings/texts.ts";
import { times } from "./spellings/times.ts";

afterAll(forgetProjects);

const BEFORE = `
  create type mood as enum ('sad', 'it''s ok');
  create function new_code(integer) returns text language sql as 'select repeat(''x'', $1)';
  create schema util;
  create function util.stamp() returns bigint language sql as 'select 1';
  create sequence numbers;`;

const SORTS = { numbers, texts, times, compounds };

function nestedArrays({ line, pg }: LoadedLine): readonly Spelled[] {
  const grid = (): PgColumnBuilderBase => {
    const column = pg.integer();
    if (line === "0.45")
      return column
        .array()
        .array()
        .default([
          [1, 2],
          [3, 4],
        ]);
    // 1.0 says the dimensions as a text.
    const wide = column as unknown as { array(dimensions: string): { default(value: unknown): PgColumnBuilderBase } };
    return wide.array("[][]").default([
      [1, 2],
      [3, 4],
    ]);
  };
  return [
    { type: "integer[]", column: grid, same: ["'{{1,2},{3,4}}'", "array[[1,2],[3,4]]"], other: ["'{{1,2},{3,5}}'"] },
  ];
}

function declared(
  spelled: readonly Spelled[],
  pick: (each: Spelled) => readonly string[],
): readonly (readonly [Spelled, string])[] {
  return spelled.flatMap((each) => pick(each).map((text) => [each, text] as const));
}

describe.each(LINES)("drizzle-orm %s", (name) => {
  const line = loadLine(name);

  async function compared(pairs: readonly (readonly [Spelled, string])[]): Promise<ReadonlyMap<string, string>> {
    const columns = pairs.map(([{ type }, text], position) => `c${position} ${type} default ${text}`);
    const database = await testDatabase({ sql: `${BEFORE} create table t (${columns.join(",\n")})` });
    try {
      const { pg, root } = line;
      const { operations } = await check({
        database: database.url,
        schema: {
          mood: pg.pgEnum("mood", ["sad", "it's ok"]),
          numbers: pg.pgSequence("numbers"),
          t: pg.pgTable(
            "t",
            Object.fromEntries(pairs.map(([{ column }], position) => [`c${position}`, column()])) as Record<
              string,
              never
            >,
          ),
        },
        root,
        migrations: emptyFolder(),
      });
      return new Map(
        operations.map((operation) => {
          const column = "name" in operation ? operation.name : "";
          const [spelled, text] = pairs[Number(column.slice(1))] ?? [];
          return [`${spelled?.type ?? operation.op} default ${text ?? column}`, JSON.stringify(operation)];
        }),
      );
    } finally {
      await database.drop();
    }
  }

  describe.each(Object.entries({ ...SORTS, nestedArrays }))("%s", (_, list) => {
    test("other spellings of one value are no difference", async () => {
      expect(await compared(declared(list(line), ({ same }) => same))).toEqual(new Map());
    });

    test("other values are found", async () => {
      const pairs = declared(list(line), ({ other = [] }) => other);
      const found = await compared(pairs);
      expect(pairs.map(([{ type }, text]) => `${type} default ${text}`).filter((each) => !found.has(each))).toEqual([]);
    });

    test("what is written for the model is the model's", async () => {
      const database = await testDatabase({ sql: BEFORE });
      const { pg, root } = line;
      const options = {
        database: database.url,
        schema: {
          mood: pg.pgEnum("mood", ["sad", "it's ok"]),
          numbers: pg.pgSequence("numbers"),
          t: pg.pgTable(
            "t",
            Object.fromEntries(list(line).map(({ column }, position) => [`c${position}`, column()])) as Record<
              string,
              never
            >,
          ),
        },
        root,
        migrations: emptyFolder(),
        message: "defaults",
      };
      await (await autogenerate(options)).write();
      await createRunner({ database: database.url, migrations: options.migrations }).upgrade();
      expect(await check(options)).toMatchObject({ operations: [], inSync: true });
      await database.query("insert into t default values");
      await database.drop();
    });
  });
});
