import type { Connection } from "@sluice/runner";
import { closePglite, servers, testDatabase, testPglite } from "@sluice/test-kit";
import { fingerprint } from "./fingerprint.ts";
import { introspect, type IntrospectOptions } from "./introspect.ts";
import { withConnection } from "./testing.ts";

const SQL = `
create type state as enum ('open', 'it''s – paid');
create table fees (id integer generated always as identity primary key, state state not null default 'open',
  amount numeric(10,2) check (amount > 0), words text default E'a\\nb', unique (state, amount));
create index on fees (lower(words)) where amount < 5;
comment on table fees is 'what is “due”';
create view open_fees as select id, amount from fees where state = 'open';
create materialized view sums as select state, sum(amount) from fees group by state;
alter table fees enable row level security;
create policy own on fees using (amount > 1);
create function twice(integer) returns integer language sql as 'select $1 * 2';
create schema app;
create table app.notes (id serial primary key, fee integer references fees on delete cascade);`;

const OPTIONS: IntrospectOptions = { schemas: ["public", "app"] };

/** Both ways to it, on one session; again where a test beside this one has made a role, which is the whole cluster's. */
async function bothOf(connection: Connection): Promise<readonly string[]> {
  const read = async (): Promise<string> => (await introspect(connection, OPTIONS)).fingerprint;
  const [before, asked, after] = [await read(), await fingerprint(connection, OPTIONS), await read()];
  return before === after ? [before, asked] : bothOf(connection);
}

afterAll(closePglite);

test("the server's hash of a database is the one of what was read of it", async () => {
  for (const server of servers()) {
    const database = await testDatabase({ server, sql: SQL });
    const [read, asked] = await withConnection(database.url, bothOf).finally(database.drop);
    expect(asked).toBe(read);
    expect(asked).toMatch(/^[0-9a-f]{64}$/);
  }
  const [read, asked] = await withConnection(await testPglite(SQL), bothOf);
  expect(asked).toBe(read);
});

test("other schemas and other tables have another", async () => {
  const database = await testDatabase({ sql: SQL });
  const found = await withConnection(database.url, async (connection) => [
    await fingerprint(connection, OPTIONS),
    await fingerprint(connection, { ...OPTIONS, schemas: ["public"] }),
    await fingerprint(connection, { ...OPTIONS, exclude: ["notes"] }),
  ]).finally(database.drop);
  expect(new Set(found).size).toBe(found.length);
});

test("what it is asked with is where it was before, and nothing is under way, where a query fails", async () => {
  const database = await testDatabase({ sql: SQL });
  const result = withConnection(database.url, async (connection) => {
    const failing: Connection = {
      ...connection,
      query: (text, parameters) =>
        connection.query(text.includes("sha256") ? text.replace("sha256", "sha25") : text, parameters),
    };
    const refused = await fingerprint(failing, OPTIONS).catch(String);
    const [row] = await connection.query(
      "select current_setting('search_path') as path, now() = statement_timestamp() as is_free",
    );
    return { refused, row };
  });
  await expect(result.finally(database.drop)).resolves.toEqual({
    refused: expect.stringContaining("sha25"),
    row: { path: '"$user", public', is_free: true },
  });
});
