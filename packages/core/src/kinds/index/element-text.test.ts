import { elementText } from "./element-text.ts";

const plain = { column: null, expression: null, collation: undefined, opclass: undefined, order: "asc", nulls: "last" };

test.each([
  ['"a"', { column: "a" }],
  ["Name", { column: "name" }],
  ['"a""b" desc', { column: 'a"b', order: "desc", nulls: "first" }],
  ["a DESC NULLS LAST", { column: "a", order: "desc" }],
  ["a nulls first", { column: "a", nulls: "first" }],
  ["lower(a) desc", { expression: "lower(a)", order: "desc", nulls: "first" }],
  ["lower(a)text_pattern_ops", { expression: "lower(a)text_pattern_ops" }],
  ['"a" text_pattern_ops', { column: "a", opclass: "text_pattern_ops" }],
  [
    'a collate "C" public.my_ops desc',
    { column: "a", collation: '"C"', opclass: "public.my_ops", order: "desc", nulls: "first" },
  ],
  ["a gist_trgm_ops(siglen='32')", { column: "a", opclass: "gist_trgm_ops(siglen='32')" }],
  ['((a)) collate "C" desc', { column: "a", collation: '"C"', order: "desc", nulls: "first" }],
  ['("a" collate "C") text_ops', { column: "a", collation: '"C"', opclass: "text_ops" }],
  ["((a) || (b))", { expression: "((a) || (b))" }],
  ["(a || ')') asc", { expression: "(a || ')')" }],
  ["(a) || (b)", { expression: "(a) || (b)" }],
  ["(a) || (b) desc", { expression: "(a) || (b)", order: "desc", nulls: "first" }],
  ["a is null", { expression: "a is null" }],
  ["f(a) isnull", { expression: "f(a) isnull" }],
  ["a->>'desc'", { expression: "a->>'desc'" }],
  ['app."F x"("a", \'(\') nulls first', { expression: 'app."F x"("a", \'(\')', nulls: "first" }],
])("%s", (text, expected) => {
  expect(elementText(text)).toEqual({ ...plain, ...expected });
});
