/** What PostgreSQL calls what nobody has named. The names were given by a server. */

import { automaticName, numberedLabel, numberedName } from "./automatic-name.ts";

const LONG = "a_rather_long_name_of_a_table_for_testing_names_that_are_cut_1";

test.each([
  ["fees", null, "pkey", "fees_pkey", "fees_pkey1"],
  ["fees", "id", "key", "fees_id_key", "fees_id_key1"],
  [
    LONG,
    null,
    "pkey",
    "a_rather_long_name_of_a_table_for_testing_names_that_are_c_pkey",
    "a_rather_long_name_of_a_table_for_testing_names_that_are__pkey1",
  ],
  [
    "a_rather_long_name_of_a_table_for_testing_names_1",
    "camelCase0",
    "key",
    "a_rather_long_name_of_a_table_for_testing_names__camelCase0_key",
    "a_rather_long_name_of_a_table_for_testing_names_camelCase0_key1",
  ],
] as const)("of %s (%s), %s: the first and the second", (table, column, label, first, second) => {
  expect(automaticName(table, column, label)).toBe(first);
  expect(numberedLabel(first, 1, [table, column, label])).toBe(second);
});

test("a name that is made otherwise is cut, and the number put behind it", () => {
  expect(numberedLabel("fees_id_unique", 2, ["fees", "id", "key"])).toBe("fees_id_unique2");
  expect(numberedName("x".repeat(63), 12)).toBe(`${"x".repeat(61)}12`);
});
