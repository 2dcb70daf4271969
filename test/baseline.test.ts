/** Databases that were there before any tool: what a first revision has of them. */

import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { baseline } from "@sluice/core";
import { createRunner } from "@sluice/runner";
import { dump, withDatabase } from "@sluice/test-kit";

const ROOT = join(__dirname, "..");

function folder(): string {
  return mkdtempSync(join(tmpdir(), "sluice-baseline-"));
}

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
