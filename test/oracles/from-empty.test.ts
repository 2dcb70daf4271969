/**
 * drizzle-kit as an oracle: for random models, the database that its own SQL builds from nothing is the one that Sluice
 * builds, the order of columns and every name included, and differs from the model in nothing.
 */

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { autogenerate, check } from "@sluice/core";
import { createRunner } from "@sluice/runner";
import { dump, testDatabase, type TestDatabase } from "@sluice/test-kit";
import { forgetProjects, LINES, projectOf, type Line } from "../support/lines.ts";
import { emptyFolder } from "../support/whole-way.ts";
import { models, sampled, serverFor } from "./generate.ts";
import { withoutFaults } from "./kit-faults.ts";
import { kitStatements } from "./kit.ts";
import { sourceOf } from "./model-spec.ts";

afterAll(forgetProjects);

const ORDER = `select c.oid::regclass::text as table, (select string_agg(a.attname, ', ' order by a.attnum) from pg_attribute a
    where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.relkind = 'r' and n.nspname !~ '^pg_' and n.nspname <> 'information_schema' and c.relname <> 'sluice_revisions' order by 1`;

async function shapeOf(database: TestDatabase): Promise<string> {
  const order = await database.query(ORDER);
  return `${await dump(database)}\n${order.map((row) => `${String(row["table"])}: ${String(row["columns"])}`).join("\n")}`;
}

async function expectOne(line: Line, source: string, statements: readonly string[], position: number): Promise<void> {
  const root = projectOf(line);
  const schema = `model-${position}.ts`;
  writeFileSync(join(root, schema), source);
  const server = serverFor(position);
  const [byKit, own] = [await testDatabase({ server }), await testDatabase({ server })];
  try {
    await byKit.query(statements.join(";\n"));
    const options = { schema, root, migrations: emptyFolder(), message: "all", proof: false };
    expect(await check({ ...options, database: byKit.url })).toMatchObject({ operations: [] });
    const result = await autogenerate({ ...options, database: own.url });
    await result.write();
    await createRunner({ database: own.url, migrations: options.migrations }).upgrade();
    expect(await check({ ...options, database: own.url })).toMatchObject({ operations: [], inSync: true });
    expect(await shapeOf(own)).toBe(await shapeOf(byKit));
  } catch (cause) {
    throw new Error(
      `on ${server.major}: ${cause instanceof Error ? cause.message : String(cause)}\n\n${source}\n\n${statements.join(";\n")}`,
      { cause },
    );
  } finally {
    await byKit.drop();
    await own.drop();
  }
}

describe.each(LINES)("drizzle-orm %s and its drizzle-kit", (line) => {
  const { seed, values } = sampled(models, 12);
  const sources = values.map((spec) => sourceOf(withoutFaults(spec, line)));
  let statements: readonly (readonly string[] | null)[] = [];

  beforeAll(async () => {
    statements = await kitStatements(
      line,
      sources.map((to) => ({ from: null, to })),
    );
  }, 600_000);

  test.each(sources.map((source, position) => [position, source] as const))(
    `model %d of seed ${seed}`,
    async (position, source) => {
      const own = statements[position];
      if (own === undefined || own === null) throw new Error(`drizzle-kit says nothing of\n${source}`);
      await expectOne(line, source, own, position);
    },
  );
});
