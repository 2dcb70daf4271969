/** A server with a standby: the standby only reads, and backfills wait for it. */

import { createRunner, type RunnerEvent } from "@sluice/runner";
import { STANDBY_NAME, startServer, startStandby, wantedMajors, type RunningServer } from "@sluice/test-kit";
import postgres from "postgres";
import { folderOf, until } from "./support.ts";

let primary: RunningServer;
let standby: RunningServer;
const running: RunningServer[] = [];

beforeAll(async () => {
  primary = await startServer(wantedMajors().at(-1) ?? 18);
  running.push(primary);
  standby = await startStandby(primary);
  running.push(standby);
}, 60_000);

afterAll(async () => {
  for (const each of running.toReversed()) await each.stop();
});

test("a standby can be looked at; to apply there is refused before anything is run", async () => {
  const migrations = folderOf([{ id: "a1", up: "op.execute(sql`create table a (id int)`);" }]);
  const runner = createRunner({ database: standby.url, migrations });
  expect((await runner.status()).pending).toEqual(["a1"]);
  await expect(runner.upgrade()).rejects.toMatchObject({ code: "READ_ONLY_SERVER", details: { notDone: ["a1"] } });
  await createRunner({ database: primary.url, migrations }).upgrade();
  await until(async () => (await runner.current()).isHead);
  expect(await runner.upgrade()).toEqual({ revisions: [] });
});

test("a backfill waits while the standby is behind, and goes on when it is not", async () => {
  const client = postgres(primary.url, { max: 1, onnotice: () => undefined });
  const replica = postgres(standby.url, { max: 1, onnotice: () => undefined });
  await client`create table big as select i as id, 0 as n from generate_series(1, 400) i`;
  await client`alter table big add primary key (id)`;
  const migrations = folderOf([
    { id: "a1", up: "op.execute(sql`create table a (id int)`);" },
    { id: "b2", up: 'op.backfill({ table: "big", set: sql`n = n + 1`, batch: 10, pause: 100 });' },
  ]);
  await replica`select pg_wal_replay_pause()`;
  const events: RunnerEvent[] = [];
  const runner = createRunner({
    database: primary.url,
    migrations,
    maxReplicationLag: 500,
    onEvent: (event) => events.push(event),
  });
  const upgraded = runner.upgrade("head", { allowEdited: true });
  await until(() => Promise.resolve(events.some(({ type }) => type === "throttled")));
  const throttled = events.find((event) => event.type === "throttled");
  expect(throttled).toMatchObject({ revision: "b2", standby: STANDBY_NAME });
  const before = await client`select count(*)::int as n from big where n = 1`;
  expect(before[0]?.["n"]).toBeLessThan(400);
  await replica`select pg_wal_replay_resume()`;
  expect(await upgraded).toEqual({ revisions: ["b2"] });
  expect(await client`select min(n) as low, max(n) as high from big`).toEqual([{ low: 1, high: 1 }]);
  await client.end();
  await replica.end();
}, 60_000);
