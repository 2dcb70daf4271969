import { mentionedNames } from "./mentioned-names.ts";

test.each([
  ["Amount > 0 and fees.Status = 'open'", ["amount", "and", "fees", "status", "open"]],
  [`"Id 1" > 0 or "a""b" is null`, ["Id 1", "or", 'a"b', "is", "null"]],
  // PostgreSQL folds no letter beyond ASCII, and takes any of them in a name.
  [`ÉTÉ > prix_€ + a$1`, ["ÉtÉ", "prix_€", "a$1"]],
  ["1e5 + 2", ["e5"]],
  ["", []],
])("the names in %p", (text, names) => {
  expect([...mentionedNames(text)]).toEqual(names);
});
