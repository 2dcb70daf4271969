/** umzug with the smallest storage that commits each migration with its row. */

import postgres from "postgres";
import { Umzug } from "umzug";

const [url, folder] = process.argv.slice(2);
const sql = postgres(url, { max: 1, onnotice: () => undefined });
await sql`create table if not exists migrations (name text primary key, at timestamptz not null default now())`;

const context = { sql };
const umzug = new Umzug({
  context,
  logger: undefined,
  migrations: {
    glob: ["*.js", { cwd: folder }],
    resolve: ({ name, path }) => ({
      name,
      up: async () => {
        const { up } = await import(path);
        await sql.begin(async (transaction) => {
          await up({ context: { sql: transaction } });
          await transaction`insert into migrations (name) values (${name})`;
        });
      },
    }),
  },
  storage: {
    // Written in the migration's own transaction.
    logMigration: async () => undefined,
    unlogMigration: async ({ name }) => void (await sql`delete from migrations where name = ${name}`),
    executed: async () => (await sql`select name from migrations order by name`).map(({ name }) => name),
  },
});
await umzug.up();
await sql.end();
