/** What OpenTelemetry is told of a run. */

import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SpanStatusCode, trace } from "@opentelemetry/api";
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from "@opentelemetry/sdk-trace-base";
import { testDatabase } from "@sluice/test-kit";
import { createRunner, upgrade } from "../index.ts";

const exporter = new InMemorySpanExporter();

beforeAll(() => {
  trace.setGlobalTracerProvider(new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }));
});
beforeEach(() => exporter.reset());
afterAll(() => trace.disable());

function folder(body: string): string {
  const path = mkdtempSync(join(tmpdir(), "sluice-traced-"));
  const text = `import { sql } from "@sluice/runner";
export const revision = "aaaa"; export const downRevision = null; export const branchLabels = null; export const dependsOn = null;
export function upgrade(op) { ${body} }
export function downgrade(op) { op.dropTable({ name: "fees" }); }
`;
  writeFileSync(join(path, "first.js"), text);
  return path;
}

const TABLE = 'op.createTable({ name: "fees", columns: [{ name: "id", type: "integer" }] });';

test("a run is a span, with its revisions and their statements in it", async () => {
  const database = await testDatabase();
  const migrations = folder(TABLE);
  await upgrade({ database: database.url, migrations });
  const spans = exporter.getFinishedSpans();
  const named = (name: string): (typeof spans)[number] | undefined => spans.find((span) => span.name === name);
  const [run, revision, statement] = ["sluice upgrade", "sluice revision aaaa", "CREATE TABLE"].map(named);
  expect(revision?.parentSpanContext?.spanId).toBe(run?.spanContext().spanId);
  expect(statement?.parentSpanContext?.spanId).toBe(revision?.spanContext().spanId);
  expect(revision?.attributes).toMatchObject({ "sluice.revision": "aaaa", "sluice.direction": "up" });
  expect(JSON.stringify(spans.map(({ attributes }) => attributes))).not.toContain("fees");
  const runner = createRunner({ database: database.url, migrations });
  await runner.downgrade("base");
  expect(exporter.getFinishedSpans().map(({ name }) => name)).toContain("DROP TABLE");
  await runner.close();
  await database.drop();
});

test("what fails is a span that says so, and none stays open", async () => {
  const database = await testDatabase();
  const migrations = folder(`${TABLE} op.execute(sql\`select 1 / 0\`);`);
  await expect(upgrade({ database: database.url, migrations })).rejects.toMatchObject({ code: "STATEMENT_FAILED" });
  const failed = exporter.getFinishedSpans().filter(({ status }) => status.code === SpanStatusCode.ERROR);
  expect(failed.map(({ name }) => name).toSorted()).toEqual(["sluice revision aaaa", "sluice upgrade"]);
  await database.drop();
});
