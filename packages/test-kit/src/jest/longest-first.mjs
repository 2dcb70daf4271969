/** The order of the test files: those that take minutes first, or one worker would be left alone with them at the end. */

import { basename } from "node:path";
import Sequencer from "@jest/test-sequencer";

/** A file of few lines can run hundreds of folders: where nothing was measured, jest takes the longest text first. */
const LONGEST = [
  "fixtures.test.ts",
  "fixtures-pglite.test.ts",
  "fixtures-drizzle-1.test.ts",
  "round-trips.test.ts",
  "changes.test.ts",
  "sequences.test.ts",
  "collisions.test.ts",
  "there-and-back.test.ts",
  "from-empty.test.ts",
];

const place = ({ path }) => {
  const found = LONGEST.indexOf(basename(path));
  return found === -1 ? LONGEST.length : found;
};

export default class LongestFirst extends Sequencer {
  /** As jest sorts them, which knows how long each took here; those that take minutes first where one was never run here. */
  sort(tests) {
    // oxlint-disable-next-line unicorn/no-array-sort -- not an array's
    const sorted = [...super.sort(tests)];
    return sorted.every(({ duration }) => duration !== undefined)
      ? sorted
      : sorted.toSorted((one, other) => place(one) - place(other));
  }
}
