/**
 * The library in app code: compare a database that the app has open with models that it has imported, look at what would
 * happen, write the migration, apply it, and see that nothing is left to do.
 */

import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { autogenerate, check } from "@sluice/core";
import { createRunner, isSluiceError } from "@sluice/runner";
import { drizzle } from "drizzle-orm/pglite";
import * as schema from "./schema.mjs";

const client = new PGlite();
const database = drizzle(client, { schema });
await client.exec("create table todos (id integer primary key generated always as identity, title text not null)");
await client.exec("insert into todos (title) values ('water the plants')");

const migrations = mkdtempSync(join(tmpdir(), "migrations-"));
const options = { database, schema, migrations };

const result = await autogenerate({ ...options, message: "todos can be done" });
console.log("operations:", result.operations.map(({ op }) => op).join(", "));
for (const { code, message } of result.hazards) console.log("hazard:", code, message);
console.log(`\n${result.source}`);

const written = await result.write();
const runner = createRunner({ database, migrations, onEvent: ({ type }) => console.log("event:", type) });
console.log("applied:", (await runner.upgrade()).revisions.length);
console.log("in sync:", (await check(options)).inSync);
console.log("rows:", await database.select().from(schema.todos));

try {
  await runner.upgrade("deadbeef");
} catch (error) {
  // Errors are told by their code, never by their class.
  if (!isSluiceError(error)) throw error;
  console.log("error:", error.code, "-", error.message);
}
console.log("file:", written.path.replace(migrations, "migrations"));
await runner.close();
await client.close();
