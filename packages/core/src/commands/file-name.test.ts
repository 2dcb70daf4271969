import { fileName, slugOf } from "./file-name.ts";

const AT = new Date("2026-03-04T05:06:07.890Z");

test.each<readonly [string, string]>([
  ["this is the message we're using", "this_is_the_message_we_re_using"],
  ["Add fees!", "add_fees"],
  ["", ""],
  ["?!/..\\", ""],
  ["Überweisung für Zürich 東京", "überweisung_für_zürich_東京"],
  ["one two three four five six seven eight nine", "one_two_three_four_five_six_seven_eight"],
  ["a".repeat(60), "a".repeat(40)],
  ["ab_".repeat(20), "ab_ab_ab_ab_ab_ab_ab_ab_ab_ab_ab_ab_ab"],
])("the slug of %j is %j", (message, slug) => {
  expect(slugOf(message)).toBe(slug);
  expect(slugOf(message).length).toBeLessThanOrEqual(40);
});

test.each<readonly [string, string, string]>([
  ["{year}_{month}_{day}_{hour}{minute}_{slug}", "Add fees", "2026_03_04_0506_add_fees.ts"],
  ["{year}_{month}_{day}_{hour}{minute}_{slug}", "", "2026_03_04_0506.ts"],
  ["{rev}_{second}_{epoch}", "x", "abc_07_1772600767.ts"],
  ["{year}/{nothing}_{slug}", "../../etc", "2026/{nothing}_etc.ts"],
])("a file of the template %s with the message %j is %s", (template, message, expected) => {
  expect(fileName(template, AT, "abc", message)).toBe(expected);
});
