import { renameOf } from "./rename.ts";

test.each([
  ["table:users=accounts", "table", ["public", "users"], ["public", "accounts"]],
  ["table:app.users=accounts", "table", ["app", "users"], ["app", "accounts"]],
  ["table:users=app.users", "table", ["public", "users"], ["app", "users"]],
  ["column:users.name=full_name", "column", ["public", "users", "name"], ["public", "users", "full_name"]],
  ["column:app.users.name=full_name", "column", ["app", "users", "name"], ["app", "users", "full_name"]],
  ["schema:old=app", "schema", ["old"], ["app"]],
  ["enum-value:status.unpaid=pending", "enum-value", ["public", "status", "unpaid"], ["public", "status", "pending"]],
  [
    'enum-value:public.status."a.b=c"="d ""e"""',
    "enum-value",
    ["public", "status", "a.b=c"],
    ["public", "status", 'd "e"'],
  ],
  ["index:i=j", "index", ["public", "i"], ["public", "j"]],
  ["check:t.ck=positive", "check", ["public", "t", "ck"], ["public", "t", "positive"]],
])("%s", (text, kind, from, to) => {
  expect(renameOf(text)).toEqual({ kind, from, to });
});

test.each([
  "users=accounts",
  "tables:a=b",
  "table:a",
  "table:a=",
  "column:a=b",
  "table:a.b.c=d",
  'table:"a=b',
  "table:a=b=c",
])("%s is refused", (text) => {
  expect(() => renameOf(text)).toThrow(expect.objectContaining({ code: "USAGE" }));
});
