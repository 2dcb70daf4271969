import { readFileSync } from "node:fs";
import { program } from "../../packages/cli/src/program.ts";

const text = readFileSync("docs/commands.md", "utf8");

/** The part of the page that a heading begins. */
function sectionOf(name: string): string {
  const start = text.indexOf(`\n### ${name}`);
  const rest = start < 0 ? "" : text.slice(start + 1);
  const end = rest.search(/\n##/);
  return end < 0 ? rest : rest.slice(0, end);
}

const EVERYWHERE = new Set(["--json", "--config", "--database", "--arg"]);

test.each(program().commands.map((command) => [command.name(), command] as const))(
  "docs/commands.md tells what %s takes and gives",
  (name, command) => {
    const section = sectionOf(name);
    expect(section).not.toBe("");
    const shared = /takes the options of `gen`/i.test(section) ? sectionOf("gen") : "";
    const missing = command.options
      .filter(({ hidden }) => !hidden)
      .map(({ long }) => long ?? "")
      .filter((long) => !EVERYWHERE.has(long) && !`${section}${shared}`.includes(long));
    expect(missing).toEqual([]);
  },
);

test("docs/commands.md has no command that is not there", () => {
  const told = [...text.matchAll(/^### (\S+)/gm)].map(([, name]) => name);
  expect(told.filter((name) => !program().commands.some((command) => command.name() === name))).toEqual([]);
});
