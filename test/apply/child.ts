/** The runner in a process of its own, which kills itself where it is told to. */

import { createRunner, databaseFrom, type Connection, type Database } from "@sluice/runner";
import type { ChildOrders } from "./support.ts";

// Written by startChild.
const orders = JSON.parse(process.argv[2] ?? "{}") as ChildOrders;
let sessions = 0;
let queries = 0;

function die(): void {
  process.kill(process.pid, "SIGKILL");
}

function counting(connection: Connection): Connection {
  return {
    ...connection,
    query(text, parameters) {
      queries += 1;
      const isHere = queries === orders.killAt;
      if (isHere && orders.when !== "sent") die();
      const answer = connection.query(text, parameters);
      // Long enough for the text to leave, mostly too short for the answer to come.
      if (isHere) setTimeout(die, 2);
      return answer;
    },
  };
}

const inner = databaseFrom(orders.database);
const database: Database = {
  label: inner.label,
  connect: async (options) => {
    sessions += 1;
    const connection = await inner.connect(options);
    // The first session keeps the lock, the second works.
    return sessions === 2 ? counting(connection) : connection;
  },
  close: () => inner.close(),
};

const runner = createRunner({ database, migrations: orders.migrations, lockTimeout: 500, lockRetry: 5000 });
const move = orders.direction === "up" ? runner.upgrade() : runner.downgrade("base");
move.then(
  ({ revisions }) => process.stdout.write(JSON.stringify({ revisions, queries })),
  (cause: unknown) => {
    process.stderr.write(String(cause));
    process.exitCode = 1;
  },
);
