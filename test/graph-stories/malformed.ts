import type { ErrorCode } from "../../packages/runner/src/errors/codes.ts";

interface Malformed {
  readonly case: number;
  readonly name: string;
  readonly files: readonly string[];
  readonly error: ErrorCode;
  /** Words that the message must have: the files at fault. */
  readonly names: readonly string[];
}

export const malformed: readonly Malformed[] = [
  { case: 134, name: "a revision that follows itself", files: ["a < a"], error: "REVISION_CYCLE", names: ["a.ts"] },
  {
    case: 136,
    name: "a circle through a merge",
    files: ["a", "b < a", "c < b e", "d < c", "e < d"],
    error: "REVISION_CYCLE",
    names: ["c.ts", "d.ts", "e.ts"],
  },
  {
    case: 136,
    name: "a circle that hangs on a good line",
    files: ["a", "b < a", "x < z", "y < x", "z < y"],
    error: "REVISION_CYCLE",
    names: ["x.ts", "y.ts", "z.ts"],
  },
  {
    case: 137,
    name: "a circle of dependencies",
    files: ["a", "b needs c", "c needs b"],
    error: "REVISION_CYCLE",
    names: ["b.ts", "c.ts"],
  },
  {
    case: 137,
    name: "a circle of a parent and a dependency",
    files: ["a needs c", "b < a", "c < b"],
    error: "REVISION_CYCLE",
    names: ["a.ts", "b.ts", "c.ts"],
  },
  { case: 137, name: "a revision that needs itself", files: ["a needs a"], error: "REVISION_CYCLE", names: ["a.ts"] },
  { case: 138, name: "a parent no file has", files: ["b < gone"], error: "MISSING_PARENT", names: ["b.ts", "gone"] },
  {
    case: 139,
    name: "a dependency no file has",
    files: ["a", "b < a needs gone"],
    error: "MISSING_PARENT",
    names: ["b.ts", "gone"],
  },
  {
    case: 141,
    name: "one label on two revisions",
    files: ["a [x]", "b [x] < a"],
    error: "BRANCH_LABEL_CONFLICT",
    names: ["a.ts", "b.ts", "x"],
  },
  {
    case: 141,
    name: "a label that is an id",
    files: ["a", "b [a] < a"],
    error: "BRANCH_LABEL_CONFLICT",
    names: ["b.ts", "a.ts"],
  },
  {
    case: 152,
    name: "one id in two files",
    files: ["a", "a"],
    error: "DUPLICATE_REVISION",
    names: ["a.ts"],
  },
  ...["a@b", "a-b", "a+b", "a:b"].map((id): Malformed => ({
    case: 142,
    name: `the id ${id}`,
    files: [id],
    error: "REVISION_ID_INVALID",
    names: [`${id}.ts`],
  })),
  ...["head", "heads", "base", "current"].map((id): Malformed => ({
    case: 142,
    name: `the id ${id}`,
    files: [id],
    error: "REVISION_ID_INVALID",
    names: [`${id}.ts`],
  })),
  { case: 142, name: "a label with a colon", files: ["a [x:y]"], error: "REVISION_ID_INVALID", names: ["a.ts"] },
];
