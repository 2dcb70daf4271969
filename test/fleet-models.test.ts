/** What is written from models against one database goes into every schema of a fleet: names without a schema are the tenant's own. */

import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { autogenerate } from "@sluice/core";
import { upgradeFleet } from "@sluice/runner";
import { testDatabase, type TestDatabase } from "@sluice/test-kit";
import { sql } from "drizzle-orm";
import { check, index, integer, pgEnum, pgTable, pgView } from "drizzle-orm/pg-core";

const TENANTS = ["acme", 'Odd "tenant"', "public.mood"];

function modelOf(values: readonly [string, ...string[]]): Readonly<Record<string, unknown>> {
  const mood = pgEnum("mood", [...values]);
  const people = pgTable(
    "people",
    { id: integer("id").primaryKey(), mood: mood("mood").notNull().default("happy"), past: mood("past").array() },
    (table) => [
      check("not_sad", sql`${table.mood} <> 'sad'::mood`),
      index("glad")
        .on(table.id)
        .where(sql`${table.mood} = 'happy'::mood`),
    ],
  );
  const view = pgView("moods").as((query) => query.select({ mood: people.mood }).from(people));
  return { mood, people, view };
}

/** All that depends on an enum of another schema than its own, or whose view reads another schema's table. */
const ASTRAY = `
  select c.oid::regclass::text as name from pg_depend d
  join pg_type t on d.refclassid = 'pg_type'::regclass and t.oid = d.refobjid
  join pg_type e on e.oid in (t.oid, t.typelem) and e.typtype = 'e'
  left join pg_constraint o on d.classid = 'pg_constraint'::regclass and o.oid = d.objid
  left join pg_attrdef a on d.classid = 'pg_attrdef'::regclass and a.oid = d.objid
  join pg_class c on c.oid = coalesce(o.conrelid, a.adrelid, case when d.classid = 'pg_class'::regclass then d.objid end)
  where c.relnamespace <> e.typnamespace
  union all
  select v.oid::regclass::text from pg_rewrite r join pg_class v on v.oid = r.ev_class
  join pg_depend d on d.classid = 'pg_rewrite'::regclass and d.objid = r.oid and d.refclassid = 'pg_class'::regclass
  join pg_class s on s.oid = d.refobjid
  where v.relnamespace <> s.relnamespace and v.relnamespace in (select oid from pg_namespace where nspname = any($1::text[]))`;

async function withDatabases(work: (own: TestDatabase, fleet: TestDatabase) => Promise<void>): Promise<void> {
  const databases = await Promise.all([testDatabase(), testDatabase()]);
  try {
    await work(...databases);
  } finally {
    for (const database of databases) await database.drop();
  }
}

test("every tenant has its own enum, and a value that goes is taken out of each", async () => {
  await withDatabases(async (own, fleet) => {
    // A type of the same name where every tenant looks next.
    await fleet.query("create type public.mood as enum ('not', 'theirs')");
    const migrations = mkdtempSync(join(tmpdir(), "sluice-fleet-models-"));
    const tenants = TENANTS.map((schema) => ({ name: schema, database: fleet.url, schema }));
    const write = async (message: string, values: readonly [string, ...string[]]): Promise<string> => {
      const options = { database: own.url, schema: modelOf(values), migrations, message, root: join(__dirname, "..") };
      const result = await autogenerate(options);
      await result.write();
      const there = await upgradeFleet({ tenants: [{ name: "own", database: own.url }], migrations });
      expect(there).toMatchObject({ upgraded: 1, failed: 0 });
      expect((await autogenerate(options)).isEmpty).toBe(true);
      return result.source;
    };
    for (const [message, values] of [
      ["made", ["sad", "happy", "bored"]],
      ["without", ["sad", "happy"]],
    ] as const) {
      expect(await write(message, values)).not.toContain("public");
      expect(await upgradeFleet({ tenants, migrations })).toMatchObject({ upgraded: TENANTS.length, failed: 0 });
    }
    for (const schema of TENANTS) {
      const values = await fleet.query(
        `select array_agg(e.enumlabel::text order by e.enumsortorder)::text as labels from pg_enum e join pg_type t on t.oid = e.enumtypid
         join pg_namespace n on n.oid = t.typnamespace where n.nspname = '${schema.replaceAll("'", "''")}' group by t.oid`,
      );
      expect(values).toEqual([{ labels: "{sad,happy}" }]);
    }
    const list = TENANTS.map((schema) => `'${schema}'`).join(", ");
    expect(await fleet.query(ASTRAY.replace("$1::text[]", `array[${list}]`))).toEqual([]);
  });
});
