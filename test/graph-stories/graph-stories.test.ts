import { branchMembers, headsOf } from "../../packages/runner/src/revisions/graph.ts";
import { findRevision } from "../../packages/runner/src/revisions/resolve.ts";
import { branched, forest } from "./branched.ts";
import * as dependsStories from "./depends.ts";
import * as linearStories from "./linear.ts";
import { malformed } from "./malformed.ts";
import * as mergedStories from "./merged.ts";
import { graphOf, played, type Outcome, type Scene } from "./story.ts";

const stories = [
  ...Object.values(linearStories),
  branched,
  forest,
  ...Object.values(mergedStories),
  ...Object.values(dependsStories),
];

function title(scene: Scene): string {
  return `${scene.run} at ${scene.at === "" ? "base" : scene.at}`;
}

function expected({ steps, trail, current }: Scene): Partial<Outcome> {
  return {
    ...(steps === undefined ? {} : { steps }),
    ...(trail === undefined ? {} : { trail }),
    ...(current === undefined ? {} : { current }),
  };
}

describe.each(stories)("$name", ({ files, scenes }) => {
  const graph = graphOf(files);

  test.each(scenes.map((scene) => [title(scene), scene] as const))("%s", (_, scene) => {
    if (scene.error === undefined) {
      expect(played(graph, scene.at, scene.run)).toMatchObject(expected(scene));
    } else {
      expect(() => played(graph, scene.at, scene.run)).toThrow(expect.objectContaining({ code: scene.error }));
    }
  });
});

test.each(malformed)("$name is refused, and the files at fault are named", ({ files, error, names }) => {
  let failure: unknown = null;
  try {
    graphOf(files);
  } catch (cause) {
    failure = cause;
  }
  expect(failure).toMatchObject({ code: error });
  for (const name of names) expect(String(failure)).toContain(name);
});

test("ambiguity lists the candidates", () => {
  const failure = { code: "AMBIGUOUS_REVISION", details: { target: "bb", candidates: ["bbbb2222", "bbcc3333"] } };
  expect(() => findRevision(graphOf(linearStories.prefixes.files), "bb")).toThrow(expect.objectContaining(failure));
});

test("a label is carried by its revision and all that follow, through merges, and down to a branch point", () => {
  const { labelThroughMerge } = mergedStories;
  expect([...branchMembers(graphOf(labelThroughMerge.files), "c1")].toSorted()).toEqual(["c1", "d1", "m", "n"]);
  const line = graphOf(["a", "b < a", "c [L] < b", "d < c"]);
  expect([...branchMembers(line, "c")].toSorted()).toEqual(["a", "b", "c", "d"]);
});

test("another file moves the head", () => {
  const files = ["a", "b < a"];
  expect(headsOf(graphOf(files))).toEqual(["b"]);
  expect(headsOf(graphOf([...files, "c < b"]))).toEqual(["c"]);
  expect(headsOf(graphOf([...files, "c < a"]))).toEqual(["b", "c"]);
});
