/** One PGlite for each worker, emptied between uses. */

import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { userInfo } from "node:os";
import { join } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { citext } from "@electric-sql/pglite/contrib/citext";
import { pg_trgm } from "@electric-sql/pglite/contrib/pg_trgm";
import { vector } from "@electric-sql/pglite-pgvector";
import { keptFolder } from "./temporary.ts";

const extensions = { citext, pg_trgm, vector };
let shared: Promise<PGlite> | null = null;

/** A fresh data directory takes seconds to make, a dumped one a fraction: kept beside other temporary files. */
async function start(): Promise<PGlite> {
  const image = join(keptFolder(), `sluice-pglite-0.5.16-${userInfo().uid}.tar`);
  if (existsSync(image)) {
    return PGlite.create({ loadDataDir: new Blob([readFileSync(image)]), extensions });
  }
  const pglite = await PGlite.create({ extensions });
  const dump = await pglite.dumpDataDir("none");
  const draft = `${image}.${process.pid}`;
  writeFileSync(draft, Buffer.from(await dump.arrayBuffer()));
  renameSync(draft, image);
  return pglite;
}

async function empty(pglite: PGlite): Promise<void> {
  await pglite.exec(`
    rollback;
    reset all;
    do $$ declare name text; begin
      for name in select extname from pg_extension where extname <> 'plpgsql' loop
        execute format('drop extension %I cascade', name);
      end loop;
      for name in select nspname from pg_namespace where nspname !~ '^pg_' and nspname <> 'information_schema' loop
        execute format('drop schema %I cascade', name);
      end loop;
    end $$;
    create schema public;
    comment on schema public is 'standard public schema';
  `);
}

/** The worker's PGlite, emptied and with `sql` run in it. One test at a time may use it. */
export async function testPglite(sql = ""): Promise<PGlite> {
  shared ??= start();
  const pglite = await shared;
  await empty(pglite);
  if (sql.trim() !== "") await pglite.exec(sql);
  return pglite;
}

/** Ends the worker's PGlite; the next {@link testPglite} starts another. */
export async function closePglite(): Promise<void> {
  const pglite = await shared;
  shared = null;
  await pglite?.close();
}
