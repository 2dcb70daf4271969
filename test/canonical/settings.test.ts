/** What a role or database has set changes how constants print, and never whether a model differs. */

import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { autogenerate, check } from "@sluice/core";
import { testDatabase, type TestDatabase } from "@sluice/test-kit";
import { sql } from "drizzle-orm";
import {
  check as rule,
  customType,
  date,
  doublePrecision,
  index,
  integer,
  interval,
  pgTable,
  pgView,
  timestamp,
} from "drizzle-orm/pg-core";

const ROOT = join(__dirname, "../..");
const bytea = customType<{ data: Buffer }>({ dataType: () => "bytea" });

const BEFORE = `create table terms (
  "order" integer, starts date default '2026-02-01', ends date not null default '2026-02-01'::date + 90,
  grace interval default '1 day 02:03:04', late interval default '-1 day +02:03:04'::interval,
  seen_at timestamptz default '2026-02-01 12:00:00+00', rate double precision default 0.1::float8 / 3, mark bytea default '\\x00ff'::bytea,
  constraint in_the_term check (starts >= '2026-01-02' and grace < interval '3 days 4 hours' and seen_at > '2026-01-02 00:00:00+00'));
  create index late_terms on terms ("order") where ends > '2026-03-04' and late <= interval '-2 hours';
  create view open_terms as select "order", ends + interval '1 month 2 days' as closes from terms
    where starts > '2026-03-04' and rate <> 0.30000000000000004::float8 and mark <> '\\x0a0d';`;

const terms = pgTable(
  "terms",
  {
    order: integer("order"),
    starts: date("starts").default("2026-02-01"),
    ends: date("ends")
      .notNull()
      .default(sql`'2026-02-01'::date + 90`),
    grace: interval("grace").default("1 day 02:03:04"),
    late: interval("late").default(sql`'-1 day +02:03:04'::interval`),
    seenAt: timestamp("seen_at", { withTimezone: true }).default(sql`'2026-02-01 12:00:00+00'`),
    rate: doublePrecision("rate").default(sql`0.1::float8 / 3`),
    mark: bytea("mark").default(sql`'\\x00ff'::bytea`),
  },
  (t) => [
    rule(
      "in_the_term",
      sql`${t.starts} >= '2026-01-02' and ${t.grace} < interval '3 days 4 hours' and ${t.seenAt} > '2026-01-02 00:00:00+00'`,
    ),
    index("late_terms")
      .on(t.order)
      .where(sql`${t.ends} > '2026-03-04' and ${t.late} <= interval '-2 hours'`),
  ],
);
const openTerms = pgView("open_terms", { order: integer("order"), closes: timestamp("closes") }).as(
  sql`select "order", ends + interval '1 month 2 days' as closes from terms
    where starts > '2026-03-04' and rate <> 0.30000000000000004::float8 and mark <> '\\x0a0d'`,
);

const ODD: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
  ["dates as in Germany", { datestyle: "German, DMY" }],
  ["dates as in SQL, months first", { datestyle: "SQL, MDY" }],
  ["dates as in old PostgreSQL", { datestyle: "Postgres, DMY" }],
  ["intervals as in SQL", { intervalstyle: "sql_standard" }],
  ["intervals as in ISO 8601", { intervalstyle: "iso_8601" }],
  ["intervals in words", { intervalstyle: "postgres_verbose" }],
  ["a time zone of half hours", { timezone: "Asia/Kolkata" }],
  ["every name quoted", { quote_all_identifiers: "on" }],
  ["few digits", { extra_float_digits: "-3" }],
  ["bytes escaped", { bytea_output: "escape" }],
  [
    "all of it",
    {
      datestyle: "German, DMY",
      intervalstyle: "sql_standard",
      timezone: "America/St_Johns",
      quote_all_identifiers: "on",
      extra_float_digits: "-15",
      bytea_output: "escape",
    },
  ],
];

const role = `sluice_odd_${process.pid}`;
let database: TestDatabase;
/** What is written where nothing is set. */
let ordinary: string;

beforeAll(async () => {
  database = await testDatabase({ sql: BEFORE, isUnique: true });
  await database.query(`drop role if exists ${role}; create role ${role} superuser login`);
  ordinary = await written();
}, 60_000);

afterAll(async () => {
  await database.query(`drop role ${role}`);
  await database.drop();
});

function urlOfRole(): string {
  return database.url.replace("postgres@", `${role}@`);
}

/** The way to nothing, whose way back has all that was read. */
async function written(): Promise<string> {
  const { source } = await autogenerate({
    database: urlOfRole(),
    schema: { other: pgTable("other", { id: integer("id") }) },
    migrations: "nowhere",
    root: ROOT,
    message: "drop all",
    allowMassDrop: true,
    noRenames: true,
    proof: false,
    revisionId: () => "4f1c9a2be07d",
    clock: () => new Date(0),
  });
  return source ?? "";
}

function checked(): ReturnType<typeof check> {
  return check({ database: urlOfRole(), schema: { terms, openTerms }, migrations: "nowhere", root: ROOT });
}

test.each(ODD)("a role that has set %s", async (_, settings) => {
  const set = Object.entries(settings).map(([name, value]) => `alter role ${role} set ${name} = '${value}'`);
  await database.query([`alter role ${role} reset all`, ...set].join("; "));
  expect((await checked()).operations).toEqual([]);
  const source = await written();
  expect(source).toContain("2026-02-01");
  expect(source).toBe(ordinary);
});

test("a date whose meaning hangs on the settings is not remembered under others", async () => {
  const answers = join(mkdtempSync(join(tmpdir(), "sluice-answers-")), "answers.txt");
  const days = pgTable("days", { day: date("day").default(sql`'02/03/2026'::date`) });
  await database.query("create table days (day date default '2026-03-02')");
  const under = async (datestyle: string): Promise<boolean> => {
    await database.query(`alter role ${role} reset all; alter role ${role} set datestyle = '${datestyle}'`);
    const options = { database: urlOfRole(), schema: { days }, migrations: "nowhere", root: ROOT, answers };
    return (await check({ ...options, tablesFilter: "days" })).inSync;
  };
  expect(await under("ISO, DMY")).toBe(true);
  expect(await under("ISO, MDY")).toBe(false);
  await database.query("drop table days");
});

test("a database that has", async () => {
  await database.query(`alter role ${role} reset all; alter database ${database.name} set datestyle = 'SQL, DMY';
    alter database ${database.name} set intervalstyle = 'iso_8601'`);
  expect((await checked()).operations).toEqual([]);
});
