/** Hooks and filters: what they leave out is touched on neither side, what they change is what is written. */

import { existsSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { autogenerate, check, loadConfig, type AutogenerateOptions } from "@sluice/core";
import { closePglite, testPglite } from "@sluice/test-kit";
import { integer, pgSchema, pgTable, uniqueIndex, varchar } from "drizzle-orm/pg-core";

afterAll(closePglite);

const BEFORE = `
  create table kept (a int, b text); create index only_live on kept (a); create table other (a int);
  create schema app_one; create table app_one.t (a int); create schema app_two; create table app_two.gone (a int);
  create table old_gone (a int); create view v as select 1 as x; create table spatial_ref_sys (srid int)`;

const one = pgSchema("app_one");
const MODELS = {
  kept: pgTable("kept", { a: integer("a"), b: varchar("b", { length: 20 }) }, (t) => [
    uniqueIndex("only_model").on(t.b),
  ]),
  wanted: pgTable("wanted", { a: integer("a") }),
  oldWanted: pgTable("old_wanted", { a: integer("a") }),
  t: one.table("t", { a: integer("a") }),
};

async function optionsOf(more: Partial<AutogenerateOptions>): Promise<AutogenerateOptions> {
  return {
    database: await testPglite(BEFORE),
    schema: MODELS,
    migrations: mkdtempSync(join(tmpdir(), "sluice-hooks-")),
    root: join(__dirname, ".."),
    message: "hooked",
    proof: false,
    noRenames: true,
    allowMassDrop: true,
    ...more,
  };
}

/** `op name` of each operation. */
async function planned(more: Partial<AutogenerateOptions>): Promise<readonly string[]> {
  const { operations } = await check(await optionsOf(more));
  return operations.map((operation) => `${operation.op} ${"name" in operation ? operation.name : ""}`).toSorted();
}

const ALL = [
  "createIndex only_model",
  "createTable old_wanted",
  "createTable wanted",
  "dropIndex only_live",
  "dropTable old_gone",
  "dropTable other",
  "dropTable spatial_ref_sys",
  "dropView v",
  "setColumnType b",
];

test.each<readonly [string, Partial<AutogenerateOptions>, readonly string[]]>([
  ["nothing is left out where nothing is said", {}, ALL],
  [
    "tablesFilter lets in and leaves out, on both sides, tables and views",
    { tablesFilter: ["kept", "old_*", "!*_gone"] },
    ["createIndex only_model", "createTable old_wanted", "dropIndex only_live", "setColumnType b"],
  ],
  [
    "tablesFilter that only leaves out lets in the rest",
    { tablesFilter: ["!{old_*,other,v}", "!public.spatial*"] },
    ["createIndex only_model", "createTable wanted", "dropIndex only_live", "setColumnType b"],
  ],
  [
    "extensionsFilters leave PostGIS its tables",
    { extensionsFilters: ["postgis"] },
    ALL.filter((each) => !each.includes("spatial")),
  ],
  ["exclude leaves tables alone on both sides", { exclude: ["*"] }, []],
  [
    "schemaFilter with patterns looks at the database's schemas",
    { schemaFilter: "app_*" },
    ["dropSchema app_two", "dropTable gone"],
  ],
  ["schemaFilter with names", { schemaFilter: ["app_one"] }, []],
  ["schemaFilter that only leaves out lets in no stranger's", { schemaFilter: ["!public"] }, []],
  ["schemas by name", { schemas: ["app_two"] }, ["dropSchema app_two", "dropTable gone"]],
  [
    "includeName leaves tables, views and indexes alone before they are read",
    {
      includeName: (name, kind, { table }) =>
        !["other", "v", "old_gone", "spatial_ref_sys"].includes(name) && !(kind === "index" && table === undefined),
    },
    ["createIndex only_model", "createTable old_wanted", "createTable wanted", "setColumnType b"],
  ],
  [
    "includeObject leaves out what only the database has",
    { includeObject: (_, __, isLive) => !isLive },
    ["createIndex only_model", "createTable old_wanted", "createTable wanted", "setColumnType b"],
  ],
  [
    "includeObject leaves out a table with all that is in it, and knows the counterpart",
    {
      includeObject: (object, kind, isLive, counterpart) =>
        isLive || kind !== "table" || counterpart === null || object.path[1] !== "kept",
    },
    [
      "createTable old_wanted",
      "createTable wanted",
      "dropTable old_gone",
      "dropTable other",
      "dropTable spatial_ref_sys",
      "dropView v",
    ],
  ],
  [
    "compareType says that two types count as the same",
    { compareType: (live, model) => (live === "text" && model === "character varying(20)" ? false : undefined) },
    ALL.filter((each) => each !== "setColumnType b"),
  ],
])("%s", async (_, options, expected) => {
  expect(await planned(options)).toEqual(expected);
});

describe("what is written", () => {
  const only = { includeObject: (object: { readonly path: readonly string[] }) => object.path[1] === "wanted" };

  test("processRevision edits both directions", async () => {
    const result = await autogenerate(
      await optionsOf({
        ...only,
        processRevision: ({ upgrade, downgrade }) => ({
          upgrade: [...upgrade, { op: "execute", sql: "select 1" }],
          downgrade: [{ op: "execute", sql: "select 2" }, ...downgrade],
        }),
      }),
    );
    expect(result.operations.map(({ op }) => op)).toEqual(["createTable", "execute"]);
    expect(result.statements.at(-1)?.text).toBe("select 1");
    expect(result.source).toMatch(/createTable[^]*select 1[^]*downgrade[^]*select 2[^]*dropTable/);
  });

  test("processRevision that empties both writes nothing", async () => {
    const result = await autogenerate(
      await optionsOf({ ...only, processRevision: () => ({ upgrade: [], downgrade: [] }) }),
    );
    expect(result).toMatchObject({ isEmpty: true, source: "", operations: [], statements: [] });
    expect(await result.write()).toBeNull();
  });

  test("renderItem writes an operation its own way, leaves one out, and adds what it needs", async () => {
    const { source } = await autogenerate(
      await optionsOf({
        ...only,
        renderItem: (operation, { imports }) => {
          if (operation.op === "dropTable") return null;
          if (operation.op !== "createTable") return undefined;
          imports.add('import { audited } from "./audited.ts";');
          return `audited(op, sql\`${operation.name}\`);`;
        },
      }),
    );
    expect(source).toContain(
      'import { sql, type Operations } from "@sluice/runner";\nimport { audited } from "./audited.ts";',
    );
    expect(source).toContain("audited(op, sql`wanted`);");
    expect(source).not.toContain("dropTable");
  });

  test("postWrite is handed the file, without a shell", async () => {
    const options = await optionsOf(only);
    const script = join(options.migrations as string, "..", `mark-${Date.now()}.cjs`);
    writeFileSync(script, 'require("node:fs").appendFileSync(process.argv[2], "// $(marked)\\n");');
    const result = await autogenerate({
      ...options,
      postWrite: [
        [process.execPath, script],
        [process.execPath, script, "{path}"],
      ],
    });
    const written = await result.write();
    expect(readFileSync(written?.path ?? "", "utf8")).toBe(`${result.source}// $(marked)\n// $(marked)\n`);
  });

  test("postWrite that fails says so, and the file is there", async () => {
    const result = await autogenerate({
      ...(await optionsOf(only)),
      postWrite: [[process.execPath, "-e", "process.exit(3)"]],
    });
    const failure: unknown = await result.write().catch((cause: unknown) => cause);
    expect(failure).toMatchObject({ code: "POST_WRITE_FAILED", details: { exit: 3 } });
    expect(existsSync((failure as { details: { path: string } }).details.path)).toBe(true);
  });
});

describe("configurations", () => {
  async function loaded(name: string, source: string): Promise<unknown> {
    const folder = mkdtempSync(join(tmpdir(), "sluice-config-"));
    writeFileSync(join(folder, name), source);
    return loadConfig({ cwd: folder });
  }

  test("drizzle.config has its filters", async () => {
    expect(
      await loaded(
        "drizzle.config.ts",
        'export default { dialect: "postgresql", schema: "./s.ts", schemaFilter: "app", tablesFilter: ["a_*"], extensionsFilters: ["postgis"], entities: { roles: { provider: "neon" } } };',
      ),
    ).toMatchObject({
      schemaFilter: ["app"],
      tablesFilter: ["a_*"],
      extensionsFilters: ["postgis"],
      entities: { roles: { provider: "neon" } },
    });
  });

  test("sluice.config has filters and hooks", async () => {
    const config = await loaded(
      "sluice.config.ts",
      'export default { schema: "./s.ts", tablesFilter: "a_*", includeName: () => true, postWrite: [["true"]] };',
    );
    expect(config).toMatchObject({ tablesFilter: "a_*", postWrite: [["true"]] });
    expect((config as { includeName: unknown }).includeName).toBeInstanceOf(Function);
  });

  test.each([
    ['includeName: "no"', "includeName must be a function"],
    ['postWrite: ["prettier"]', "postWrite must be a list of commands"],
  ])("%s is refused", async (key, message) => {
    await expect(loaded("sluice.config.ts", `export default { schema: "./s.ts", ${key} };`)).rejects.toMatchObject({
      code: "CONFIG_INVALID",
      message: expect.stringContaining(message) as unknown,
    });
  });
});
