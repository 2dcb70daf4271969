import type { ErrorCode } from "../../packages/runner/src/errors/codes.ts";

interface Malformed {
  readonly name: string;
  readonly files: readonly string[];
  readonly error: ErrorCode;
  /** Words that the message must have: the files at fault. */
  readonly names: readonly string[];
}

export const malformed: readonly Malformed[] = [
  { name: "a revision that follows itself", files: ["a < a"], error: "REVISION_CYCLE", names: ["a.ts"] },
  {
    name: "a circle through a merge",
    files: ["a", "b < a", "c < b e", "d < c", "e < d"],
    error: "REVISION_CYCLE",
    names: ["c.ts", "d.ts", "e.ts"],
  },
  {
    name: "a circle that hangs on a good line",
    files: ["a", "b < a", "x < z", "y < x", "z < y"],
    error: "REVISION_CYCLE",
    names: ["x.ts", "y.ts", "z.ts"],
  },
  {
    name: "a circle of dependencies",
    files: ["a", "b needs c", "c needs b"],
    error: "REVISION_CYCLE",
    names: ["b.ts", "c.ts"],
  },
  {
    name: "a circle of a parent and a dependency",
    files: ["a needs c", "b < a", "c < b"],
    error: "REVISION_CYCLE",
    names: ["a.ts", "b.ts", "c.ts"],
  },
  { name: "a revision that needs itself", files: ["a needs a"], error: "REVISION_CYCLE", names: ["a.ts"] },
  { name: "a parent no file has", files: ["b < gone"], error: "MISSING_PARENT", names: ["b.ts", "gone"] },
  {
    name: "a dependency no file has",
    files: ["a", "b < a needs gone"],
    error: "MISSING_PARENT",
    names: ["b.ts", "gone"],
  },
  {
    name: "one label on two revisions",
    files: ["a [x]", "b [x] < a"],
    error: "BRANCH_LABEL_CONFLICT",
    names: ["a.ts", "b.ts", "x"],
  },
  {
    name: "a label that is an id",
    files: ["a", "b [a] < a"],
    error: "BRANCH_LABEL_CONFLICT",
    names: ["b.ts", "a.ts"],
  },
  {
    name: "one id in two files",
    files: ["a", "a"],
    error: "DUPLICATE_REVISION",
    names: ["a.ts"],
  },
  ...["a@b", "a-b", "a+b", "a:b"].map((id): Malformed => ({
    name: `the id ${id}`,
    files: [id],
    error: "REVISION_ID_INVALID",
    names: [`${id}.ts`],
  })),
  ...["head", "heads", "base", "current"].map((id): Malformed => ({
    name: `the id ${id}`,
    files: [id],
    error: "REVISION_ID_INVALID",
    names: [`${id}.ts`],
  })),
  { name: "a label with a colon", files: ["a [x:y]"], error: "REVISION_ID_INVALID", names: ["a.ts"] },
];
