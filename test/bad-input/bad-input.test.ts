/**
 * What is wrong is told with a code, what it is about and what to do next, by the library and by the command; nothing is
 * written or changed.
 */

import { autogenerate } from "@sluice/core";
import { createRunner, isSluiceError, type SluiceError } from "@sluice/runner";
import { freePort, testDatabase, type TestDatabase } from "@sluice/test-kit";
import { join } from "node:path";
import { filesOf, projectWith, sluice } from "../support/command.ts";
import { migrationText, type Written } from "../support/migration.ts";

const SCHEMA = `import { integer, pgTable } from "drizzle-orm/pg-core";
export const fees = pgTable("fees", { id: integer("id").primaryKey() });
`;

interface Case {
  readonly name: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly migrations?: readonly Written[];
  /** Where the project's database is, when it is not the test's. */
  readonly database?: (own: string) => string | Promise<string>;
  /** Run in the database first. */
  readonly before?: string;
  readonly command: readonly string[];
  /** The same through the library. */
  readonly call: "autogenerate" | "upgrade" | "current";
  readonly code: string;
  /** What the message must name. */
  readonly names: readonly string[];
}

const GEN = ["gen", "add fees"];

const CASES: readonly Case[] = [
  {
    name: "a server that nobody runs",
    database: async () => `postgres://someone@127.0.0.1:${await freePort()}/school`,
    command: GEN,
    call: "autogenerate",
    code: "CONNECTION_FAILED",
    names: ["someone@127.0.0.1", "/school"],
  },
  {
    name: "a database that the server has not",
    database: (own) => `${own}_not_there`,
    command: ["upgrade"],
    call: "upgrade",
    code: "CONNECTION_FAILED",
    names: ["_not_there"],
  },
  {
    name: "a URL of another database system",
    database: () => "mysql://localhost/school",
    command: ["current"],
    call: "current",
    code: "UNSUPPORTED_DATABASE",
    names: ["postgres://"],
  },
  {
    name: "a schema file that is not there",
    files: { "sluice.config.ts": 'export default { schema: "./models/nowhere.ts" };' },
    command: GEN,
    call: "autogenerate",
    code: "MODEL_NOT_FOUND",
    names: ["models/nowhere.ts"],
  },
  {
    name: "a schema file with a syntax error",
    files: { "schema.ts": "export const fees = pgTable(;\n" },
    command: GEN,
    call: "autogenerate",
    code: "MODEL_INVALID",
    names: ["schema.ts:1"],
  },
  {
    name: "a schema file that throws",
    files: { "schema.ts": 'const url: string = "x";\nthrow new Error(`no ${url}`);\n' },
    command: GEN,
    call: "autogenerate",
    code: "MODEL_FAILED",
    names: ["schema.ts:2", "no x"],
  },
  {
    name: "two exports of one table",
    files: { "schema.ts": `${SCHEMA}export const again = pgTable("fees", { id: integer("id") });\n` },
    command: GEN,
    call: "autogenerate",
    code: "DUPLICATE_OBJECT",
    names: ["fees", "again", "table public.fees"],
  },
  {
    name: "a migration with a syntax error",
    migrations: [{ id: "a1", upgrade: "op.createTable({{;" }],
    command: ["upgrade"],
    call: "upgrade",
    code: "REVISION_FILE_INVALID",
    names: ["1_a1.ts", "16"],
  },
  {
    name: "a migration that asks for what there is not",
    migrations: [{ id: "a1", upgrade: "op.createTabel({ name: 'fees' });" }],
    command: ["upgrade"],
    call: "upgrade",
    code: "INVALID_OPERATION",
    names: ["1_a1.ts", "createTabel"],
  },
  {
    name: "a migration without a revision id",
    files: { "migrations/1_none.ts": migrationText({ id: "a1" }).replace("export const revision =", "const id =") },
    command: ["upgrade"],
    call: "upgrade",
    code: "REVISION_FILE_INVALID",
    names: ["1_none.ts", "revision"],
  },
  {
    name: "a migration whose revision id is empty",
    files: { "migrations/1_none.ts": migrationText({ id: "" }) },
    command: ["upgrade"],
    call: "upgrade",
    code: "REVISION_FILE_INVALID",
    names: ["1_none.ts", "revision"],
  },
  {
    name: "two migrations with one revision id",
    migrations: [{ id: "a1" }, { id: "a1", upgrade: "op.execute(sql`select 1`);" }],
    command: ["upgrade"],
    call: "upgrade",
    code: "DUPLICATE_REVISION",
    names: ["1_a1.ts", "2_a1.ts"],
  },
  {
    name: "a parent that no file has",
    migrations: [{ id: "b2", down: "a1" }],
    command: GEN,
    call: "autogenerate",
    code: "MISSING_PARENT",
    names: ["1_b2.ts", "a1"],
  },
  {
    name: "revisions that follow one another",
    migrations: [
      { id: "a1", down: "b2" },
      { id: "b2", down: "a1" },
    ],
    command: ["upgrade"],
    call: "upgrade",
    code: "REVISION_CYCLE",
    names: ["1_a1.ts", "2_b2.ts"],
  },
  {
    name: "a row of the ledger that no file has",
    migrations: [{ id: "a1" }],
    before: "LEDGER",
    command: ["upgrade"],
    call: "upgrade",
    code: "UNKNOWN_APPLIED_REVISION",
    names: ["gone99", "sluice_revisions"],
  },
  {
    name: "a row of the ledger that no file has, seen by current",
    migrations: [{ id: "a1" }],
    before: "LEDGER",
    command: ["current"],
    call: "current",
    code: "UNKNOWN_APPLIED_REVISION",
    names: ["gone99"],
  },
  {
    name: "a target that is no revision's",
    migrations: [{ id: "a1" }],
    command: ["upgrade", "zz"],
    call: "upgrade",
    code: "REVISION_NOT_FOUND",
    names: ["zz"],
  },
];

/** The whole schema and every row of the ledger. */
async function stateOf(database: TestDatabase): Promise<unknown> {
  const [found] = await database.query("select to_regclass('public.sluice_revisions') is not null as found");
  return {
    relations: await database.query(
      "select relname from pg_class where relnamespace = 'public'::regnamespace order by 1",
    ),
    ledger: found?.["found"] === true ? await database.query("select * from sluice_revisions order by 1") : [],
  };
}

/** A ledger that says that `gone99` is applied, made by the runner itself. */
async function applyAndForget(database: TestDatabase): Promise<void> {
  const folder = projectWith({ "1.ts": migrationText({ id: "gone99" }) });
  await createRunner({ database: database.url, migrations: folder }).upgrade();
}

async function failureOf(
  call: Case["call"],
  folder: string,
  url: string,
  words: readonly string[],
): Promise<SluiceError> {
  const migrations = join(folder, "migrations");
  const schema = call === "autogenerate" && words.length > 0 ? words[0] : undefined;
  const failing = async (): Promise<unknown> => {
    if (call === "autogenerate")
      return autogenerate({
        database: url,
        schema: schema ?? "schema.ts",
        migrations,
        root: folder,
        message: "add fees",
      });
    const runner = createRunner({ database: url, migrations });
    return call === "current" ? runner.current() : runner.upgrade(words.at(0) ?? "head");
  };
  const error = await failing().then(
    () => new Error("it did not fail"),
    (cause: unknown) => cause,
  );
  if (!isSluiceError(error)) throw error;
  return error;
}

test.each(CASES)("$name", async ({ files = {}, migrations = [], database, before, command, call, code, names }) => {
  const own = await testDatabase();
  try {
    if (before !== undefined) await applyAndForget(own);
    const url = (await database?.(own.url)) ?? own.url;
    const folder = projectWith({
      "sluice.config.ts": 'export default { schema: "./schema.ts" };',
      "schema.ts": SCHEMA,
      ...Object.fromEntries(
        migrations.map((each, place) => [`migrations/${place + 1}_${each.id}.ts`, migrationText(each)]),
      ),
      ...files,
    });
    const [was, wasThere] = [filesOf(folder), await stateOf(own)];
    const schema = /schema: "([^"]+)"/.exec(files["sluice.config.ts"] ?? "")?.slice(1) ?? [];
    const [thrown, told, printed] = await Promise.all([
      failureOf(call, folder, url, call === "autogenerate" ? schema : command.slice(1)),
      sluice(folder, [...command, "--json", "--database", url]),
      sluice(folder, [...command, "--database", url]),
    ]);
    const { error } = JSON.parse(told.out) as { readonly error: Readonly<Record<string, unknown>> };
    expect({ code: told.code, err: told.err, error }).toMatchObject({ code: 2, err: "", error: { code } });
    expect({ code: printed.code, out: printed.out }).toEqual({ code: 2, out: "" });
    expect(printed.err).toContain(code);
    expect(thrown.code).toBe(code);
    for (const name of names) {
      expect(thrown.message).toContain(name);
      expect(error["message"]).toContain(name);
      expect(printed.err).toContain(name);
    }
    // What to do next.
    expect(thrown.hint).toMatch(/^[A-Z].+/);
    expect(printed.err).toContain(thrown.hint);
    expect(filesOf(folder)).toEqual(was);
    expect(await stateOf(own)).toEqual(wasThere);
  } finally {
    await own.drop();
  }
});

test("a column type that Sluice has never seen is passed through as it is", async () => {
  const own = await testDatabase({ sql: "create domain iban as text check (length(value) < 40)" });
  const folder = projectWith({
    "sluice.config.ts": 'export default { schema: "./schema.ts" };',
    "schema.ts": `import { customType, pgTable } from "drizzle-orm/pg-core";
const iban = customType<{ data: string }>({ dataType: () => "iban" });
const unheard = customType<{ data: string }>({ dataType: () => "unheard_of(3)" });
export const accounts = pgTable("accounts", { number: iban("number"), other: unheard("other") });
`,
  });
  const { code, out } = await sluice(folder, ["gen", "accounts", "--json", "--no-proof", "--database", own.url]);
  expect(JSON.parse(out)).toMatchObject({
    operations: [{ op: "createTable", columns: [{ type: "iban" }, { type: "unheard_of(3)" }] }],
    diagnostics: expect.arrayContaining([
      expect.objectContaining({ code: "UNKNOWN_TYPE", message: expect.stringContaining("unheard_of(3)") }),
    ]),
  });
  expect(code).toBe(0);
  await own.drop();
});
