/** What is published, as others get it: packed, put into a project outside of this repository, and used in four ways. */

import { spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { testDatabase } from "@sluice/test-kit";
import { ROOT } from "../support/sources.ts";

const PACKAGES = ["runner", "core", "cli"];

function run(
  command: string,
  words: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>> = {},
): string {
  // What this run of jest set for itself is not the consumer's.
  const { NODE_OPTIONS: _options, JEST_WORKER_ID: _worker, ...inherited } = process.env;
  const { status, stdout, stderr, error } = spawnSync(command, words, {
    cwd,
    encoding: "utf8",
    env: { ...inherited, ...env },
  });
  if (status !== 0) throw new Error(`${command} ${words.join(" ")}: ${error?.message ?? ""}\n${stdout}\n${stderr}`);
  return stdout;
}

function link(target: string, path: string): void {
  if (!existsSync(path)) symlinkSync(realpathSync(target), path);
}

/** Third parties are linked where an installation would have put them. */
function linkDependencies(from: string, modules: string): void {
  for (const name of readdirSync(from).filter((each) => !each.startsWith(".") && each !== "@sluice")) {
    if (!name.startsWith("@")) link(join(from, name), join(modules, name));
    else {
      mkdirSync(join(modules, name), { recursive: true });
      for (const scoped of readdirSync(join(from, name))) link(join(from, name, scoped), join(modules, name, scoped));
    }
  }
}

/** A project with the packed packages in its node_modules. */
function project(): string {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), "sluice-consumer-project-"));
  cpSync(join(__dirname, "project"), folder, { recursive: true });
  const modules = join(folder, "node_modules");
  mkdirSync(join(modules, "@sluice"), { recursive: true });
  for (const name of PACKAGES) {
    const source = join(ROOT, "packages", name);
    const file = run("npm", ["pack", "--ignore-scripts", "--silent", "--pack-destination", folder], source).trim();
    run("tar", ["-xzf", file], folder);
    renameSync(join(folder, "package"), join(modules, "@sluice", name));
    linkDependencies(join(source, "node_modules"), modules);
  }
  link(join(ROOT, "node_modules/jest"), join(modules, "jest"));
  return folder;
}

const TOLD = {
  operations: ["createTable"],
  isWritten: true,
  isApplied: true,
  inSync: true,
  isReverted: true,
  code: "REVISION_NOT_FOUND",
};

let folder = "";
beforeAll(() => void (folder = project()));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function told(words: readonly string[]): Promise<string> {
  const database = await testDatabase();
  try {
    return run(process.execPath, words, folder, { DATABASE_URL: database.url, EXPECTED: JSON.stringify(TOLD) });
  } finally {
    await database.drop();
  }
}

test("from ES modules", async () => {
  expect(JSON.parse(await told(["main.mjs"]))).toEqual(TOLD);
});

test("from CommonJS", async () => {
  expect(JSON.parse(await told(["main.cjs"]))).toEqual(TOLD);
});

test("from a jest project, without any flag", async () => {
  const jest = ["node_modules/jest/bin/jest.js", "--config", "jest.config.json", "--runInBand"];
  await expect(told([...jest, "story.test.cjs"])).resolves.toEqual(expect.any(String));
});

test("from a jest project of ES modules", async () => {
  const jest = ["node_modules/jest/bin/jest.js", "--config", "jest.config.json", "--runInBand"];
  await expect(told(["--experimental-vm-modules", ...jest, "story.test.mjs"])).resolves.toEqual(expect.any(String));
});

test("the command runs from where it was packed", () => {
  const output = run(process.execPath, ["node_modules/@sluice/cli/bin/sluice.mjs", "--version"], folder);
  expect(output.trim()).toMatch(/^\d+\.\d+\.\d+$/);
});
