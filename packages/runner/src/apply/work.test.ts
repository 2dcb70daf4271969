import { recordOperations, type Operations } from "../operations/record.ts";
import { sql } from "../sql/sql-text.ts";
import { segmentsOf, workOf } from "./work.ts";

/** What a block of PL/pgSQL does is seen where it runs. */
function short(text: string): string {
  return text.startsWith("DO ") ? "DO" : text;
}

function segments(migrate: (op: Operations) => void): readonly string[] {
  return segmentsOf(workOf(recordOperations(migrate), { serverVersion: null })).map(
    ({ mode, work }) =>
      `${mode}: ${work.map((piece) => (piece.kind === "statement" ? short(piece.statement.text) : piece.kind)).join("; ")}`,
  );
}

const CASES: readonly {
  readonly name: string;
  readonly migrate: (op: Operations) => void;
  readonly expected: readonly string[];
}[] = [
  {
    name: "what needs no commit commits together",
    migrate: (op) => {
      op.dropDefault({ table: "t", name: "a" });
      op.dropNotNull({ table: "t", name: "a" });
    },
    expected: [
      'transaction: ALTER TABLE "t" ALTER COLUMN "a" DROP DEFAULT; ALTER TABLE "t" ALTER COLUMN "a" DROP NOT NULL',
    ],
  },
  {
    name: "a constraint is validated in a transaction of its own, on both sides of which others commit",
    migrate: (op) => {
      op.addCheck({ table: "t", name: "c", expression: sql`a > 0`, notValid: true });
      op.validateConstraint({ table: "t", name: "c" });
      op.validateConstraint({ table: "t", name: "d" });
      op.dropDefault({ table: "t", name: "a" });
    },
    expected: [
      'transaction: ALTER TABLE "t" ADD CONSTRAINT "c" CHECK (a > 0) NOT VALID',
      'transaction: ALTER TABLE "t" VALIDATE CONSTRAINT "c"',
      'transaction: ALTER TABLE "t" VALIDATE CONSTRAINT "d"',
      'transaction: ALTER TABLE "t" ALTER COLUMN "a" DROP DEFAULT',
    ],
  },
  {
    name: "nulls are looked for before NOT NULL is set",
    migrate: (op) => op.setNotNull({ table: "t", name: "a", validateFirst: true }),
    expected: [
      "transaction: DO",
      'transaction: ALTER TABLE "t" ADD CONSTRAINT "t_a__no_nulls" CHECK ("a" IS NOT NULL) NOT VALID',
      'transaction: ALTER TABLE "t" VALIDATE CONSTRAINT "t_a__no_nulls"',
      'transaction: ALTER TABLE "t" ALTER COLUMN "a" SET NOT NULL; ALTER TABLE "t" DROP CONSTRAINT "t_a__no_nulls"',
    ],
  },
  {
    name: "the check that looks for nulls has a name of at most 63 bytes, cut between characters",
    migrate: (op) => op.setNotNull({ table: "é".repeat(31), name: "größe", validateFirst: true }),
    expected: [
      "transaction: DO",
      `transaction: ALTER TABLE "${"é".repeat(31)}" ADD CONSTRAINT "${"é".repeat(26)}__no_nulls" CHECK ("größe" IS NOT NULL) NOT VALID`,
      `transaction: ALTER TABLE "${"é".repeat(31)}" VALIDATE CONSTRAINT "${"é".repeat(26)}__no_nulls"`,
      `transaction: ALTER TABLE "${"é".repeat(31)}" ALTER COLUMN "größe" SET NOT NULL; ALTER TABLE "${"é".repeat(31)}" DROP CONSTRAINT "${"é".repeat(26)}__no_nulls"`,
    ],
  },
  {
    name: "an enum value is committed before what follows, and an index is built outside any transaction",
    migrate: (op) => {
      op.addEnumValue({ name: "e", value: "x" });
      op.setDefault({ table: "t", name: "a", default: "x" });
      op.createIndex({ name: "i", table: "t", columns: ["a"], unique: true, concurrently: true });
      op.addUnique({ table: "t", name: "u", columns: ["a"], usingIndex: "i" });
    },
    expected: [
      "transaction: ALTER TYPE \"e\" ADD VALUE 'x'",
      'transaction: ALTER TABLE "t" ALTER COLUMN "a" SET DEFAULT \'x\'',
      'alone: CREATE UNIQUE INDEX CONCURRENTLY "i" ON "t" ("a")',
      'transaction: ALTER TABLE "t" ADD CONSTRAINT "u" UNIQUE USING INDEX "i"',
    ],
  },
];

test.each(CASES)("$name", ({ migrate, expected }) => {
  expect(segments(migrate)).toEqual(expected);
});
