/**
 * Random pairs of models: the way there and back restores the database with its rows, both ends differ from their models in
 * nothing, and where drizzle-kit has a way of its own, it leads to the same database.
 */

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { autogenerate, check } from "@sluice/core";
import { createRunner } from "@sluice/runner";
import { dump, testDatabase, type Server } from "@sluice/test-kit";
import { forgetProjects, LINES, projectOf, type Line } from "../support/lines.ts";
import { emptyFolder } from "../support/whole-way.ts";
import { sampled, serverFor } from "./generate.ts";
import { faultOf, withoutFaults } from "./kit-faults.ts";
import { kitStatements } from "./kit.ts";
import { sourceOf, type ModelSpec } from "./model-spec.ts";
import { pairs, type ModelPair } from "./mutate.ts";
import { rowsQuery, rowsSql } from "./rows.ts";

afterAll(forgetProjects);

interface Statements {
  readonly first: readonly string[] | null;
  readonly second: readonly string[] | null;
}

type Renames = NonNullable<Parameters<typeof autogenerate>[0]["renames"]>;

/** What has another name in the second model. */
function renamesOf({ tables }: ModelSpec): Renames {
  return tables.flatMap(({ schema, name, columns, was: [wasIn, was] = [schema, name] }) => {
    const [from, to] = [
      [wasIn ?? "public", was],
      [schema ?? "public", name],
    ];
    const isRenamed = from.join(".") !== to.join(".");
    return [
      ...(isRenamed ? [{ kind: "table", from, to }] : []),
      ...columns.flatMap((column) =>
        column.was === undefined ? [] : [{ kind: "column", from: [...from, column.was], to: [...to, column.name] }],
      ),
    ];
  });
}

/** Whether a model speaks of the default schema. */
function isInDefault({ tables, enums, sequences }: ModelSpec): boolean {
  return (
    sequences.length > 0 ||
    [...tables, ...enums].some(({ schema }) => schema === null) ||
    tables.some(({ views }) => views.length > 0)
  );
}

async function thereAndBack(line: Line, { from, to }: ModelPair, position: number, server: Server): Promise<string> {
  const root = projectOf(line);
  const migrations = emptyFolder();
  const database = await testDatabase({ server });
  // A schema that the models speak of no more is nobody's to drop from, unless it is named.
  const isNamed = isInDefault(from) !== isInDefault(to);
  const optionsOf = (name: string): Parameters<typeof autogenerate>[0] => ({
    schema: `pair-${position}-${name}.ts`,
    root,
    migrations,
    database: database.url,
    message: name,
    proof: false,
    noRenames: true,
    allowMassDrop: true,
    ...(isNamed ? { schemas: ["public", ...new Set([...from.schemas, ...to.schemas])] } : {}),
  });
  writeFileSync(join(root, `pair-${position}-from.ts`), sourceOf(from));
  writeFileSync(join(root, `pair-${position}-to.ts`), sourceOf(to));
  try {
    const runner = createRunner({ database: database.url, migrations });
    await (await autogenerate(optionsOf("from"))).write();
    await runner.upgrade();
    await database.query(rowsSql(from));
    const before = { dump: await dump(database), rows: await database.query(rowsQuery(from, to)) };
    const there = await autogenerate({ ...optionsOf("to"), renames: renamesOf(to) });
    await there.write();
    await runner.upgrade();
    expect(await check(optionsOf("to"))).toMatchObject({ operations: [], inSync: true });
    const after = await dump(database);
    if (!there.isEmpty) await runner.downgrade("-1");
    expect((await check(optionsOf("from"))).operations).toEqual([]);
    expect(await dump(database)).toBe(before.dump);
    expect(await database.query(rowsQuery(from, to))).toEqual(before.rows);
    return after;
  } finally {
    await database.drop();
  }
}

async function byKit({ first, second }: Statements, server: Server): Promise<string> {
  const database = await testDatabase({ server });
  try {
    await database.query((first ?? []).join(";\n"));
    // Each by itself: an enum's new value can't be used in the transaction that adds it.
    for (const statement of second ?? []) await database.query(statement);
    return await dump(database);
  } finally {
    await database.drop();
  }
}

describe.each(LINES)("drizzle-orm %s and its drizzle-kit", (line) => {
  const { seed, values } = sampled(pairs, 10);
  const clean = values.map(({ from, to, changes }) => ({
    from: withoutFaults(from, line),
    to: withoutFaults(to, line),
    changes,
  }));
  let statements: readonly Statements[] = [];

  beforeAll(async () => {
    const asked = clean.flatMap((pair) => {
      const [from, to] = [sourceOf(pair.from), sourceOf(pair.to)];
      return [
        { from: null, to: from },
        { from, to },
      ];
    });
    const isAsked = clean.map((pair) => faultOf(pair, line) === null);
    const answers = await kitStatements(
      line,
      asked.filter((_, position) => isAsked[Math.floor(position / 2)] === true),
    );
    let next = 0;
    statements = isAsked.map((is) => {
      if (!is) return { first: null, second: null };
      next += 2;
      return { first: answers[next - 2] ?? null, second: answers[next - 1] ?? null };
    });
  }, 600_000);

  test.each(clean.map((pair, position) => [position, pair.changes.join(", "), pair] as const))(
    `pair %d of seed ${seed}: %s`,
    async (position, _, pair) => {
      const own = statements[position] ?? { first: null, second: null };
      const server = serverFor(position);
      try {
        const after = await thereAndBack(line, pair, position, server);
        if (faultOf(pair, line) !== null) return;
        expect(own).toMatchObject({ first: expect.any(Array) as unknown, second: expect.any(Array) as unknown });
        expect(after).toBe(await byKit(own, server));
      } catch (cause) {
        const message = cause instanceof Error ? cause.message : String(cause);
        throw new Error(
          [
            `on ${server.major}: ${message}`,
            sourceOf(pair.from),
            sourceOf(pair.to),
            (own.second ?? []).join(";\n"),
          ].join("\n\n"),
          { cause },
        );
      }
    },
  );
});
