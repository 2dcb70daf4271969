/** drizzle-kit's own SQL for models, made in a child process: it ends its process where a model displeases it. */

import { spawn } from "node:child_process";
import { existsSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { transform } from "esbuild";
import { projectOf, type Line } from "../support/lines.ts";

const INSTALLED = join(__dirname, "../../node_modules");
const KITS: Readonly<Record<Line, { readonly name: string; readonly api: string }>> = {
  "0.45": { name: "drizzle-kit", api: "drizzle-kit/api" },
  "1.0": { name: "drizzle-kit-v1", api: "drizzle-kit/api-postgres" },
};

/** Says what leads from each model to the next: from nothing, where the first is null. */
const CHILD = `
const [api, pairs] = [process.argv[2], require(process.argv[3])];
const { generateDrizzleJson, generateMigration } = require(api);
(async () => {
  const empty = await generateDrizzleJson({});
  for (const [from, to] of pairs) {
    const was = from === null ? empty : await generateDrizzleJson({ ...require(from) });
    const is = await generateDrizzleJson({ ...require(to) }, was.id);
    process.send({ to, statements: await generateMigration(was, is) });
  }
  process.exit(0);
})().catch((error) => { console.error(error); process.exit(1); });
`;

export interface KitPair {
  /** Source of the model that it starts from; null: an empty database. */
  readonly from: string | null;
  readonly to: string;
}

/**
 * The statements of each pair. Null where drizzle-kit gives none: it asks a question, or ends its process.
 *
 * @throws what drizzle-kit says where it fails at the first pair already.
 */
export async function kitStatements(
  line: Line,
  pairs: readonly KitPair[],
): Promise<readonly (readonly string[] | null)[]> {
  const project = projectOf(line);
  const place = join(project, "node_modules/drizzle-kit");
  if (!existsSync(place)) symlinkSync(join(INSTALLED, KITS[line].name), place);
  const script = join(project, "kit-child.cjs");
  writeFileSync(script, CHILD);
  const fileOf = async (source: string, name: string): Promise<string> => {
    const { code } = await transform(source, { loader: "ts", format: "cjs", target: "node20" });
    const file = join(project, `${name}.cjs`);
    writeFileSync(file, code);
    return file;
  };
  const files = await Promise.all(
    pairs.map(async ({ from, to }, position) => {
      const was = from === null ? null : await fileOf(from, `kit-${position}-from`);
      return [was, await fileOf(to, `kit-${position}-to`)] as const;
    }),
  );
  const answers = new Map<string, readonly string[]>();
  // Thousands of names are longer than an argument may be.
  const list = join(project, "kit-list.json");
  for (let start = 0; start < files.length;) {
    writeFileSync(list, JSON.stringify(files.slice(start)));
    const said = await run(script, KITS[line].api, list, answers);
    const next = files.findIndex(([, to], position) => position >= start && !answers.has(to));
    if (next === -1) break;
    if (answers.size === 0) throw new Error(`drizzle-kit fails: ${said}`);
    // It ended at this one: go on after it.
    start = next + 1;
  }
  return files.map(([, to]) => answers.get(to) ?? null);
}

function run(script: string, api: string, list: string, answers: Map<string, readonly string[]>): Promise<string> {
  return new Promise((resolve) => {
    // The kit must find the drizzle-orm of its project, not the one that it was installed beside.
    const child = spawn(process.execPath, ["--preserve-symlinks", "--preserve-symlinks-main", script, api, list], {
      stdio: ["ignore", "ignore", "pipe", "ipc"],
    });
    let said = "";
    child.stderr?.on("data", (chunk: Buffer) => (said = (said + chunk.toString()).slice(-2000)));
    child.on("message", (message) => {
      // Sent by the script above.
      const { to, statements } = message as { to: string; statements: readonly string[] };
      answers.set(to, statements);
    });
    child.on("close", () => resolve(said));
  });
}
