import { migrationText } from "./files.ts";
import { revisionOf } from "./story.ts";
import { parseRevision } from "../../packages/runner/src/revisions/load.ts";

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
