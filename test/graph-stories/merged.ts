import type { Story } from "./story.ts";

export const merged: Story = {
  name: "two branches that are merged again",
  files: ["a", "b < a", "c1 < b", "d1 < c1", "c2 [c2branch] < b", "d2 < c2", "e < d1 d2", "f < e"],
  scenes: [
    {
      at: "",
      run: "upgrade head",
      steps: "a b c1 c2 d1 d2 e f",
      trail: "a | b | c1 | c1 c2 | c2 d1 | d1 d2 | e | f",
      current: "f",
    },
    { at: "d1", run: "upgrade f", steps: "c2 d2 e f", current: "f" },
    { at: "c1 d2", run: "upgrade f", steps: "d1 e f", current: "f" },
    // +1 is one revision: it never runs the other side of a merge along.
    { at: "d1", run: "upgrade +1", error: "RELATIVE_TARGET" },
    { at: "d1 d2", run: "upgrade +1", steps: "e", current: "e" },
    { at: "d1 d2", run: "upgrade +2", steps: "e f", current: "f" },
    {
      at: "f",
      run: "downgrade b",
      steps: "f e d2 d1 c2 c1",
      trail: "e | d1 d2 | c2 d1 | c1 c2 | c1 | b",
      current: "b",
    },
    { at: "f", run: "downgrade -1", steps: "f", current: "e" },
    { at: "f", run: "downgrade -2", error: "AMBIGUOUS_REVISION" },
    { at: "f", run: "downgrade d1", steps: "f e", current: "d1 d2" },
    { at: "f", run: "downgrade c2", steps: "f e d2", current: "c2 d1" },
    { at: "f", run: "downgrade c2branch@b", steps: "f e d2 c2", current: "d1" },
    // The other line stays: nothing says that it was not applied.
    { at: "e", run: "stamp c2", current: "c2 d1" },
    { at: "d1 c2", run: "stamp e", current: "e" },
    { at: "d1 c2", run: "stamp c2branch@head", current: "f" },
    { at: "b", run: "stamp e", current: "e" },
    { at: "", run: "history b:e", steps: "e d2 d1 c2 c1 b" },
    { at: "", run: "history d1:f", steps: "f e d1" },
  ],
};

export const continued: Story = {
  name: "one parent of a merge goes on",
  files: ["a1", "b1 < a1", "c1 < b1", "b2 < a1", "c2 < b2", "d1 < c1 c2", "d2 < c2"],
  scenes: [
    { at: "d2 b1", run: "upgrade d1", steps: "c1 d1", current: "d1 d2" },
    { at: "d1 d2", run: "downgrade c2", steps: "d2 d1", current: "c1 c2" },
    { at: "d1 d2", run: "downgrade b1", steps: "d1 c1", current: "b1 d2" },
  ],
};

export const labelThroughMerge: Story = {
  name: "a label on c1 goes on through the merge m",
  files: ["a", "b < a", "c1 [L] < b", "d1 < c1", "c2 < b", "m < d1 c2", "n < m"],
  scenes: [
    { at: "", run: "upgrade L@head", steps: "a b c1 c2 d1 m n", current: "n" },
    { at: "n", run: "downgrade L@b", steps: "n m d1 c1", current: "c2" },
    { at: "n", run: "downgrade L@base", steps: "n m d1 c1", current: "c2" },
  ],
};
