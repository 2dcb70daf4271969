/** Five replicas of a service start at once on an empty database, and one is killed in the middle of it. */

import { spawn, type ChildProcess } from "node:child_process";
import { join } from "node:path";
import { createRunner } from "@sluice/runner";
import { testDatabase } from "@sluice/test-kit";

const SERVICE = join(__dirname, "../examples/service");

interface Replica {
  readonly child: ChildProcess;
  /** How many revisions it applied and where it listens; null where it ended before it did. */
  readonly ready: Promise<{ readonly applied: number; readonly port: number } | null>;
}

function start(database: string): Replica {
  const { NODE_OPTIONS: _, ...env } = process.env;
  const child = spawn(process.execPath, [join(SERVICE, "main.mjs")], {
    env: { ...env, DATABASE_URL: database, PORT: "0" },
  });
  let said = "";
  const ready = new Promise<{ applied: number; port: number } | null>((resolve, reject) => {
    child.stdout.on("data", (chunk: Buffer) => {
      said += chunk.toString();
      const [, applied, port] = /applied (\d+)\nlistening on (\d+)/.exec(said) ?? [];
      if (port !== undefined) resolve({ applied: Number(applied), port: Number(port) });
    });
    child.stderr.on("data", (chunk: Buffer) => (said += chunk.toString()));
    child.once("error", reject);
    child.once("exit", (status, signal) =>
      signal === "SIGKILL" ? resolve(null) : reject(new Error(`ended with ${status}: ${said}`)),
    );
  });
  return { child, ready };
}

/** The replica that works: the one whose session holds the long statement. */
async function inTheMiddle(query: (text: string) => Promise<readonly Record<string, unknown>[]>): Promise<void> {
  for (let attempt = 0; attempt < 600; attempt += 1) {
    const rows = await query(
      "select 1 from pg_stat_activity where query like '%pg_sleep(1)%' and pid <> pg_backend_pid() and state = 'active'",
    );
    if (rows.length > 0) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error("no replica got that far");
}

test("one works, the others wait; the killed one's work is gone on with, once", async () => {
  const database = await testDatabase();
  // The first one is alone until it is in the middle of the second revision: it is the one that is killed.
  const first = start(database.url);
  await inTheMiddle((text) => database.query(text));
  const others = Array.from({ length: 4 }, () => start(database.url));
  first.child.kill("SIGKILL");
  expect(await first.ready).toBeNull();
  const ready = await Promise.all(others.map((replica) => replica.ready));
  try {
    // The first revision was committed; its second was rolled back with it, and is applied by one of the others.
    expect(ready.map((each) => String(each?.applied)).toSorted()).toEqual(["0", "0", "0", "2"]);
    for (const each of ready)
      expect(await (await fetch(`http://127.0.0.1:${each?.port}`)).text()).toMatch(/ before you/);
    expect(await database.query("select count(*)::int as count from visits")).toEqual([{ count: 1004 }]);
    const runner = createRunner({ database: database.url, migrations: join(SERVICE, "migrations") });
    expect(await runner.status()).toMatchObject({ pending: [], missing: [], edited: [], halfApplied: [] });
    await runner.close();
  } finally {
    for (const { child } of others) child.kill("SIGTERM");
    await Promise.all(
      others.map(async ({ child }) => {
        if (child.exitCode === null) await new Promise((resolve) => child.once("exit", resolve));
      }),
    );
    await database.drop();
  }
});
