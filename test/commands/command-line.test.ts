import { mkdtempSync, mkdirSync, readFileSync, realpathSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { testDatabase, type TestDatabase } from "@sluice/test-kit";
import { storyFolder } from "../graph-stories/files.ts";
import { branched } from "../graph-stories/branched.ts";
import { linear } from "../graph-stories/linear.ts";
import { merged } from "../graph-stories/merged.ts";
import { main } from "../../packages/cli/src/index.ts";

interface Said {
  readonly out: string;
  readonly code: number;
}

const home = process.cwd();
let database: TestDatabase;

beforeAll(async () => {
  database = await testDatabase();
});

afterAll(() => database.drop());

afterEach(() => {
  process.chdir(home);
  process.exitCode = 0;
  jest.restoreAllMocks();
});

/** A project with migration files and, in its configuration, a database that nobody can reach. */
function project(files: readonly string[], config: Readonly<Record<string, unknown>> = {}): string {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "sluice-cli-")));
  mkdirSync(join(root, "migrations"));
  storyFolder(files, {}, join(root, "migrations"));
  const settings = { schema: "./schema.ts", database: "postgres://nobody@127.0.0.1:1/nothing", ...config };
  writeFileSync(join(root, "sluice.config.ts"), `export default ${JSON.stringify(settings)};`);
  process.chdir(root);
  return root;
}

async function sluice(...argv: readonly string[]): Promise<Said> {
  const said: string[] = [];
  jest.spyOn(process.stdout, "write").mockImplementation((text) => {
    said.push(String(text));
    return true;
  });
  jest.spyOn(process.stderr, "write").mockImplementation(() => true);
  process.exitCode = 0;
  await main(argv);
  const code = process.exitCode;
  jest.restoreAllMocks();
  // A test runner may ask for colours on its own account.
  return { out: stripVTControlCharacters(said.join("")), code };
}

async function json(...argv: readonly string[]): Promise<{ readonly document: unknown; readonly code: number }> {
  const { out, code } = await sluice(...argv, "--json");
  return { document: JSON.parse(out), code };
}

test("relative targets parse, and every command has its JSON and its exit code", async () => {
  project(linear.files, { database: database.url });
  expect(await json("current")).toEqual({
    document: { revisions: [], heads: ["e"], isHead: false },
    code: 0,
  });
  expect(await json("current", "--check-heads")).toMatchObject({ code: 1 });
  expect(await json("upgrade", "+2")).toEqual({ document: { revisions: ["a", "b"], drift: [] }, code: 0 });
  expect(await json("status")).toMatchObject({ document: { applied: ["a", "b"], pending: ["c", "d", "e"] }, code: 1 });
  expect(await json("plan", "+1")).toMatchObject({
    document: { revisions: [{ revision: "c", direction: "up" }] },
    code: 0,
  });
  expect(await json("upgrade")).toEqual({ document: { revisions: ["c", "d", "e"], drift: [] }, code: 0 });
  expect(await json("downgrade", "-1")).toEqual({ document: { revisions: ["e"], drift: [] }, code: 0 });
  for (const range of [
    ["-r", "-3:current"],
    ["-r=-3:current"],
    ["--range=-3:current"],
    ["--rev-range", "-3:current"],
  ]) {
    const { document } = await json("history", ...range);
    expect((document as { revision: string }[]).map(({ revision }) => revision)).toEqual(["d", "c", "b", "a"]);
  }
  expect(await json("redo")).toEqual({ document: { revisions: ["d"], drift: [] }, code: 0 });
  expect(await json("stamp", "-1")).toEqual({ document: { revisions: ["c"] }, code: 0 });
  expect(await json("stamp", "d")).toEqual({ document: { revisions: ["d"] }, code: 0 });
  expect(await json("show", "current")).toMatchObject({
    document: [{ revision: "d", downRevision: ["c"], applied: true }],
  });
  expect(await json("upgrade", "-2")).toMatchObject({ document: { error: { code: "RELATIVE_TARGET" } }, code: 2 });
  expect(await json("upgrade", "a:c")).toMatchObject({ document: { error: { code: "INVALID_TARGET" } }, code: 2 });
  expect((await sluice("current", "--verbose")).out).toMatch(/make d .*\n.*d\.ts/);
  expect(await json("ensure_version")).toEqual({ document: {}, code: 0 });
  expect(await json("downgrade", "base")).toEqual({
    document: { revisions: ["d", "c", "b", "a"], drift: [] },
    code: 0,
  });
  expect(await json("edit", "current")).toMatchObject({ code: 2 });
});

test("what asks no database is told without one", async () => {
  const root = project(branched.files);
  expect((await json("heads")).document).toEqual([
    { revision: "d1", message: "make d1", branchLabels: [] },
    { revision: "d2", message: "make d2", branchLabels: [] },
  ]);
  expect((await json("branches")).document).toMatchObject([
    { revision: "b", children: [{ revision: "c1", branchLabels: ["c1branch"] }, { revision: "c2" }] },
  ]);
  expect((await json("show", "c1branch@head")).document).toEqual({
    revision: "d1",
    downRevision: ["c1"],
    dependsOn: [],
    branchLabels: [],
    message: "make d1",
    createdAt: "2026-01-01T00:00:00.000Z",
    applied: null,
    path: join(root, "migrations/d1.ts"),
  });
  expect((await sluice("history", "--graph")).out).toBe(`○ c2 → d2 make d2 (head)
│ ○ c1 → d1 make d1 (head)
○ │ b → c2 make c2 (c2branch)
│ ○ b → c1 make c1 (c1branch)
├─╯
○ a → b make b (branch point)
○ base → a make a
`);
  expect(await json("history", "--indicate-current")).toMatchObject({
    document: { error: { code: "CONNECTION_FAILED" } },
    code: 2,
  });
  expect((await sluice("upgrade", "c1", "c2", "--sql")).out).toContain("-- Running upgrade b -> c2, make c2");
  expect(await json("downgrade", "c1", "--sql")).toMatchObject({ document: { error: { code: "INVALID_TARGET" } } });
  expect((await sluice("stamp", "heads", "--sql")).out.match(/INSERT INTO/g)).toHaveLength(6);
  expect(await json("stamp", "heads", "--sql", "--purge")).toMatchObject({ document: { error: { code: "USAGE" } } });
  expect((await sluice("ensure-version", "--sql")).out).toContain("CREATE TABLE IF NOT EXISTS");
  expect(await json("upgrade", "--idempotent")).toMatchObject({ document: { error: { code: "USAGE" } }, code: 2 });
});

test("history marks where lines fork and meet, and a label's revision", async () => {
  project(merged.files);
  const { out } = await sluice("history", "-r", "b:e");
  expect(out.split("\n").filter((line) => line !== "")).toEqual([
    "d1, d2 → e make e (merge)",
    "c2 → d2 make d2",
    "c1 → d1 make d1",
    "b → c2 make c2 (c2branch)",
    "b → c1 make c1",
    "a → b make b (branch point)",
  ]);
});

test("revision places its file: on a head, as a branch, in a folder", async () => {
  const root = project(["a", "b < a"], { migrations: ["./migrations", "./others"] });
  expect((await json("revision", "-m", "third", "--rev-id", "c")).document).toMatchObject({ revision: "c" });
  const side = await json(
    "revision",
    "a side",
    "--rev-id",
    "s",
    "--head",
    "a",
    "--splice",
    "--branch-label",
    "side",
    "--version-path",
    "./others",
    "--depends-on",
    "b",
  );
  expect(side.document).toMatchObject({ revision: "s", path: expect.stringContaining("others/") });
  expect((await json("show", "side")).document).toMatchObject({
    downRevision: ["a"],
    dependsOn: ["b"],
    branchLabels: ["side"],
    message: "a side",
  });
  expect((await json("revision", "more", "--head", "side@head", "--rev-id", "t")).document).toMatchObject({
    path: expect.stringContaining(join(root, "others")),
  });
  expect(await json("revision", "x", "--head", "a")).toMatchObject({
    document: { error: { code: "NOT_A_HEAD" } },
    code: 2,
  });
  expect(await json("revision", "x")).toMatchObject({ document: { error: { code: "MULTIPLE_HEADS" } }, code: 2 });
});

test("a written revision has the template's name and is handed to postWrite, whatever wrote it", async () => {
  const root = project(["a", "b < a", "l < b", "r < b"], {
    database: database.url,
    fileName: "{rev}-{slug}",
    postWrite: [["sh", "-c", 'pwd >> handed; echo "$1" >> handed', "sh"]],
  });
  const paths: unknown[] = [];
  for (const words of [
    ["gen", "by hand", "--empty", "--head", "l", "--rev-id", "e"],
    ["revision", "--rev-id", "v", "--head", "r"],
    ["merge", "e", "v", "--rev-id", "m", "--no-proof", "-m", "one"],
    ["squash", "a:b", "--rev-id", "s", "-m", "both"],
  ]) {
    const { document, code } = await json(...words);
    expect(code).toBe(0);
    paths.push((document as { readonly path: string }).path);
  }
  expect(paths).toEqual(
    ["e-by_hand.ts", "v-.ts", "m-one.ts", "s-both.ts"].map((name) => join(root, "migrations", name)),
  );
  expect(readFileSync(join(root, "handed"), "utf8")).toBe(paths.map((path) => `${root}\n${String(path)}\n`).join(""));
});

test("init --from-database hands its revision to the configuration's postWrite and enters it as it is then", async () => {
  const root = project([], {
    database: database.url,
    ledger: { schema: "of_init" },
    postWrite: [["sh", "-c", 'echo "// handed" >> "$1"', "sh"]],
  });
  const { document, code } = await json("init", "--from-database");
  expect(code).toBe(0);
  const { revisions, stamped } = document as { revisions: { revision: string; path: string }[]; stamped: string[] };
  expect(stamped).toEqual(revisions.map(({ revision }) => revision));
  expect(readFileSync(revisions[0]?.path ?? "", "utf8")).toMatch(/\/\/ handed\n$/);
  expect(await json("status")).toMatchObject({ document: { applied: stamped, pending: [], edited: [] }, code: 0 });
  expect(revisions[0]?.path.startsWith(join(root, "migrations"))).toBe(true);
});

test("init writes what is missing, keeps what is there, and says no to a project that is set up", async () => {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "sluice-cli-")));
  mkdirSync(join(root, "migrations"));
  writeFileSync(join(root, "migrations/notes.md"), "mine");
  writeFileSync(join(root, "README.md"), "mine too");
  process.chdir(root);
  const files = { config: join(root, "sluice.config.ts"), migrations: join(root, "migrations") };
  expect(await json("init")).toEqual({ document: files, code: 0 });
  const text = readFileSync(files.config, "utf8");
  expect((await json("heads")).document).toEqual([]);
  expect(await json("init")).toMatchObject({ document: { error: { code: "FILE_EXISTS" } }, code: 2 });
  expect(readFileSync(files.config, "utf8")).toBe(text);
  expect(readFileSync(join(root, "migrations/notes.md"), "utf8")).toBe("mine");
  expect(readFileSync(join(root, "README.md"), "utf8")).toBe("mine too");
});

test("-c means a file, and one that is not there is told", async () => {
  const root = project(["a"]);
  writeFileSync(join(root, "other.ts"), 'export default { schema: "./schema.ts", migrations: "./none" };');
  expect((await json("heads", "--config", "other.ts")).document).toEqual([]);
  expect(await json("heads", "--config", "gone.ts")).toMatchObject({
    document: { error: { code: "CONFIG_NOT_FOUND" } },
    code: 2,
  });
});

test("a configuration that is a function is told what -x says", async () => {
  const root = project(["a"]);
  writeFileSync(
    join(root, "sluice.config.ts"),
    `export default async ({ args }: { args: Record<string, string> }) => {
      if ("fail" in args) throw new Error("no such region");
      return { schema: "./schema.ts", migrations: args.folder ?? "./nowhere", database: "postgres://nobody@127.0.0.1:1/nothing" };
    };`,
  );
  expect((await json("heads")).document).toEqual([]);
  expect((await json("heads", "-x", "folder=./migrations", "-x", "more=a=b")).document).toMatchObject([
    { revision: "a" },
  ]);
  expect(await json("heads", "-x", "fail")).toMatchObject({
    document: { error: { code: "CONFIG_INVALID", message: "sluice.config.ts:2:33: no such region" } },
    code: 2,
  });
});

test("edit opens the files that a target names", async () => {
  const root = project(linear.files);
  process.env["VISUAL"] = `sh -c 'printf "%s" "$@" > opened' --`;
  expect((await json("edit", "head")).document).toEqual({ paths: [join(root, "migrations/e.ts")] });
  process.env["VISUAL"] = "false";
  expect(await json("edit", "head")).toMatchObject({ document: { error: { code: "USAGE" } }, code: 2 });
  delete process.env["VISUAL"];
  delete process.env["EDITOR"];
  expect(await json("edit", "head")).toMatchObject({ document: { error: { code: "USAGE" } }, code: 2 });
  expect(await json("edit", "base")).toMatchObject({ document: { error: { code: "USAGE" } }, code: 2 });
});

test("merge writes one revision after two, and branches that meet are the answer no", async () => {
  project(["a", "l < a", "r < a"], { database: database.url });
  expect(await json("merge", "heads", "--scratch", "server", "--rev-id", "m", "-m", "one again")).toMatchObject({
    document: { revision: "m", downRevision: ["l", "r"], conflicts: [], orders: { difference: null } },
    code: 0,
  });
  expect((await json("heads")).document).toEqual([{ revision: "m", message: "one again", branchLabels: [] }]);
  const root = project(["a", "l < a", "r < a"], { database: database.url });
  const drop = { upgrade: 'op.dropTable({ name: "t_a" });', downgrade: "" };
  storyFolder(["l < a", "r < a"], { l: drop, r: drop }, join(root, "migrations"));
  expect(await json("merge")).toMatchObject({ document: { error: { code: "MERGE_CONFLICT" } }, code: 1 });
  expect(await json("merge", "--force", "--dry-run")).toMatchObject({ document: { path: null }, code: 0 });
});
