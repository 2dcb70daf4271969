import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Script } from "node:vm";
import { loadMigration } from "./migration.ts";
import { writtenCode } from "./written.ts";

const ROOT = join(__dirname, "../../../..");
const folder = mkdtempSync(join(tmpdir(), "sluice-written-"));
const file = join(folder, "revision.ts");
afterAll(() => rmSync(folder, { recursive: true }));

/** What a file records, or what is wrong with it; both with the line that it is at. */
async function loaded(text: string): Promise<unknown> {
  writeFileSync(file, text);
  const revision = { id: "a", downRevisions: [], dependsOn: [], branchLabels: [], message: "", createdAt: null };
  const result = loadMigration({ ...revision, path: file, checksum: "" });
  return result.then(
    ({ upgrade, downgrade }) => JSON.stringify({ upgrade, downgrade }),
    (cause: unknown) => String(cause),
  );
}

/** The same text with a space more before its comment is one that is parsed. */
function parsed(text: string): Promise<unknown> {
  expect(writtenCode(` ${text}`)).toBeNull();
  return loaded(` ${text}`);
}

test("a file as Sluice writes it records what it records where it is parsed", async () => {
  const found = readdirSync(join(ROOT, "test/fixtures"), { recursive: true, encoding: "utf8" });
  const files = found.filter((path) => /expected[^/]*\.ts$/.test(path));
  const seen = { written: 0, parsed: 0 };
  for (const path of files) {
    const text = readFileSync(join(ROOT, "test/fixtures", path), "utf8");
    seen[writtenCode(text) === null ? "parsed" : "written"] += 1;
    expect(await loaded(text)).toBe(await parsed(text));
  }
  expect(seen.written).toBeGreaterThan(files.length / 2);
  expect(seen.parsed).toBeGreaterThan(0);
});

function isRunAsWritten(text: string): boolean {
  try {
    return new Script(`(function () {${writtenCode(text) ?? "not written by Sluice"}\n})`) instanceof Script;
  } catch {
    return false;
  }
}

function fileOf(upgrade: string, downgrade = "", between = ""): string {
  return `/**
 * small
 *
 * Revision ID: a
 */
import { sql, type Operations } from "@sluice/runner";

export const revision = "a";
export const downRevision = null;

export function upgrade(op: Operations): void {
  ${upgrade}
}
${between}
export function downgrade(op: Operations): void {
  ${downgrade}
}
`;
}

describe("what people write into it", () => {
  test.each<readonly [what: string, text: string, isParsed: boolean]>([
    ["nothing", fileOf(""), false],
    ["plain code", fileOf("for (const name of ['a', 'b']) op.dropTable({ name });", "op.irreversible('gone');"), false],
    ["its own constants", fileOf("op.execute(sql`select ${revision} ${String(downRevision)}`);"), false],
    ["what it does not know", fileOf("\n  op.dropTable({ name: missing });"), false],
    ["a mistake in an operation", fileOf("", "\n\n  op.dropTable({ nam: 'a' });"), false],
    ["a global that is declared nowhere", fileOf("undeclared = 1;"), false],
    [
      "an annotation",
      fileOf("const names: readonly string[] = ['a']; for (const name of names) op.dropTable({ name });"),
      true,
    ],
    ["an assertion", fileOf("op.dropTable({ name: 'a' as string });"), true],
    ["a non-null assertion", fileOf("op.dropTable({ name: ['a'][0]! });"), true],
    ["a type", fileOf("op.dropTable({ name: 'a' });", "", "type Name = string;\n"), true],
    [
      "a function of its own",
      fileOf("drop(op);", "", "function drop(op: Operations): void { op.dropTable({ name: 'a' }); }\n"),
      true,
    ],
    [
      "a call with a type, which would compare",
      fileOf("const one = (x) => { op.dropTable({ name: 'a' }); return x; }; one<string>('a');"),
      true,
    ],
    ["a comparison", fileOf("for (let i = 0; i < 2; i += 1) op.dropTable({ name: `t${i}` });"), true],
    [
      "another import",
      fileOf("op.dropTable({ name: basename('/a') });", "").replace(
        "\n\nexport const",
        '\nimport { basename } from "node:path";\n\nexport const',
      ),
      true,
    ],
    [
      "an import further down",
      fileOf("op.dropTable({ name: basename('/a') });", "", 'import { basename } from "node:path";\n'),
      true,
    ],
    [
      "a text that looks like its end",
      fileOf("op.execute(sql`select '\nexport function downgrade(op: Operations): void {\n'`);"),
      true,
    ],
    [
      "a downgrade of another form",
      fileOf("op.execute(sql`select '\nexport function downgrade(op: Operations): void {\n'`);")
        .replace(/\nexport function downgrade\(op: Operations\): void \{\n {2}\n\}\n$/, "")
        .concat("\nexport const downgrade = (op: Operations): void => op.irreversible('gone');\n"),
      true,
    ],
    ["a text that looks like a constant", fileOf("op.execute(sql`\nexport const revision = 'b';\n`);"), false],
    ["a syntax error", fileOf("\n  op.dropTable({ name: 'a' );"), true],
  ])("%s", async (_, text, isParsed) => {
    expect(await loaded(text)).toBe(await parsed(text));
    expect(isRunAsWritten(text)).toBe(!isParsed);
  });
});
