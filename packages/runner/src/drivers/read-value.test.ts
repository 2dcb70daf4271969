import { readArray, readLists } from "./read-value.ts";

test.each<readonly [string, unknown]>([
  ["{}", []],
  ["{a,b}", ["a", "b"]],
  ['{"a,b","}","\\"","\\\\"}', ["a,b", "}", '"', "\\"]],
  ['{NULL,"NULL",""}', [null, "NULL", ""]],
  [
    "{{1,2},{3,NULL}}",
    [
      ["1", "2"],
      ["3", null],
    ],
  ],
  ["[0:1]={a,b}", ["a", "b"]],
  ["{{},{}}", [[], []]],
])("the array %s is read", (text, values) => {
  expect(readArray(text, (element) => element)).toEqual(values);
});

test("elements are read as their type; what is no array stays as it was", () => {
  const columns = [1007, 1000, 3807, 1016, 20].map((type, place) => ({ name: `c${place}`, type }));
  const rows = [
    ["{1,2}", "{t,f}", '{"{\\"a\\": 1}"}', "{9007199254740993}", "7"],
    [null, null, null, null, null],
  ];
  expect(readLists({ columns, rows })).toEqual([
    [[1, 2], [true, false], [{ a: 1 }], ["9007199254740993"], "7"],
    [null, null, null, null, null],
  ]);
});
