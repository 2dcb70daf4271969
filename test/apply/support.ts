/** What the tests of applying share: migration folders, and the runner in a process of its own that can be killed. */

import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildSync } from "esbuild";

/** A folder with a migration for each entry, in a line. */
export function folderOf(
  revisions: readonly { readonly id: string; readonly up: string; readonly down?: string }[],
): string {
  const folder = mkdtempSync(join(tmpdir(), "sluice-apply-"));
  revisions.forEach(({ id, up, down = "" }, position) => {
    const below = revisions[position - 1]?.id;
    writeFileSync(
      join(folder, `${String(position).padStart(3, "0")}.ts`),
      `import { sql, type Operations } from "@sluice/runner";
export const revision = ${JSON.stringify(id)};
export const downRevision = ${below === undefined ? "null" : JSON.stringify(below)};
export const branchLabels = null;
export const dependsOn = null;
export function upgrade(op: Operations): void {
  ${up}
}
export function downgrade(op: Operations): void {
  ${down}
}
`,
    );
  });
  return folder;
}

let bundle: string | null = null;

function childScript(): string {
  if (bundle !== null) return bundle;
  bundle = join(mkdtempSync(join(tmpdir(), "sluice-child-")), "child.cjs");
  buildSync({
    entryPoints: [join(process.cwd(), "test/apply/child.ts")],
    outfile: bundle,
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node20",
    alias: { "@sluice/runner": join(process.cwd(), "packages/runner/src/index.ts") },
    external: ["@electric-sql/pglite"],
    logLevel: "error",
  });
  return bundle;
}

/** What the runner in a process of its own is told. */
export interface ChildOrders {
  readonly database: string;
  readonly migrations: string;
  readonly direction: "up" | "down";
  /** The query of the working session at which it kills itself; left out: never. */
  readonly killAt?: number;
  /** Before the query is sent, or a moment after. */
  readonly when?: "before" | "sent";
}

export interface ChildEnd {
  /** `SIGKILL` where it was killed. */
  readonly signal: string | null;
  readonly output: string;
}

export interface Child {
  readonly process: ChildProcess;
  readonly ended: Promise<ChildEnd>;
}

/** Starts the runner in a process of its own. */
export function startChild(orders: ChildOrders): Child {
  const child = spawn(process.execPath, [childScript(), JSON.stringify(orders)], { stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (output += chunk.toString()));
  const ended = new Promise<ChildEnd>((resolve) => child.once("close", (_, signal) => resolve({ signal, output })));
  return { process: child, ended };
}

/** Waits until a question is answered with yes. */
export async function until(question: () => Promise<boolean>, milliseconds = 20_000): Promise<void> {
  const end = Date.now() + milliseconds;
  while (!(await question())) {
    if (Date.now() > end) throw new Error("waited in vain");
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}
