/** Operations that no model leads to: a person writes them, and they do what they say, up and down. */

import { createRunner, databaseFrom } from "@sluice/runner";
import { closePglite } from "@sluice/test-kit";
import { migrationsOf } from "./support/migration.ts";
import { enter, grounds, type Ground, type Roles } from "./support/witnesses.ts";

afterAll(closePglite);

interface Case {
  readonly name: string;
  /** The first major that has it. */
  readonly since?: number;
  readonly before: string;
  readonly upgrade: string;
  readonly downgrade: string;
  readonly roles?: Roles;
  /** What is asked before, after the upgrade and after the downgrade; each answer is one value. */
  readonly look: string;
  readonly answers: readonly [before: unknown, up: unknown, down: unknown];
}

const CASES: readonly Case[] = [
  {
    name: "execute sends SQL with its values quoted",
    before: "create table notes (text text)",
    upgrade: 'op.execute(sql`insert into notes values (${"it\'s"}), (${null})`);',
    downgrade: "op.execute(sql`delete from notes`);",
    look: "select coalesce(string_agg(coalesce(text, 'none'), ',' order by text), 'empty') from notes",
    answers: ["empty", "it's,none", "empty"],
  },
  {
    name: "execute alone is outside of a transaction",
    before: "create table notes (text text)",
    upgrade: 'op.execute(sql`vacuum notes`, { transaction: "alone" }); op.execute(sql`insert into notes values (1)`);',
    downgrade: "op.execute(sql`delete from notes`);",
    look: "select count(*)::int from notes",
    answers: [0, 1, 0],
  },
  {
    name: "bulkInsert writes rows, and a key that is left out takes the column's default",
    before: "create table t (id integer, note text default 'none', tags text[], at timestamptz, raw jsonb)",
    upgrade: `op.bulkInsert({ table: "t", rows: [
      { id: 1, note: "it's; -- \\\\ \\"so\\"", tags: sql\`array['a']\`, at: new Date(0) },
      { id: 2, raw: sql\`'{"a": 1}'\` },
      { id: 3, note: null },
    ] });`,
    downgrade: "op.execute(sql`delete from t`);",
    look: `select coalesce(string_agg(concat_ws('|', id, coalesce(note, 'null'), tags[1], extract(epoch from at)::int, raw->>'a'), ' + ' order by id), '') from t`,
    answers: ["", `1|it's; -- \\ "so"|a|0 + 2|none|1 + 3|null`, ""],
  },
  {
    name: "backfill sets many rows in batches, where the condition holds",
    before:
      "create table t (a integer, b integer, done boolean, primary key (a, b)); insert into t select n % 3, n, null from generate_series(1, 25) n",
    upgrade: 'op.backfill({ table: "t", set: sql`done = true`, where: sql`done is null and b > ${5}`, batch: 4 });',
    downgrade: 'op.backfill({ table: "t", set: sql`done = null`, batch: 7 });',
    look: "select count(*) filter (where done)::int from t",
    answers: [0, 20, 0],
  },
  {
    name: "run looks at rows in the middle of everything else",
    before: "create table t (id integer); insert into t values (3), (4)",
    upgrade: `op.createTable({ name: "sums", columns: [{ name: "sum", type: "integer" }] });
      op.run(async ({ sql }) => {
        const [row] = await sql\`select sum(id)::int as sum from t where id > \${2}\`;
        await sql\`insert into sums values (\${row.sum})\`;
      });`,
    downgrade: 'op.dropTable({ name: "sums" });',
    look: "select to_regclass('sums')::text",
    answers: [null, "sums", null],
  },
  {
    name: "renameEnumValue keeps the rows that hold it",
    before: "create type state as enum ('unpaid', 'paid'); create table t (s state); insert into t values ('unpaid')",
    upgrade: 'op.renameEnumValue({ name: "state", from: "unpaid", to: "it\'s pending" });',
    downgrade: 'op.renameEnumValue({ name: "state", from: "it\'s pending", to: "unpaid" });',
    look: "select s::text from t",
    answers: ["unpaid", "it's pending", "unpaid"],
  },
  {
    name: "setTableLogged makes a table unlogged and logged",
    before: "create table t (id integer)",
    upgrade: 'op.setTableLogged({ name: "t", logged: false });',
    downgrade: 'op.setTableLogged({ name: "t", logged: true });',
    look: "select relpersistence::text from pg_class where relname = 't'",
    answers: ["p", "u", "p"],
  },
  {
    name: "a view moves to another schema",
    before: "create schema s; create view v as select 1 as a",
    upgrade: 'op.setViewSchema({ name: "v", from: "public", to: "s" });',
    downgrade: 'op.setViewSchema({ name: "v", from: "s", to: "public" });',
    look: "select relnamespace::regnamespace::text from pg_class where relname = 'v'",
    answers: ["public", "s", "public"],
  },
  {
    name: "a materialized view keeps its rows in another tablespace",
    before: "create materialized view m as select 1 as a",
    upgrade: 'op.setMaterializedViewTablespace({ name: "m", tablespace: "pg_default" });',
    downgrade: 'op.setMaterializedViewTablespace({ name: "m", tablespace: "pg_default" });',
    look: "select a from m",
    answers: [1, 1, 1],
  },
  {
    name: "a materialized view is stored by another access method",
    since: 15,
    before: "create materialized view m as select 1 as a",
    upgrade: 'op.setMaterializedViewAccessMethod({ name: "m", using: "heap" });',
    downgrade: 'op.setMaterializedViewAccessMethod({ name: "m", using: "heap" });',
    look: "select a from m",
    answers: [1, 1, 1],
  },
  {
    name: "validateConstraint follows a check that was added unvalidated",
    before: "create table t (id integer); insert into t values (1)",
    upgrade:
      'op.addCheck({ table: "t", name: "positive", expression: sql`id > 0`, notValid: true }); op.validateConstraint({ table: "t", name: "positive" });',
    downgrade: 'op.dropConstraint({ table: "t", name: "positive", ifExists: true });',
    look: "select (select convalidated from pg_constraint where conname = 'positive')",
    answers: [null, true, null],
  },
  {
    name: "noForceRowLevelSecurity lets the owner through again",
    before: "create table t (id integer); alter table t force row level security",
    upgrade: 'op.noForceRowLevelSecurity({ table: "t" });',
    downgrade: 'op.forceRowLevelSecurity({ table: "t" });',
    look: "select relforcerowsecurity from pg_class where relname = 't'",
    answers: [true, false, true],
  },
  {
    name: "grant and revoke columns and the right to pass on, for names that need quotes",
    before: "create table t (id integer, note text)",
    roles: { exist: ['operation "Reader"'] },
    upgrade: `op.grant({ on: "table", name: "t", privileges: ["SELECT", "INSERT"], to: ['operation "Reader"'], withGrantOption: true });
      op.revoke({ on: "table", name: "t", privileges: ["INSERT"], from: ['operation "Reader"'], grantOptionOnly: true });
      op.grant({ on: "table", name: "t", privileges: ["UPDATE"], columns: ["note"], to: ['operation "Reader"', "public"] });`,
    downgrade: `op.revoke({ on: "table", name: "t", privileges: ["SELECT", "INSERT"], from: ['operation "Reader"'] });
      op.revoke({ on: "table", name: "t", privileges: ["UPDATE"], columns: ["note"], from: ['operation "Reader"', "public"] });`,
    look: `select concat_ws(' ', (select string_agg(privilege_type || case when is_grantable then '*' else '' end, ',' order by 1) from pg_class c, aclexplode(relacl) a where c.oid = 't'::regclass and a.grantee <> c.relowner),
      (select count(*)::text from pg_attribute, aclexplode(attacl) where attrelid = 't'::regclass))`,
    answers: ["0", "INSERT,SELECT* 2", "0"],
  },
  {
    name: "setOwner gives a table away and takes it back",
    before: "create table t (id integer)",
    roles: { exist: ["operation_owner"] },
    upgrade: 'op.setOwner({ on: "table", name: "t", owner: "operation_owner" });',
    downgrade: 'op.setOwner({ on: "table", name: "t", owner: "current_user" });',
    look: "select pg_get_userbyid(relowner)::text from pg_class where relname = 't'",
    answers: ["postgres", "operation_owner", "postgres"],
  },
];

async function answerOf({ database }: Ground, question: string): Promise<unknown> {
  const opened = databaseFrom(database);
  const connection = await opened.connect();
  try {
    return Object.values((await connection.query(question))[0] ?? {})[0];
  } finally {
    await connection.release();
    await opened.close();
  }
}

describe.each(grounds())("on %s", (ground) => {
  const here = CASES.filter(({ since = 0 }) => ground === "pglite" || ground >= since);
  test.each(here)("$name", async ({ before, roles, upgrade, downgrade, look, answers }) => {
    const place = await enter(ground, before, roles);
    try {
      const runner = createRunner({
        database: place.database,
        migrations: migrationsOf({ id: "a1", upgrade, downgrade }),
      });
      const found = [await answerOf(place, look)];
      await runner.upgrade();
      found.push(await answerOf(place, look));
      await runner.downgrade("base");
      found.push(await answerOf(place, look));
      expect(found).toEqual(answers);
    } finally {
      await place.leave();
    }
  });
});
