/** Every column type of both lines of drizzle-orm: what Sluice makes of it is the type that PostgreSQL knows, and stays so. */

import type { PgColumnBuilderBase } from "drizzle-orm/pg-core";
import { autogenerate, check } from "@sluice/core";
import { createRunner } from "@sluice/runner";
import { closePglite, testDatabase, testPglite } from "@sluice/test-kit";
import { emptyFolder } from "../support/whole-way.ts";
import { forgetProjects, LINES, loadLine, type LoadedLine } from "../support/lines.ts";

afterAll(async () => {
  forgetProjects();
  await closePglite();
});

type Types = Readonly<Record<string, PgColumnBuilderBase>>;

const BEFORE = `
  create schema util;
  create extension citext; create extension hstore; create extension ltree;
  create domain public.email as text check (value like '%@%');
  create domain util."Score" as integer;
  create type util.pos as (x int, y int);`;

/** Columns by the type that `format_type` prints, a number after it where several are of one. */
function plainTypes({ pg, sql }: LoadedLine): Types {
  const custom = (type: string): PgColumnBuilderBase => pg.customType<{ data: unknown }>({ dataType: () => type })();
  const mood = pg.pgEnum("mood", ["sad", "ok"]);
  const level = pg.pgSchema("util").enum("Level", { Low: "low", High: "high" } as const);
  return {
    integer: pg.integer(),
    smallint: pg.smallint(),
    "bigint 1": pg.bigint({ mode: "number" }),
    "bigint 2": pg.bigint({ mode: "bigint" }),
    boolean: pg.boolean(),
    text: pg.text(),
    "text 2": pg.text({ enum: ["a", "b"] }),
    "character varying": pg.varchar(),
    "character varying(20)": pg.varchar({ length: 20 }),
    "character varying(10)": custom("character varying(10)"),
    "character(1)": pg.char(),
    "character(7)": pg.char({ length: 7 }),
    numeric: pg.numeric(),
    "numeric(5,0)": pg.numeric({ precision: 5 }),
    "numeric(5,0) 2": pg.numeric({ precision: 5, scale: 0 }),
    "numeric(12,2)": pg.decimal({ precision: 12, scale: 2 }),
    "numeric(12,2) 2": pg.numeric({ precision: 12, scale: 2, mode: "number" }),
    "numeric(12,2) 3": pg.numeric({ precision: 12, scale: 2, mode: "bigint" }),
    real: pg.real(),
    "double precision": pg.doublePrecision(),
    json: pg.json(),
    jsonb: pg.jsonb(),
    uuid: pg.uuid(),
    "time without time zone": pg.time(),
    "time(3) without time zone": pg.time({ precision: 3 }),
    "time with time zone": pg.time({ withTimezone: true }),
    "time(0) with time zone": pg.time({ precision: 0, withTimezone: true }),
    "timestamp without time zone": pg.timestamp(),
    "timestamp without time zone 2": pg.timestamp({ mode: "string" }),
    "timestamp(3) without time zone": pg.timestamp({ precision: 3 }),
    "timestamp with time zone": pg.timestamp({ withTimezone: true }),
    "timestamp(6) with time zone": pg.timestamp({ precision: 6, withTimezone: true, mode: "string" }),
    date: pg.date(),
    "date 2": pg.date({ mode: "date" }),
    interval: pg.interval(),
    "interval(3)": pg.interval({ precision: 3 }),
    "interval year to month": pg.interval({ fields: "year to month" }),
    "interval day to second(3)": pg.interval({ fields: "day to second", precision: 3 }),
    "interval hour": pg.interval({ fields: "hour" }),
    inet: pg.inet(),
    cidr: pg.cidr(),
    macaddr: pg.macaddr(),
    macaddr8: pg.macaddr8(),
    point: pg.point(),
    "point 2": pg.point({ mode: "xy" }),
    line: pg.line(),
    "line 2": pg.line({ mode: "abc" }),
    "bit(3)": pg.bit({ dimensions: 3 }),
    mood: mood(),
    'util."Level"': level(),
    "bytea 2": custom("bytea"),
    citext: custom("citext"),
    hstore: custom("hstore"),
    ltree: custom("public.ltree"),
    "integer 2": custom("INT4"),
    "bit varying(8)": custom("varbit(8)"),
    '"char"': custom('"char"'),
    name: custom("name"),
    oid: custom("oid"),
    money: custom("money"),
    tsvector: custom("tsvector"),
    xml: custom("xml"),
    int4range: custom("int4range"),
    tstzmultirange: custom("tstzmultirange"),
    email: custom("email"),
    'util."Score"': custom('util."Score"'),
    "util.pos": custom("util.pos"),
    "timestamp with time zone 2": custom("timestamptz"),
    "numeric(4,1)": custom("DECIMAL(4, 1)"),
    "bigint 3": pg.bigint({ mode: "number" }).generatedAlwaysAs(sql`1 + 1`),
  };
}

/** What only some of the lines, or some of the types, are. */
function ofLine({ line, pg }: LoadedLine): Types {
  if (line === "0.45") return { "integer 3": pg.integer() };
  // Only 1.0 has them.
  const { bytea } = pg as unknown as { bytea: () => PgColumnBuilderBase };
  // `string` is a mode of 1.0 alone.
  const bigint = pg.bigint as unknown as (config: { mode: string }) => PgColumnBuilderBase;
  return { bytea: bytea(), "bigint 4": bigint({ mode: "string" }) };
}

function arraysOf(types: Types, line: LoadedLine, dimensions: number): Types {
  const entries = Object.entries(types).flatMap(
    ([name, builder]): readonly (readonly [string, PgColumnBuilderBase])[] => {
      // Arrays of a pseudo-type of identity and generated columns make no sense.
      if (!("array" in builder) || "generated" in builder || name === "bigint 3") return [];
      const [type, number = ""] = name.split(/ (?=\d$)/);
      // Every column builder of both lines has it.
      const array = builder as unknown as { array(dimensions?: string): typeof array };
      const wrapped =
        line.line === "1.0"
          ? array.array("[]".repeat(dimensions))
          : Array.from({ length: dimensions }).reduce((each: typeof array) => each.array(), array);
      return [[`${type}[]${number === "" ? "" : ` ${number}`}`, wrapped as unknown as PgColumnBuilderBase]];
    },
  );
  return Object.fromEntries(entries);
}

function modelOf(line: LoadedLine, types: Types): Readonly<Record<string, unknown>> {
  // The types of a table made of any columns are nobody's.
  const table = line.pg.pgTable("t", types as Record<string, never>);
  return { table };
}

const LIVE = `select a.attname as name, format_type(a.atttypid, a.atttypmod) as type from pg_attribute a
  where a.attrelid = 't'::regclass and a.attnum > 0 and not a.attisdropped order by a.attnum`;

async function madeAndKept(line: LoadedLine, types: Types): Promise<readonly Record<string, unknown>[]> {
  const database = await testDatabase({ sql: BEFORE });
  try {
    const options = {
      database: database.url,
      schema: modelOf(line, types),
      root: line.root,
      migrations: emptyFolder(),
      message: "types",
    };
    const result = await autogenerate(options);
    expect(result.diagnostics.filter(({ code }) => code === "UNKNOWN_TYPE")).toEqual([]);
    await result.write();
    await createRunner({ database: database.url, migrations: options.migrations }).upgrade();
    expect(await check(options)).toMatchObject({ operations: [], inSync: true });
    return await database.query(LIVE);
  } finally {
    await database.drop();
  }
}

function named(types: Types): readonly Record<string, unknown>[] {
  return Object.keys(types).map((name) => ({ name, type: name.replace(/ \d$/, "") }));
}

describe.each(LINES)("drizzle-orm %s", (name) => {
  const line = loadLine(name);

  test("every type is the one that PostgreSQL knows", async () => {
    const types = { ...plainTypes(line), ...ofLine(line) };
    expect(await madeAndKept(line, types)).toEqual(named(types));
  });

  test.each([1, 2, 3])("arrays of %d dimensions of every type", async (dimensions) => {
    const types = arraysOf({ ...plainTypes(line), ...ofLine(line) }, line, dimensions);
    expect(Object.keys(types).length).toBeGreaterThan(60);
    expect(await madeAndKept(line, types)).toEqual(named(types));
  });

  test("the serial family", async () => {
    const { smallserial, serial, bigserial } = line.pg;
    const types = { integer: serial(), smallint: smallserial(), bigint: bigserial({ mode: "number" }) };
    expect(await madeAndKept(line, types)).toEqual(named(types));
  });

  test("a type that carries a collation has it", async () => {
    const database = await testDatabase();
    const collated = line.pg.customType<{ data: string }>({ dataType: () => 'text COLLATE "C"' });
    const options = {
      database: database.url,
      schema: { t: line.pg.pgTable("t", { a: collated(), b: line.pg.text() }) },
      root: line.root,
      migrations: emptyFolder(),
      message: "collation",
    };
    const result = await autogenerate(options);
    await result.write();
    await createRunner({ database: database.url, migrations: options.migrations }).upgrade();
    expect(
      await database.query(
        "select attname as name, attcollation::regcollation::text as collation from pg_attribute where attrelid = 't'::regclass and attnum > 0 order by 1",
      ),
    ).toEqual([
      { name: "a", collation: '"C"' },
      { name: "b", collation: '"default"' },
    ]);
    expect(await check(options)).toMatchObject({ operations: [], inSync: true });
    await database.query('alter table t alter a type text collate "POSIX"');
    expect((await check(options)).operations).toEqual([
      { op: "setColumnType", table: "t", name: "a", type: "text", collation: { sql: '"C"' }, rewrites: false },
    ]);
    await database.drop();
  });

  test("types of pgvector", async () => {
    const pglite = await testPglite("create extension vector");
    const { pg, sql, root } = line;
    const options = {
      database: pglite,
      schema: {
        t: pg.pgTable(
          "t",
          {
            a: pg.vector({ dimensions: 3 }).default([1, 2, 3]),
            b: pg.halfvec({ dimensions: 4 }),
            c: pg.sparsevec({ dimensions: 5 }),
            d: pg.bit({ dimensions: 3 }),
          },
          (t) => [
            pg.index("hnsw").using("hnsw", t.a.op("vector_cosine_ops")).with({ m: 16, ef_construction: 64 }),
            pg
              .index("ivf")
              .using("ivfflat", t.a.op("vector_l2_ops"))
              .with({ lists: 100 })
              .where(sql`${t.d} is not null`),
          ],
        ),
      },
      root,
      migrations: emptyFolder(),
      message: "vectors",
      proof: false,
    };
    const result = await autogenerate(options);
    await result.write();
    await createRunner({ database: pglite, migrations: options.migrations }).upgrade();
    expect(await check(options)).toMatchObject({ operations: [], inSync: true });
    expect((await pglite.query<{ type: string }>(LIVE)).rows.map(({ type }) => type)).toEqual([
      "vector(3)",
      "halfvec(4)",
      "sparsevec(5)",
      "bit(3)",
    ]);
  });
});
