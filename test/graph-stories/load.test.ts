import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { transformSync } from "esbuild";
import { migrationText } from "./files.ts";
import { revisionOf } from "./story.ts";
import { loadMigration } from "../../packages/runner/src/revisions/migration.ts";
import { loadRevisions, parseRevision } from "../../packages/runner/src/revisions/load.ts";

function folder(): string {
  return mkdtempSync(join(tmpdir(), "sluice-load-"));
}

test.each(["a", "a [one,two] < b", "m < x y needs d", "z < x needs p q"])(
  "the head of a file as Sluice writes it says the same as its whole text: %s",
  (line) => {
    const text = migrationText(revisionOf(line));
    // A comment before it makes the file one that must be read whole.
    const whole = parseRevision("f.ts", `// first\n${text}`);
    expect({ ...parseRevision("f.ts", text), checksum: "" }).toEqual({ ...whole, checksum: "" });
    const { id, downRevisions, dependsOn, branchLabels } = revisionOf(line);
    expect(whole).toMatchObject({ id, downRevisions, dependsOn, branchLabels, createdAt: "2026-01-01T00:00:00.000Z" });
  },
);

test("a file that lacks a function is refused, and one in another style is read", () => {
  const text = migrationText(revisionOf("a"));
  const cut = text.slice(0, text.indexOf("export function downgrade"));
  expect(() => parseRevision("f.ts", cut)).toThrow(expect.objectContaining({ code: "REVISION_FILE_INVALID" }));
  const compiled = `"use strict";\n/** made */\nexports.revision = 'a';\nexports.downRevision = null;\nexports.upgrade = (op) => {};\nexports.downgrade = (op) => {};\n`;
  expect(parseRevision("f.js", compiled)).toMatchObject({ id: "a", downRevisions: [], message: "made" });
});

test.each(["esm", "cjs"] as const)("a file that a bundler wrote as %s is read and run as it is", async (format) => {
  const text = migrationText(revisionOf("m [one] < x y needs d"));
  const compiled = transformSync(text, { loader: "ts", format, platform: "node" }).code;
  const path = join(folder(), "m.js");
  writeFileSync(path, compiled);
  const revision = parseRevision(path, compiled);
  const { id, downRevisions, dependsOn, branchLabels } = revisionOf("m [one] < x y needs d");
  expect(revision).toMatchObject({ id, downRevisions, dependsOn, branchLabels });
  expect((await loadMigration(revision)).downgrade).toEqual([{ op: "dropTable", name: "t_m" }]);
});

const CONSTANTS = {
  revision: '"a"',
  downRevision: '"b"',
  branchLabels: "null",
  dependsOn: "null",
} as const;

function textWith(constants: Readonly<Record<string, string>>): string {
  const lines = Object.entries({ ...CONSTANTS, ...constants }).map(
    ([name, value]) => `export const ${name} = ${value};`,
  );
  return [
    'const OTHER = "c";',
    ...lines,
    "export function upgrade(op) {}",
    "export function downgrade(op) {}",
    "export { OTHER as more };",
  ].join("\n");
}

test.each([
  ["dependsOn", "[OTHER]"],
  ["dependsOn", "OTHER"],
  ["dependsOn", '["c"].concat(OTHER)'],
  ["branchLabels", "`label`"],
  ["downRevision", '"b" + OTHER'],
  ["downRevision", 'null ?? "b"'],
  ["replaces", "[...OTHER]"],
])("what %s is must stand there, else it would be lost without a word: %s", (key, value) => {
  expect(() => parseRevision("f.ts", textWith({ [key]: value }))).toThrow(
    expect.objectContaining({ code: "REVISION_FILE_INVALID", message: `f.ts: ${key} is no plain constant` }),
  );
});

test.each([
  ['["c"] as const', ["c"]],
  ['"c" satisfies string // as it is', ["c"]],
  ['["c", "c", "d"]', ["c", "d"]],
])("dependsOn may be written as %s", (value, dependsOn) => {
  expect(parseRevision("f.ts", textWith({ dependsOn: value }))).toMatchObject({ dependsOn, downRevisions: ["b"] });
});

test("the ends of lines change no checksum: a checkout may have either", () => {
  const text = migrationText(revisionOf("a"));
  const { checksum } = parseRevision("f.ts", text);
  expect(parseRevision("f.ts", text.replaceAll("\n", "\r\n")).checksum).toBe(checksum);
  expect(parseRevision("f.ts", `${text}\n`).checksum).not.toBe(checksum);
});

test.each([false, true])("files that are links are read, a mounted folder's too (recursive: %s)", async (recursive) => {
  // As a container's volume is mounted: each file a link through a link to a hidden folder.
  const mounted = folder();
  mkdirSync(join(mounted, "..2026"));
  writeFileSync(join(mounted, "..2026/a.ts"), migrationText(revisionOf("a")));
  symlinkSync("..2026", join(mounted, "..data"));
  symlinkSync("..data/a.ts", join(mounted, "a.ts"));
  expect((await loadRevisions(mounted, { recursive })).map(({ path }) => path)).toEqual([join(mounted, "a.ts")]);
});

test("a link that leads nowhere is an error, since a revision may be missing", async () => {
  const broken = folder();
  symlinkSync("gone.ts", join(broken, "a.ts"));
  await expect(loadRevisions(broken)).rejects.toMatchObject({ code: "REVISION_FILE_INVALID" });
});
