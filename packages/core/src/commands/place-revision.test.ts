import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadRevisions, revisionGraph, type Revision } from "@sluice/runner";
import { emptyRevision } from "./empty-revision.ts";
import { placeRevision, type Placement, type PlacementOptions } from "./place-revision.ts";

function revision(id: string, downRevisions: readonly string[], label?: string, folder = "/one"): Revision {
  return {
    id,
    downRevisions,
    dependsOn: [],
    branchLabels: label === undefined ? [] : [label],
    message: id,
    createdAt: null,
    path: join(folder, `${id}.ts`),
    checksum: "",
  };
}

const line = [revision("aaaa", []), revision("bbbb", ["aaaa"])];
const forked = [...line, revision("c1", ["bbbb"], "left"), revision("c2", ["bbbb"], "right", "/two")];

interface Case {
  readonly name: string;
  readonly files: readonly Revision[];
  readonly folders?: readonly string[];
  readonly id?: string;
  readonly options: PlacementOptions;
  readonly placement?: Partial<Placement>;
  readonly error?: string;
}

const cases: readonly Case[] = [
  { name: "the first revision follows nothing", files: [], options: {}, placement: { downRevisions: [] } },
  { name: "the second follows the head", files: line, options: {}, placement: { downRevisions: ["bbbb"] } },
  { name: "of several heads one must be named", files: forked, options: {}, error: "MULTIPLE_HEADS" },
  {
    name: "a head by its label",
    files: forked,
    options: { head: "left" },
    placement: { downRevisions: ["c1"] },
  },
  {
    name: "a head by its branch",
    files: forked,
    options: { head: "right@head" },
    placement: { downRevisions: ["c2"] },
  },
  { name: "what others follow is no head", files: line, options: { head: "aaaa" }, error: "NOT_A_HEAD" },
  {
    name: "with splice it begins a branch",
    files: line,
    options: { head: "aa", splice: true, branchLabel: "side" },
    placement: { downRevisions: ["aaaa"], branchLabels: ["side"] },
  },
  {
    name: "base is a new root",
    files: line,
    options: { head: "base" },
    placement: { downRevisions: [] },
  },
  {
    name: "several heads are a merge",
    files: forked,
    options: { head: ["left", "c2"] },
    placement: { downRevisions: ["c1", "c2"] },
  },
  {
    name: "all heads are a merge",
    files: forked,
    options: { head: "heads" },
    placement: { downRevisions: ["c1", "c2"] },
  },
  { name: "a head named twice", files: forked, options: { head: ["c1", "left"] }, error: "USAGE" },
  {
    name: "a dependency is written in full, a label stays one",
    files: forked,
    options: { head: "left", dependsOn: ["bb", "right"] },
    placement: { dependsOn: ["bbbb", "right"] },
  },
  { name: "an unknown dependency", files: line, options: { dependsOn: ["nope"] }, error: "REVISION_NOT_FOUND" },
  { name: "an id that targets could not name", files: line, id: "a-b", options: {}, error: "REVISION_ID_INVALID" },
  { name: "an id that is there", files: line, id: "aaaa", options: {}, error: "DUPLICATE_REVISION" },
  {
    name: "a label that is taken",
    files: forked,
    options: { head: "left", branchLabel: "right" },
    error: "BRANCH_LABEL_CONFLICT",
  },
  {
    name: "a folder that is none of them",
    files: line,
    folders: ["/one", "/two"],
    options: { versionPath: "/three" },
    error: "USAGE",
  },
  {
    name: "several folders, and nothing tells which",
    files: [],
    folders: ["/one", "/two"],
    options: {},
    error: "USAGE",
  },
  {
    name: "the folder of what it follows",
    files: forked,
    folders: ["/one", "/two"],
    options: { head: "right" },
    placement: { folder: "/two" },
  },
  {
    name: "a folder that is named",
    files: forked,
    folders: ["/one", "/two"],
    options: { head: "right", versionPath: "/one" },
    placement: { folder: "/one" },
  },
];

test.each(cases)("$name", ({ files, folders = ["/one"], id = "new", options, placement, error }) => {
  const place = (): Placement => placeRevision({ graph: revisionGraph(files), folders }, id, options);
  if (error === undefined) expect(place()).toMatchObject(placement ?? {});
  else expect(place).toThrow(expect.objectContaining({ code: error }));
});

function folder(): string {
  return mkdtempSync(join(tmpdir(), "sluice-revision-"));
}

test("a message with quotes, backslashes and the end of a comment is read back as it was", async () => {
  const migrations = folder();
  const message = 'say "it\'s" \\ \\n ${x} `y` and go';
  const { path } = await (await emptyRevision({ migrations, message })).write();
  const [read] = await loadRevisions(migrations);
  expect(read).toMatchObject({ path, message, downRevisions: [] });
});

test("nothing is left behind where the id is refused", async () => {
  const migrations = folder();
  await expect(emptyRevision({ migrations, message: "x", revisionId: () => "a:b" })).rejects.toMatchObject({
    code: "REVISION_ID_INVALID",
  });
  expect(readdirSync(migrations)).toEqual([]);
});

test("a template that makes folders asks for folders to be looked into", async () => {
  const migrations = folder();
  const options = {
    migrations,
    message: "x",
    fileName: "{year}/{month}_{slug}",
    clock: () => new Date("2026-11-22T12:00Z"),
  };
  await expect(emptyRevision(options)).rejects.toMatchObject({ code: "CONFIG_INVALID" });
  const { path } = await (await emptyRevision({ ...options, recursive: true })).write();
  expect(path).toBe(join(migrations, "2026/11_x.ts"));
  expect(await loadRevisions(migrations, { recursive: true })).toHaveLength(1);
  const next = await emptyRevision({ ...options, message: "y", recursive: true });
  expect(next.source).toContain(
    `downRevision = ${JSON.stringify((await loadRevisions(migrations, { recursive: true }))[0]?.id)}`,
  );
});

test("a parent that is changed by hand is seen by the next revision", async () => {
  const migrations = folder();
  const write = async (message: string, head?: string): Promise<string> =>
    (await (await emptyRevision({ migrations, message, revisionId: () => message, head, splice: true })).write()).path;
  await write("a");
  await write("b");
  const path = await write("c", "a");
  await expect(write("d")).rejects.toMatchObject({ code: "MULTIPLE_HEADS" });
  writeFileSync(path, readFileSync(path, "utf8").replace('downRevision = "a"', 'downRevision = "b"'));
  await write("d");
  expect((await loadRevisions(migrations)).find(({ id }) => id === "d")?.downRevisions).toEqual(["c"]);
});

test("what is no migration file is passed over, overlapping folders give each file once", async () => {
  const migrations = folder();
  await (await emptyRevision({ migrations, message: "a" })).write();
  for (const name of ["README.md", ".#draft.ts", "types.d.ts", "0001.sql", "snapshot.json"]) {
    writeFileSync(join(migrations, name), "x");
  }
  expect(await loadRevisions([migrations, `${migrations}/`, join(migrations, ".")])).toHaveLength(1);
  writeFileSync(join(migrations, "helper.ts"), "export const nothing = 1;\n");
  await expect(loadRevisions(migrations)).rejects.toMatchObject({ code: "REVISION_FILE_INVALID" });
  await expect(loadRevisions(migrations)).rejects.toThrow(/helper\.ts/);
});
