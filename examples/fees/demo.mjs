/**
 * The story of a school's fees, told in the terminal: every command as a person types it, every file that Sluice writes, and
 * the database before and after. Runs in a copy under .sluice/demo, on the embedded PostgreSQL or on DATABASE_URL.
 */

import { spawnSync } from "node:child_process";
import { copyFileSync, cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { styleText } from "node:util";
import { databaseFrom } from "@sluice/runner";

const here = import.meta.dirname;
const project = join(here, ".sluice/demo");
const migrations = join(project, "migrations");
const sluiceBin = join(here, "node_modules/@sluice/cli/bin/sluice.mjs");
const database = process.env.DATABASE_URL || `pglite:${join(project, ".sluice/pglite")}`;
const style = (format, text) => (process.stdout.isTTY ? styleText(format, text) : text);

function tell(text) {
  console.log(`\n${style(["bold", "cyan"], "▌")} ${style("bold", text)}`);
}

/** Runs a command of the project and shows it; the story ends where one fails. */
function run(shown, ...words) {
  console.log(`\n${style("green", "$")} ${style("bold", shown)}`);
  const { status, error } = spawnSync(process.execPath, [sluiceBin, ...words], { cwd: project, stdio: "inherit" });
  if (status === 0) return;
  console.error(`\n${shown} ended with ${status ?? String(error)}.`);
  process.exit(1);
}

const sluice = (...words) => run(`pnpm sluice ${words.join(" ")}`, ...words);

/** Writes a migration, and shows the file. */
function gen(message, ...options) {
  const before = new Set(readdirSync(migrations));
  run(`pnpm gen ${[`"${message}"`, ...options].join(" ")}`, "gen", message, ...options);
  const name = readdirSync(migrations).find((each) => !before.has(each));
  const path = join(migrations, name);
  return { path, show: () => console.log(style("dim", `\n── migrations/${name}\n`) + readFileSync(path, "utf8")) };
}

async function query(text) {
  const opened = databaseFrom(database);
  const connection = await opened.connect();
  try {
    return await connection.query(text);
  } finally {
    await connection.release();
    await opened.close();
  }
}

async function showSchema() {
  const columns = await query(
    `select c.relname as table, a.attname as column, format_type(a.atttypid, a.atttypmod) as type, a.attnotnull as "not null"
     from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
     where c.relname in ('students', 'fees') and c.relkind = 'r' order by c.relname desc, a.attnum`,
  );
  if (columns.length === 0) console.log(style("dim", "  (no tables)"));
  else console.table(columns);
}

async function showFees() {
  console.table(await query("select id, amount::text, status::text from fees order by id"));
}

function edit(stage) {
  copyFileSync(join(here, "story", stage), join(project, "schema.ts"));
}

if (process.env.DATABASE_URL) {
  const taken = await query("select 1 from pg_class where relname in ('students', 'fees') and relkind = 'r'");
  if (taken.length > 0) {
    console.error("The database of DATABASE_URL has a table students or fees already: give the story an empty one.");
    process.exit(1);
  }
}
rmSync(project, { recursive: true, force: true });
mkdirSync(project, { recursive: true });
for (const name of ["sluice.config.ts", "schema.ts"]) copyFileSync(join(here, name), join(project, name));
cpSync(join(here, "migrations"), migrations, { recursive: true });

tell("A school has students.");
sluice("upgrade", "head");
await showSchema();

tell("schema.ts now has fees as well. Sluice compares it with the database and writes the migration.");
gen("add_fees_table").show();

tell("A reviewer reads the file; then it is applied.");
sluice("upgrade", "head");
await showSchema();

tell("Fees get a description.");
edit("2-a-description.ts");
gen("add_description").show();
sluice("upgrade", "+1");

tell("Down and up again, and all the way down and up.");
sluice("downgrade", "-1");
sluice("upgrade", "head");
sluice("downgrade", "base");
await showSchema();
sluice("upgrade", "head");
await showSchema();

tell(
  "Fees come in from the old system, which says unpaid where the school says pending. A data migration, written by hand.",
);
await query("insert into students (name) values ('Ada'), ('Grace')");
await query(
  `insert into fees (student_id, amount, status, due_date)
   values (1, 120.00, 'unpaid', '2026-02-01'), (1, 80.00, 'paid', '2026-02-01'), (2, 120.00, 'unpaid', '2026-03-01')`,
);
const data = gen("unpaid_becomes_pending", "--empty");
const written = readFileSync(data.path, "utf8");
writeFileSync(
  data.path,
  written.slice(0, written.indexOf("export function upgrade")) +
    readFileSync(join(here, "story/3-unpaid-becomes-pending.ts.txt"), "utf8"),
);
data.show();
sluice("upgrade", "head");
await showFees();
sluice("downgrade", "-1");
await showFees();
sluice("upgrade", "head");

tell("The status becomes an enum of four values. Every row stays, up and down.");
edit("4-status-is-an-enum.ts");
gen("status_becomes_an_enum").show();
sluice("upgrade", "head");
await showFees();
await showSchema();
sluice("downgrade", "-1");
await showFees();
sluice("upgrade", "head");

tell("The database matches its models, and the history says how it came about.");
sluice("check");
sluice("history");
if (process.env.DATABASE_URL) {
  tell("The database of DATABASE_URL is left without the story's tables.");
  sluice("downgrade", "base");
}
console.log(`\nThe project of this story is in ${style("bold", "examples/fees/.sluice/demo")}: open its migrations.`);
