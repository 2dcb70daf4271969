/** A password is in no output, no error, no JSON and no ledger, whatever goes wrong and when nothing does. */

import { chmodSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";
import { autogenerate, check } from "@sluice/core";
import { createRunner, isSluiceError } from "@sluice/runner";
import { freePort, startServer, type RunningServer } from "@sluice/test-kit";
import pg from "pg";
import postgres from "postgres";
import { filesOf, projectWith, sluice } from "../support/command.ts";

const PASSWORD = "s3cret p@ss/w:rd%?#";
const ENCODED = encodeURIComponent(PASSWORD);
const WRONG = "wr0ng p@ss";

let server: RunningServer;
beforeAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), "sluice-hba-"));
  chmodSync(folder, 0o755);
  const file = join(folder, "pg_hba.conf");
  writeFileSync(file, "host all postgres 127.0.0.1/32 trust\nhost all all 127.0.0.1/32 scram-sha-256\n");
  server = await startServer(18, { hba_file: file });
  const sql = postgres(server.url, { max: 1, onnotice: () => undefined });
  await sql.unsafe(`create role teacher login superuser password '${PASSWORD}'`);
  await sql.end();
});
afterAll(() => server.stop());

function urlOf(password: string, user = "teacher"): string {
  return server.url.replace("postgres@", `${user}:${encodeURIComponent(password)}@`);
}

/** Everything that an error holds, its causes and hidden properties too. */
function everythingOf(error: unknown): string {
  const causes = isSluiceError(error) ? JSON.stringify([error.message, error.hint, error.details]) : "";
  return `${causes}${inspect(error, { depth: Infinity, showHidden: true, getters: true })}`;
}

function expectNoPassword(text: string): void {
  for (const password of [PASSWORD, ENCODED, WRONG, encodeURIComponent(WRONG)]) expect(text).not.toContain(password);
}

const PROJECT = {
  "sluice.config.ts": 'export default { schema: "./schema.ts" };',
  "schema.ts":
    'import { integer, pgTable } from "drizzle-orm/pg-core";\nexport const t = pgTable("t", { id: integer("id") });\n',
};

async function errorOf(work: () => Promise<unknown>): Promise<unknown> {
  return work().then(
    () => new Error("it did not fail"),
    (cause: unknown) => cause,
  );
}

const BROKEN: readonly (readonly [string, () => string | Promise<string>, string])[] = [
  ["a wrong password", () => urlOf(WRONG), "AUTHENTICATION_FAILED"],
  ["a user that the server has not", () => urlOf(WRONG, "nobody"), "AUTHENTICATION_FAILED"],
  ["a database that is not there", () => `${urlOf(PASSWORD)}_not_there`, "CONNECTION_FAILED"],
  [
    "a server that is not there",
    async () => `postgres://teacher:${ENCODED}@127.0.0.1:${await freePort()}/x`,
    "CONNECTION_FAILED",
  ],
  ["a URL that can't be read", () => `postgres://teacher:${ENCODED}@[nowhere:port/x`, "CONNECTION_FAILED"],
  [
    "a password as a parameter",
    () => `${server.url.replace("postgres@", "teacher@")}?password=${encodeURIComponent(WRONG)}`,
    "AUTHENTICATION_FAILED",
  ],
  ["another database system", () => `mysql://teacher:${ENCODED}@127.0.0.1/x`, "UNSUPPORTED_DATABASE"],
];

test.each(BROKEN)("%s", async (_, makeUrl, code) => {
  const url = await makeUrl();
  const folder = projectWith(PROJECT);
  const options = {
    database: url,
    schema: join(folder, "schema.ts"),
    migrations: join(folder, "migrations"),
    root: folder,
  };
  const was = filesOf(folder);
  for (const work of [
    () => autogenerate({ ...options, message: "x" }),
    () => check(options),
    async () => createRunner(options).upgrade(),
    async () => createRunner(options).current(),
  ]) {
    const error = await errorOf(work);
    expect(error).toMatchObject({ code });
    expectNoPassword(everythingOf(error));
  }
  for (const words of [["gen", "x"], ["upgrade", "--json"], ["check"]]) {
    const given = await sluice(folder, [...words, "--database", url], { SLUICE_DEBUG: "1" });
    expect(given.code).toBe(2);
    expect(given.out + given.err).toContain(code);
    expectNoPassword(given.out + given.err);
  }
  expect(filesOf(folder)).toEqual(was);
});

test("clients of the app's that are refused", async () => {
  const settings = {
    host: "127.0.0.1",
    port: Number(new URL(server.url).port),
    database: "postgres",
    user: "teacher",
    password: WRONG,
  };
  const clients = [
    { database: postgres({ ...settings, max: 1 }), end: (): void => undefined },
    { database: new pg.Pool(settings), end: (): void => undefined },
  ];
  for (const { database } of clients) {
    const error = await errorOf(async () => createRunner({ database, migrations: "nowhere" }).upgrade());
    expect(error).toMatchObject({ code: "AUTHENTICATION_FAILED" });
    expectNoPassword(everythingOf(error));
    await database.end();
  }
});

test("a whole story, its failures and its ledger", async () => {
  const url = urlOf(PASSWORD);
  const folder = projectWith({
    ...PROJECT,
    "sluice.config.ts": `export default { schema: "./schema.ts", database: ${JSON.stringify(url)} };`,
  });
  const said: string[] = [];
  const run = async (...words: readonly string[]): Promise<number> => {
    const { code, out, err } = await sluice(folder, words, { SLUICE_DEBUG: "1" });
    said.push(out, err);
    return code;
  };
  const codes = [
    await run("gen", "a table"),
    await run("upgrade", "--json"),
    await run("status"),
    await run("history", "--verbose"),
    await run("upgrade", "base:head", "--sql"),
    await run("gen", "b", "--empty"),
    await run("gen", "c"),
    await run("check", "--json"),
    await run("upgrade", "nowhere"),
    await run("downgrade", "base"),
  ];
  expect(codes).toEqual([0, 0, 0, 0, 0, 0, 1, 1, 2, 0]);
  expectNoPassword(said.join("\n"));
  const sql = postgres(url, { max: 1, onnotice: () => undefined });
  const rows = await sql.unsafe("select row_to_json(l)::text as row from sluice_revisions l");
  expect(rows).not.toHaveLength(0);
  expectNoPassword(JSON.stringify(rows));
  await sql.end();
});

test("a configuration that is broken on the line that holds the URL", async () => {
  const folder = projectWith({
    ...PROJECT,
    "sluice.config.ts": `export default { schema: "./schema.ts", database: "postgres://teacher:${ENCODED}@127.0.0.1/x" nonsense };`,
  });
  for (const words of [["check"], ["check", "--json"]]) {
    const { code, out, err } = await sluice(folder, words, { SLUICE_DEBUG: "1" });
    expect(code).toBe(2);
    expect(out + err).toContain("CONFIG_INVALID");
    expect(out + err).toContain("sluice.config.ts:1");
    expectNoPassword(out + err);
  }
});
