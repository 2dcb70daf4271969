import { withLanes, type Node } from "./lanes.ts";

function drawn(text: string): string {
  const nodes = text
    .trim()
    .split("\n")
    .map((line): Node => {
      const [id = "", ...parents] = line.trim().split(" ");
      return { id, parents, isFilled: id < "d", lines: [id] };
    });
  return `\n${withLanes(nodes).join("\n")}\n`;
}

test("one line is one lane", () => {
  expect(drawn("d c\nc b\nb a\na")).toBe(`
○ d
● c
● b
● a
`);
});

test("branches have lanes of their own that join where they parted", () => {
  expect(drawn("d2 c2\nd1 c1\nc2 b\nc1 b\nb a\na")).toBe(`
○ d2
│ ○ d1
● │ c2
│ ● c1
├─╯
● b
● a
`);
});

test("a merge opens a lane for each further parent", () => {
  expect(drawn("f e\ne d1 d2 d3\nd3 b\nd2 b\nd1 b\nb")).toBe(`
○ f
○ e
├─┬─╮
│ │ ○ d3
│ ○ │ d2
○ │ │ d1
├─┴─╯
● b
`);
});

test("a line that passes between others is crossed", () => {
  expect(drawn("f3 c\nf2 b\nf1 c\nc a\nb a\na")).toBe(`
○ f3
│ ○ f2
│ │ ○ f1
├─┼─╯
● │ c
│ ● b
├─╯
● a
`);
});

test("two trees share nothing, and a lane that is free is used again", () => {
  expect(drawn("b2 a2\na2\nb1 a1\na1")).toBe(`
● b2
● a2
● b1
● a1
`);
});

test("what stands outside the range has no lane, and further lines stand beside their node's", () => {
  const nodes = [
    { id: "c", parents: ["b"], isFilled: true, lines: ["c", "  its file"] },
    { id: "b", parents: ["a"], isFilled: true, lines: ["b", "  its file"] },
  ];
  expect(withLanes(nodes)).toEqual(["● c", "│   its file", "● b", "   its file"]);
});
