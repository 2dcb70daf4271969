/** drizzle-orm's migrator, of the version that Sluice itself is tested with. */

import { drizzle } from "drizzle-orm/postgres-js";
import { migrate } from "drizzle-orm/postgres-js/migrator";
import postgres from "postgres";

const [url, migrationsFolder] = process.argv.slice(2);
const sql = postgres(url, { max: 1, onnotice: () => undefined });
await migrate(drizzle(sql), { migrationsFolder });
await sql.end();
