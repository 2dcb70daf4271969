import { stripVTControlCharacters } from "node:util";
import type { Operation } from "@sluice/runner";
import { describeOperation } from "./describe.ts";

test.each<[Operation, string]>([
  [{ op: "dropColumn", table: "fees", name: "note" }, "dropColumn fees.note"],
  [{ op: "dropTable", schema: "app", name: "fees" }, "dropTable app.fees"],
  [{ op: "renameIndex", from: "a", to: "b" }, "renameIndex a → b"],
  [{ op: "enableRowLevelSecurity", table: "fees" }, "enableRowLevelSecurity fees"],
  [
    { op: "execute", sql: 'ALTER TABLE "t"\n  REPLICA IDENTITY USING INDEX "u"' },
    'execute ALTER TABLE "t" REPLICA IDENTITY USING INDEX "u"',
  ],
  [{ op: "execute", sql: `select '${"x".repeat(200)}'` }, `execute select '${"x".repeat(91)}…`],
])("an operation in a line: %j", (operation, line) => {
  expect(stripVTControlCharacters(describeOperation(operation))).toBe(line);
});
