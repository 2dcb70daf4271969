/** One answer is found as all of them are read. */

import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { VERSION } from "@sluice/runner";
import { answerFile } from "./answer-file.ts";

const [A, B, C] = ["a", "b", "c"].map((letter) => letter.repeat(22)) as [string, string, string];

function fileOf(...lines: readonly string[]): string {
  const path = join(mkdtempSync(join(tmpdir(), "sluice-answers-")), "answers.txt");
  writeFileSync(path, lines.join("\n"));
  return path;
}

test.each([
  ["the last one of a key counts", [`sluice ${VERSION}`, "", `${A} one;`, `${B} two;`, `${A} three;`], "three"],
  ["one that was not written whole is none", [`sluice ${VERSION}`, "", `${A} one;`, `${A} thr`, `${B} two;`], "one"],
  ["a key that begins another line's answer is none", [`sluice ${VERSION}`, "", `${B} ${A} x;`], null],
  ["another version's answers are none", ["sluice 0.0.0-other", "", `${A} one;`], null],
  ["nor is there one in a file that is not there", null, null],
])("%s", async (_, lines, expected) => {
  const file = answerFile(lines === null ? join(tmpdir(), "sluice-no-such-folder", "answers.txt") : fileOf(...lines));
  expect(await file.find(A)).toBe(expected);
  expect((await file.read()).get(A) ?? null).toBe(expected);
});

test("what is added is found, in a file of its own or behind what is there", async () => {
  const path = fileOf(`sluice ${VERSION}`, "", `${A} one;`, `${B} not who`);
  await answerFile(path).add(new Map([[C, "four"]]));
  await answerFile(path).add(new Map([[A, "five"]]));
  const file = answerFile(path);
  expect(await Promise.all([A, B, C].map((key) => file.find(key)))).toEqual(["five", null, "four"]);
});
