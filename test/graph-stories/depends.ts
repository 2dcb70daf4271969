import type { Story } from "./story.ts";

export const depends: Story = {
  name: "branch B needs the end of branch A",
  files: ["a1 [A]", "a2 < a1", "a3 < a2", "b1 [B]", "b2 < b1 needs a3", "b3 < b2"],
  scenes: [
    { at: "", run: "upgrade heads", steps: "a1 a2 a3 b1 b2 b3", trail: "a1 | a2 | a3 | a3 b1 | b2 | b3" },
    { at: "", run: "upgrade B@head", steps: "a1 a2 a3 b1 b2 b3", current: "b3" },
    { at: "", run: "upgrade A@head", steps: "a1 a2 a3", current: "a3" },
    { at: "", run: "upgrade b1", steps: "b1", current: "b1" },
    { at: "a3 b1", run: "upgrade b2", steps: "b2", current: "b2" },
    { at: "b3", run: "upgrade heads", steps: "", current: "b3" },
    { at: "b1", run: "upgrade B@+1", error: "RELATIVE_TARGET" },
    { at: "a3 b1", run: "upgrade B@+1", steps: "b2", current: "b2" },
    { at: "b3", run: "downgrade B@base", steps: "b3 b2 b1", trail: "b2 | a3 b1 | a3", current: "a3" },
    { at: "b3", run: "downgrade A@base", steps: "b3 b2 a3 a2 a1", current: "b1" },
    { at: "b3", run: "downgrade A@-1", steps: "b3 b2 a3", current: "a2 b1" },
    { at: "b2", run: "downgrade -1", steps: "b2", current: "a3 b1" },
    { at: "b3", run: "downgrade b1", steps: "b3 b2", current: "a3 b1" },
    { at: "b3", run: "downgrade base", steps: "b3 b2 b1 a3 a2 a1", current: "" },
    // b1 needs nothing of A, so it stays.
    { at: "b3", run: "stamp a3", current: "a3 b1" },
    { at: "", run: "stamp heads", current: "b3" },
  ],
};

export const impliedTwice: Story = {
  name: "a dependency that two revisions of one line name",
  files: ["a1 [A]", "a2 < a1", "a3 < a2", "b1 [B]", "b2 < b1 needs a3", "b3 < b2", "b4 < b3 needs a3"],
  scenes: [{ at: "b4", run: "downgrade b3", steps: "b4", current: "b3" }],
};

export const mergedDependency: Story = {
  name: "a merge of a revision with what it needs",
  files: ["a1", "b1 needs a1", "m < a1 b1"],
  scenes: [
    { at: "", run: "upgrade heads", steps: "a1 b1 m", trail: "a1 | b1 | m", current: "m" },
    { at: "m", run: "downgrade a1", steps: "m", current: "b1" },
  ],
};

export const crissCross: Story = {
  name: "two branches that need one another by turns",
  files: ["a1", "a2 < a1", "a3 < a2 needs b1", "b1", "b2 < b1 needs a2"],
  scenes: [
    { at: "", run: "upgrade heads", steps: "a1 a2 b1 a3 b2", trail: "a1 | a2 | a2 b1 | a3 | a3 b2" },
    { at: "a3 b2", run: "downgrade b1", steps: "b2", current: "a3" },
    { at: "a3 b2", run: "downgrade a2", steps: "a3", current: "b2" },
    { at: "a3 b2", run: "downgrade a1", steps: "b2 a3 a2", trail: "a3 | a2 b1 | a1 b1", current: "a1 b1" },
  ],
};

export const labelDependency: Story = {
  name: "a dependency by label is the revision that bears it",
  files: ["a1 [A]", "a2 < a1", "b1 needs A"],
  scenes: [{ at: "", run: "upgrade b1", steps: "a1 b1", current: "b1" }],
};

/** Four graphs on which a step algebra over version rows goes wrong. */
export const mergeNeedingAncestor: Story = {
  name: "a merge that also needs a common ancestor",
  files: ["n0", "n1 < n0", "n2 < n0", "n3 < n1 n2 needs n0"],
  scenes: [{ at: "", run: "upgrade heads", steps: "n0 n1 n2 n3", trail: "n0 | n1 | n1 n2 | n3", current: "n3" }],
};

export const redundantDependency: Story = {
  name: "a redundant dependency on an ancestor, with a second root applied",
  files: ["n0", "n1 < n0", "n2 < n1 needs n0", "n3"],
  scenes: [
    { at: "", run: "upgrade heads", steps: "n0 n1 n2 n3", current: "n2 n3" },
    { at: "n2 n3", run: "downgrade n1", steps: "n2", current: "n1 n3" },
    { at: "n1 n3", run: "upgrade heads", steps: "n2", current: "n2 n3" },
  ],
};

export const impliedParent: Story = {
  name: "a parent that a dependency implies",
  files: ["n0", "n1 < n0", "n2 < n1", "n3 < n1", "n4 < n1 needs n2", "n5 < n2 needs n4"],
  scenes: [
    { at: "", run: "upgrade heads", steps: "n0 n1 n2 n3 n4 n5", current: "n3 n5" },
    { at: "n3 n5", run: "downgrade n2", steps: "n5", current: "n3 n4" },
    { at: "n3 n4", run: "upgrade heads", steps: "n5", current: "n3 n5" },
  ],
};

export const neededRoot: Story = {
  name: "a root that another root needs is a place to go down to",
  files: ["n0", "n1 needs n0"],
  scenes: [{ at: "n1", run: "downgrade n0", steps: "", current: "n1" }],
};

export const stampFromMerge: Story = {
  name: "stamping both parents from their merge",
  files: ["a", "d1 < a", "d2 < a", "m < d1 d2"],
  scenes: [{ at: "m", run: "stamp d1 d2", current: "d1 d2" }],
};
