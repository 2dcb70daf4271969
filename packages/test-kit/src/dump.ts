/** A schema as pg_dump tells it: found on the machine where it fits the server, in WASM for PGlite. */

import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { PGlite } from "@electric-sql/pglite";
import { pgDump } from "@electric-sql/pglite-tools/pg_dump";
import type { TestDatabase } from "./database.ts";
import { catalogWitness } from "./witness.ts";

export type DumpTarget = TestDatabase | PGlite;

const run = promisify(execFile);
let found: Promise<number> | null = null;

/** The major of the machine's pg_dump; 0 where there is none. */
function pgDumpMajor(): Promise<number> {
  found ??= run("pg_dump", ["--version"]).then(
    ({ stdout }) => Number(/(\d+)[.\d]*/.exec(stdout)?.[1] ?? 0),
    () => 0,
  );
  return found;
}

const COLUMN = /^    (?!CONSTRAINT)[^ ]/;

/**
 * Dumps as sorted statements. Columns of a table are sorted too, since a column that is added again stands last and
 * PostgreSQL can't move it; so are statements, since their order follows object ids.
 */
function normalised(text: string): string {
  const lines = text
    .split("\n")
    .filter(
      (line) =>
        !line.startsWith("--") && !/^\\(un)?restrict/.test(line) && !/^SET |^SELECT pg_catalog.set_config/.test(line),
    );
  const statements = lines
    .join("\n")
    .split(/;\n+/)
    .map((statement) => {
      const body = statement.trim().split("\n");
      if (!/^CREATE (UNLOGGED |FOREIGN )?TABLE/.test(body[0] ?? "")) return body.join("\n");
      const inner = body.slice(1).map((line) => line.replace(/,$/, ""));
      const columns = inner.filter((line) => COLUMN.test(line) || line.startsWith("    CONSTRAINT")).toSorted();
      return [body[0], ...columns, ...inner.filter((line) => !columns.includes(line))].join("\n");
    });
  return statements.filter(Boolean).toSorted().join(";\n");
}

/** The schema of a database as text; two databases with equal texts have equal schemas. The ledger is left out. */
export async function dump(target: DumpTarget, options: { readonly leaveOut?: string } = {}): Promise<string> {
  const leaveOut = options.leaveOut ?? "*.sluice_revisions*";
  const flags = ["--schema-only", "--exclude-table", leaveOut];
  if (!("url" in target)) {
    const file = await pgDump({ pg: target, args: flags });
    const text = normalised(await file.text());
    // pg_dump leaves the one session in its own read-only transaction, with an empty search path.
    await target.exec("rollback; reset all");
    return text;
  }
  if ((await pgDumpMajor()) < target.major) return catalogWitness((text) => target.query(text));
  const { stdout } = await run("pg_dump", [...flags, target.url], { maxBuffer: 1 << 28 });
  return normalised(stdout);
}
