import { closePglite, dump, servers, testDatabase, testPglite } from "./index.ts";

afterAll(closePglite);

test.each(servers())("a database of PostgreSQL $major is cloned from what it is to hold", async (server) => {
  const sql = "create table a (id int primary key, b text default 'x')";
  const first = await testDatabase({ server, sql });
  const second = await testDatabase({ server, sql });
  await second.query("alter table a add c int");
  const [before, after] = [await dump(first), await dump(second)];
  expect(before).toMatch(/\ba\b/);
  expect(after).not.toBe(before);
  await second.query("alter table a drop c");
  expect(await dump(second)).toBe(before);
  await first.drop();
  await second.drop();
});

test("PGlite is empty again at every use, and pg_dump reads it", async () => {
  const pglite = await testPglite("create schema s; create table s.t (id int); create extension citext");
  expect(await dump(pglite)).toContain("CREATE TABLE s.t");
  await testPglite();
  expect(await dump(pglite)).not.toContain("CREATE TABLE");
  expect((await pglite.query("select current_schema() as schema")).rows).toEqual([{ schema: "public" }]);
});
