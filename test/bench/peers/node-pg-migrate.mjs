/** node-pg-migrate, a transaction for each migration. */

import { runner } from "node-pg-migrate";

const [databaseUrl, dir] = process.argv.slice(2);
await runner({
  databaseUrl,
  dir,
  direction: "up",
  migrationsTable: "pgmigrations",
  count: Number.POSITIVE_INFINITY,
  singleTransaction: false,
  log: () => undefined,
});
