/** The examples, run as a newcomer runs them. */

import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { testDatabase } from "@sluice/test-kit";

const ROOT = join(__dirname, "..");

function run(script: string, env: Readonly<Record<string, string>> = {}): string {
  const { NODE_OPTIONS: _, ...inherited } = process.env;
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(ROOT, script)], {
    encoding: "utf8",
    env: { ...inherited, DATABASE_URL: "", NO_COLOR: "1", ...env },
  });
  if (status !== 0) throw new Error(`${script} ended with ${status}:\n${stdout}\n${stderr}`);
  return stdout;
}

/** The fees that the story shows, one list for each time it does. */
function shownFees(output: string): readonly (readonly string[])[] {
  return [...output.matchAll(/│ \(index\) │ id │ amount.*\n(?:.*─.*\n)((?:│.*\n)+)/g)].map(([, rows = ""]) =>
    rows
      .trim()
      .split("\n")
      .map((row) => /'([a-z]+)' +│$/.exec(row)?.[1] ?? row),
  );
}

function assertStoryIsTold(output: string): void {
  const [pending, unpaid] = ["pending", "unpaid"].map((status) => [status, "paid", status]);
  // The data migration up and down, then the enum up and down: every row keeps what it says.
  expect(shownFees(output)).toEqual([pending, unpaid, pending, pending]);
  expect(output).toContain("In sync: the database matches its models.");
  expect(output.split("\n").filter((line) => / → .* (?:add_|unpaid_|status_)/.test(line))).toHaveLength(5);
}

test("the story of the fees is told on the embedded PostgreSQL, and the file is the one that a reviewer expects", () => {
  assertStoryIsTold(run("examples/fees/demo.mjs"));
  const folder = join(ROOT, "examples/fees/.sluice/demo/migrations");
  const name = readdirSync(folder).find((each) => each.endsWith("add_fees_table.ts")) ?? "";
  expect(readFileSync(join(folder, name), "utf8").replace(/^[\s\S]*?(?=export function upgrade)/, "")).toBe(`\
export function upgrade(op: Operations): void {
  op.createTable({
    name: "fees",
    columns: [
      { name: "id", type: "integer", notNull: true, identity: { generated: "by default" } },
      { name: "student_id", type: "integer", notNull: true },
      { name: "amount", type: "numeric(10,2)", notNull: true },
      { name: "status", type: "character varying(20)", notNull: true, default: "pending" },
      { name: "due_date", type: "timestamp without time zone", notNull: true },
      { name: "created_at", type: "timestamp without time zone", notNull: true, default: sql\`now()\` },
    ],
    primaryKey: { name: "fees_pkey", columns: ["id"] },
    foreignKeys: [
      { name: "fees_student_id_students_id_fk", columns: ["student_id"], references: { table: "students", columns: ["id"] } },
    ],
  });
  op.createIndex({ name: "ix_fees_status", table: "fees", columns: ["status"] });
  op.createIndex({ name: "ix_fees_student_id", table: "fees", columns: ["student_id"] });
}

export function downgrade(op: Operations): void {
  op.dropTable({ name: "fees" });
}
`);
});

test("the story of the fees is told on DATABASE_URL, whose database is left without its tables", async () => {
  const database = await testDatabase();
  assertStoryIsTold(run("examples/fees/demo.mjs", { DATABASE_URL: database.url }));
  expect(await database.query("select relname from pg_class where relname in ('students', 'fees')")).toEqual([]);
  await database.drop();
});

test("autogenerate() in app code compares, writes, and finds nothing more to do", () => {
  const output = run("examples/autogenerate/main.mjs");
  expect(output).toContain("operations: addColumn, addColumn");
  expect(output).toContain("in sync: true");
  expect(output).toContain("error: REVISION_NOT_FOUND");
});
