/**
 * An HTTP service that brings its database up to date when it starts. Any number of replicas may start at once, and any of
 * them may be killed on the way: one works, the others wait for it, and whoever comes after goes on where it stopped.
 */

import { createServer } from "node:http";
import { join } from "node:path";
import { upgrade } from "@sluice/runner";
import postgres from "postgres";

const database = process.env.DATABASE_URL;
if (!database) {
  console.error("Give DATABASE_URL: postgres://…");
  process.exit(2);
}

const stop = new AbortController();
process.once("SIGTERM", () => stop.abort());

const { revisions } = await upgrade({
  database,
  migrations: join(import.meta.dirname, "migrations"),
  signal: stop.signal,
});
console.log(`applied ${revisions.length}`);

const sql = postgres(database, { max: 2 });
const server = createServer(async (_request, response) => {
  try {
    const [{ count }] =
      await sql`insert into visits default values returning (select count(*)::int from visits) as count`;
    response.end(`${count} before you\n`);
  } catch (error) {
    response.statusCode = 500;
    response.end(`${error.message}\n`);
  }
});
server.listen(Number(process.env.PORT ?? 0), "127.0.0.1", () => console.log(`listening on ${server.address().port}`));
stop.signal.addEventListener("abort", async () => {
  server.close();
  await sql.end();
});
