/** What Sluice writes type-checks in the user's project, whichever TypeScript is there, against the types that are published. */

import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { emptyRevision } from "@sluice/core";
import { ROOT, expectedPaths } from "./support/sources.ts";

/** Each as a user may have it; the last has no compiler API, so all are started as commands. */
const COMPILERS = ["typescript-5.9", "typescript", "typescript-7"];

/** Strict in every way that a project may ask for, and for syntax that Node can strip. */
const OPTIONS = {
  target: "ES2022",
  lib: ["ES2022"],
  types: ["node"],
  typeRoots: [join(ROOT, "node_modules/@types")],
  module: "NodeNext",
  moduleResolution: "NodeNext",
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  noPropertyAccessFromIndexSignature: true,
  noImplicitReturns: true,
  noUnusedLocals: true,
  noUnusedParameters: true,
  erasableSyntaxOnly: true,
  isolatedModules: true,
  skipLibCheck: true,
  verbatimModuleSyntax: true,
  noEmit: true,
  paths: { "@sluice/runner": [join(ROOT, "packages/runner/dist/index.d.mts")] },
};

function compile(compiler: string, files: readonly string[]): string {
  const project = join(mkdtempSync(join(tmpdir(), "sluice-types-")), "tsconfig.json");
  writeFileSync(project, JSON.stringify({ compilerOptions: OPTIONS, files }));
  const { stdout, stderr, error } = spawnSync(
    process.execPath,
    [join(ROOT, "node_modules", compiler, "bin/tsc"), "-p", project, "--pretty", "false"],
    { cwd: ROOT, encoding: "utf8" },
  );
  return `${stdout}${stderr}${error?.message ?? ""}`;
}

function written(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), "sluice-types-"));
  writeFileSync(join(folder, "package.json"), JSON.stringify({ type: "module" }));
  const path = join(folder, "revision.ts");
  writeFileSync(path, text);
  return path;
}

test.each(COMPILERS)("%s: every golden folder's migration and the one that a person fills in", async (compiler) => {
  const { source } = await emptyRevision({ migrations: join(tmpdir(), "sluice-none"), message: "by hand" });
  const files = expectedPaths().map((path) => join(ROOT, path));
  expect(files.length).toBeGreaterThan(60);
  expect(compile(compiler, [...files, written(source)])).toBe("");
});

test("a slip of a person's is found by the editor", () => {
  const [first = ""] = expectedPaths().filter((path) => path.includes("/a-new-table-with-everything-in-it/"));
  const text = readFileSync(join(ROOT, first), "utf8");
  const slips = [
    ["op.createTable({", "op.createTabel({"],
    ["name:", "nmae:"],
    ["notNull: true", 'notNull: "yes"'],
  ] as const;
  const paths = slips.map(([right, wrong]) => {
    expect(text).toContain(right);
    return written(text.replace(right, wrong));
  });
  const found = compile("typescript-7", paths);
  // The compiler names files from where it runs.
  for (const path of paths) expect(found).toMatch(new RegExp(`${basename(dirname(path))}/${basename(path)}.*error TS`));
});
