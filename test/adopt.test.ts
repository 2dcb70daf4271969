/** Adopting: drizzle-kit's histories in both formats, and databases that were there before any tool. */

import { createHash } from "node:crypto";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { adopt, autogenerate, baseline, check } from "@sluice/core";
import { createRunner } from "@sluice/runner";
import { dump, testDatabase, type TestDatabase } from "@sluice/test-kit";
import { drizzle } from "drizzle-orm/postgres-js";
import { migrate } from "drizzle-orm/postgres-js/migrator";
import { index, integer, pgTable, text } from "drizzle-orm/pg-core";
import postgres from "postgres";

const ROOT = join(__dirname, "..");
const FIRST = `CREATE TABLE "fees" (\n\t"id" integer PRIMARY KEY NOT NULL,\n\t"note" text DEFAULT 'a \\ \`tick\` and \${money}'\n);\n--> statement-breakpoint\nCREATE INDEX "fees_note_index" ON "fees" ("note");`;
const SECOND = `ALTER TABLE "fees" ADD COLUMN "code" text;`;
const THIRD = `-- written by hand\nUPDATE "fees" SET "code" = 'x';\nALTER TABLE "fees" ADD CONSTRAINT "fees_code_unique" UNIQUE("code");`;

const fees = pgTable(
  "fees",
  {
    id: integer("id").primaryKey(),
    note: text("note").default("a \\ `tick` and ${money}"),
    code: text("code").unique(),
  },
  (table) => [index("fees_note_index").on(table.note)],
);

function folder(): string {
  return mkdtempSync(join(tmpdir(), "sluice-adopt-"));
}

/** 0.x: a journal and numbered files. */
function journal(...files: readonly string[]): string {
  const path = folder();
  mkdirSync(join(path, "meta"));
  const entries = files.map((sql, idx) => {
    const tag = `000${idx}_step_${idx}`;
    writeFileSync(join(path, `${tag}.sql`), sql);
    return { idx, version: "7", when: Date.UTC(2025, 0, 1 + idx), tag, breakpoints: true };
  });
  writeFileSync(join(path, "meta/_journal.json"), JSON.stringify({ version: "7", dialect: "postgresql", entries }));
  return path;
}

/** 1.0: a folder for each. */
function folders(...files: readonly string[]): string {
  const path = folder();
  files.forEach((sql, position) => {
    const own = join(path, `2025010${position + 1}000000_step_${position}`);
    mkdirSync(own);
    writeFileSync(join(own, "migration.sql"), sql);
    writeFileSync(join(own, "snapshot.json"), "{}");
  });
  return path;
}

async function withDatabase(before: string, work: (database: TestDatabase) => Promise<void>): Promise<void> {
  const database = await testDatabase({ sql: before });
  try {
    await work(database);
  } finally {
    await database.drop();
  }
}

/** What is in a folder, byte for byte. */
function contents(path: string): string {
  const names = readdirSync(path, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const texts = names.map((entry) => `${entry.name}\n${readFileSync(join(entry.parentPath, entry.name), "utf8")}`);
  return createHash("sha256").update(texts.toSorted().join("\0")).digest("hex");
}

/** As drizzle's own migrator does it. */
async function migrated(database: TestDatabase, migrationsFolder: string): Promise<void> {
  const client = postgres(database.url, { max: 1, onnotice: () => undefined });
  await migrate(drizzle(client), { migrationsFolder });
  await client.end();
}

test("a history with a journal, of which two of three are applied: the third is pending, and applies", async () => {
  await withDatabase("", async (database) => {
    const two = journal(FIRST, SECOND);
    await migrated(database, two);
    const history = journal(FIRST, SECOND, THIRD);
    const before = [contents(history), await dump(database)];
    const migrations = folder();
    const options = { database: database.url, migrations, root: ROOT };
    const adopted = await adopt({ ...options, history });
    expect(adopted.revisions).toHaveLength(3);
    expect(adopted.stamped).toEqual(adopted.revisions.slice(0, 2).map(({ revision }) => revision));
    expect(adopted.diagnostics).toEqual([]);
    expect([contents(history), await dump(database)]).toEqual(before);
    const runner = createRunner({ database: database.url, migrations });
    expect(await runner.upgrade()).toEqual({ revisions: [adopted.revisions[2]?.revision] });
    expect(await check({ ...options, schema: { fees } })).toMatchObject({ inSync: true, operations: [] });
    // What drizzle-kit wrote has no way back, and says so.
    await expect(runner.downgrade("-1")).rejects.toMatchObject({
      code: "IRREVERSIBLE_REVISION",
      message: expect.stringContaining("no way back") as unknown,
    });
    await runner.close();
  });
});

test("the adopted files make the same database from nothing as drizzle's migrator", async () => {
  const history = journal(FIRST, SECOND, THIRD);
  const migrations = folder();
  await withDatabase("", async (database) => {
    await adopt({ database: database.url, history, migrations, root: ROOT });
    const runner = createRunner({ database: database.url, migrations });
    await runner.upgrade();
    await runner.close();
    await withDatabase("", async (other) => {
      // The statements as they stand in the files, one message each.
      for (const sql of [FIRST, SECOND, THIRD].flatMap((text) => text.split("--> statement-breakpoint")))
        await other.query(sql);
      expect(await dump(database)).toBe(await dump(other));
    });
  });
});

test("a history with a folder for each migration gives the same revisions every time", async () => {
  const history = folders(FIRST, SECOND);
  await withDatabase("", async (database) => {
    const [one, other] = [folder(), folder()];
    const first = await adopt({ database: database.url, history, migrations: one, root: ROOT });
    const second = await adopt({ database: database.url, history, migrations: other, root: ROOT });
    expect(first.stamped).toEqual([]);
    expect(first.revisions.map(({ revision }) => revision)).toEqual(second.revisions.map(({ revision }) => revision));
    expect(contents(one)).toBe(contents(other));
    expect(readdirSync(one).toSorted()).toEqual(["2025_01_01_0000_step_0.ts", "2025_01_02_0000_step_1.ts"]);
  });
});

test("a file that was edited after it was applied is named, and drift is found by the next gen", async () => {
  await withDatabase("", async (database) => {
    await migrated(database, journal(FIRST, SECOND));
    const history = journal(FIRST, `${SECOND}\nALTER TABLE "fees" ADD CONSTRAINT "fees_code_unique" UNIQUE("code");`);
    const options = { database: database.url, migrations: folder(), root: ROOT };
    const { diagnostics } = await adopt({ ...options, history });
    expect(diagnostics.map(({ code }) => code)).toEqual(["UNKNOWN_APPLIED_MIGRATION"]);
    const result = await autogenerate({ ...options, schema: { fees }, message: "drift" });
    expect(result.operations.map(({ op }) => op)).toContain("addUnique");
  });
});

test.each([
  ["an empty folder", (): string => folder()],
  [
    "a journal that is no JSON",
    (): string => {
      const path = journal(FIRST);
      writeFileSync(join(path, "meta/_journal.json"), "{");
      return path;
    },
  ],
  [
    "a journal whose file is gone",
    (): string => {
      const path = folder();
      cpSync(join(journal(FIRST), "meta"), join(path, "meta"), { recursive: true });
      return path;
    },
  ],
])("%s is refused, and nothing is written", async (_, history) => {
  await withDatabase("", async (database) => {
    const migrations = folder();
    await expect(adopt({ database: database.url, history: history(), migrations, root: ROOT })).rejects.toMatchObject({
      code: "HISTORY_INVALID",
    });
    expect(readdirSync(migrations)).toEqual([]);
    expect(await database.query("select 1 from pg_class where relname = 'sluice_revisions'")).toEqual([]);
  });
});

const EXISTING = `create type mood as enum ('ok', 'bad'); create table fees (id integer primary key, mood mood default 'ok', note text);
  create index on fees (note); comment on table fees is 'dear'; insert into fees values (1, 'bad', 'x');`;

test("a database of before any tool begins with a baseline that makes the same from nothing", async () => {
  await withDatabase(EXISTING, async (database) => {
    const before = await dump(database);
    const migrations = folder();
    const { revision } = await baseline({ database: database.url, migrations, root: ROOT });
    const runner = createRunner({ database: database.url, migrations });
    expect(await runner.current()).toMatchObject({ revisions: [revision], isHead: true });
    await expect(runner.downgrade("base")).rejects.toMatchObject({
      message: expect.stringContaining("before Sluice") as unknown,
    });
    await runner.close();
    expect(await dump(database)).toBe(before);
    await expect(baseline({ database: database.url, migrations, root: ROOT })).rejects.toMatchObject({
      code: "HISTORY_EXISTS",
    });
    await withDatabase("", async (other) => {
      const fresh = createRunner({ database: other.url, migrations });
      await fresh.upgrade();
      await fresh.close();
      expect(await dump(other)).toBe(before);
    });
  });
});

/** Several schemas, and what no model can say, in and around what one can. */
const COMPANY = `create extension if not exists pg_trgm; create schema hr; create domain hr.email as text collate "C" default 'a@b' not null check (value like '%@%');
  create type hr.level as enum ('junior', 'senior', 'it''s'); create type hr.place as (street text, flat int);
  create function hr.next_code(prefix text default 'x') returns text language sql as $$ select prefix || '-1' $$;
  create table hr.people (id bigint generated always as identity (start 1000 increment 5) primary key, mail hr.email, lvl hr.level[] default '{junior}',
    boss bigint references hr.people on delete set null deferrable initially deferred, code text default hr.next_code(), home hr.place,
    during tstzrange, exclude using gist (during with &&)) with (fillfactor = 70);
  create index people_code on hr.people using gin (code gin_trgm_ops); create statistics hr.people_s on id, boss from hr.people;
  create function hr.count_people() returns bigint language sql as $$ select count(*) from hr.people $$;
  create table events (at timestamptz not null, what text, n int default 5 check (n > 0), primary key (at, n)) partition by range (at);
  create index on events (what);
  create table events_2026 partition of events for values from ('2026-01-01') to ('2027-01-01') partition by list (n);
  create table events_2026_a partition of events_2026 for values in (1, 2); create table events_rest partition of events default;
  create table base (a int); create table derived (a int, b int) inherits (base);
  create view hr.bosses with (security_barrier) as select distinct b.id, hr.count_people() as n from hr.people p join hr.people b on b.id = p.boss;
  create materialized view counts as select count(*) as c from hr.people; create rule quiet as on delete to base do instead nothing;
  create function hr.touch() returns trigger language plpgsql as $$ begin new.code := E'a\\\\b' || '\`\${1}\`'; return new; end $$;
  create trigger touch before insert or update of code on hr.people for each row when (new.code is not null) execute function hr.touch();
  alter table hr.people disable trigger touch; create function seen() returns trigger language plpgsql as 'begin return null; end'; create trigger seen after insert on events for each row execute function seen();
  revoke execute on function hr.touch() from public; grant execute on function hr.touch() to pg_monitor with grant option; comment on function hr.touch() is 'touches';
  comment on domain hr.email is 'e'; comment on type hr.place is 'p'; comment on trigger touch on hr.people is 't'; alter statistics hr.people_s set statistics 33; comment on statistics hr.people_s is 's';
  alter table events_rest set (fillfactor = 60); alter table hr.people alter code set storage external, alter code set statistics 400, alter boss set (n_distinct = 4); alter table hr.people alter lvl set not null;
  create unique index people_lvl on hr.people (lvl, id); alter table hr.people replica identity using index people_lvl; alter table hr.people cluster on people_lvl; alter table base replica identity full;
  create sequence odd increment -3 cycle; insert into events values ('2026-05-05', 'x', 1);`;

test("a baseline has every schema, and the functions, triggers, domains and partitions that stand among the rest", async () => {
  await withDatabase(COMPANY, async (database) => {
    const before = await dump(database);
    const migrations = folder();
    const { path, diagnostics, proof } = await baseline({
      database: database.url,
      migrations,
      root: ROOT,
      scratch: "server",
    });
    expect(diagnostics).toEqual([]);
    expect(proof).not.toBeNull();
    expect(readFileSync(path, "utf8")).toContain("CREATE TRIGGER touch");
    await withDatabase("", async (other) => {
      const fresh = createRunner({ database: other.url, migrations });
      await fresh.upgrade();
      await fresh.close();
      expect(await dump(other)).toBe(before);
    });
  });
});

test("a baseline has the schemas that it is told of, and says what it leaves out", async () => {
  const sql = `create schema hr; create table hr.people (id int primary key); create table fees (id int references hr.people);
    create aggregate most (int) (sfunc = int4larger, stype = int); create schema drizzle; create table drizzle.__drizzle_migrations (id int, hash text)`;
  await withDatabase(sql, async (database) => {
    const of = async (options: object): Promise<readonly [string, readonly string[]]> => {
      const { path, diagnostics } = await baseline({
        database: database.url,
        migrations: folder(),
        root: ROOT,
        ...options,
      });
      return [readFileSync(path, "utf8"), diagnostics.map(({ code, object }) => `${code} ${object}`)];
    };
    const [whole, left] = await of({});
    expect(whole).toContain('op.createTable({\n    name: "people",\n    schema: "hr"');
    expect(whole).not.toContain("drizzle");
    expect(left).toEqual([
      "OTHER_LEDGER table drizzle.__drizzle_migrations",
      "UNMANAGED aggregate public.most(integer)",
    ]);
    await database.query("drop table sluice_revisions");
    const [one] = await of({ schemas: ["public"] });
    expect(one).toContain('references: { table: "people", schema: "hr"');
    expect(one).not.toContain("createSchema");
  });
});

test("a baseline that can't be made from nothing is not written, unless nobody wants to know", async () => {
  const sql =
    "create extension pg_trgm; create function one() returns int language sql as 'select 1'; create table fees (id int default one())";
  await withDatabase(sql, async (database) => {
    await withDatabase("create table taken (id int)", async (other) => {
      const migrations = folder();
      const options = { database: database.url, migrations, root: ROOT };
      await expect(baseline({ ...options, scratch: other.url })).rejects.toMatchObject({ code: "PROOF_UNAVAILABLE" });
      expect(readdirSync(migrations)).toEqual([]);
      expect(await database.query("select 1 from pg_class where relname = 'sluice_revisions'")).toEqual([]);
      const { path, proof, diagnostics } = await baseline({ ...options, proof: false });
      expect(proof).toBeNull();
      expect(readFileSync(path, "utf8")).not.toContain("op.execute");
      expect(diagnostics.map(({ object }) => object)).toEqual(["extension pg_trgm", "function public.one()"]);
    });
  });
});

test("a baseline is handed to postWrite before it is entered, so that what a formatter did is no edit", async () => {
  await withDatabase(EXISTING, async (database) => {
    const migrations = folder();
    const script = join(folder(), "mark.cjs");
    writeFileSync(script, 'require("node:fs").appendFileSync(process.argv[2], "// formatted\\n");');
    const postWrite = [[process.execPath, script]];
    const { path, revision } = await baseline({ database: database.url, migrations, root: ROOT, postWrite });
    expect(readFileSync(path, "utf8").endsWith("// formatted\n")).toBe(true);
    const runner = createRunner({ database: database.url, migrations });
    expect(await runner.status()).toMatchObject({ applied: [revision], edited: [] });
    await runner.close();
  });
});

test("a baseline whose postWrite fails is written and not entered, and says what enters it", async () => {
  await withDatabase(EXISTING, async (database) => {
    const migrations = folder();
    const postWrite = [[process.execPath, "-e", "process.exit(3)"]];
    const options = { database: database.url, migrations, root: ROOT, postWrite, revisionId: () => "b0" };
    await expect(baseline(options)).rejects.toMatchObject({
      code: "POST_WRITE_FAILED",
      hint: expect.stringContaining("stamp b0"),
      details: { exit: 3, revision: "b0" },
    });
    const runner = createRunner({ database: database.url, migrations });
    expect(await runner.status()).toMatchObject({ applied: [], pending: ["b0"] });
    await runner.stamp("b0");
    expect(await runner.upgrade()).toEqual({ revisions: [] });
    await runner.close();
  });
});
