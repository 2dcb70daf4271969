/** The same small migrations as each runner wants them: a table and an index each. */

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { migrationText } from "../graph-stories/files.ts";

export type Format = "sluice" | "drizzle" | "node-pg-migrate" | "umzug" | "typeorm" | "alembic";

interface Small {
  readonly number: number;
  /** `000007`: orders the files. */
  readonly digits: string;
  readonly up: readonly string[];
}

function small(number: number): Small {
  const table = `small_${number}`;
  return {
    number,
    digits: String(number).padStart(6, "0"),
    up: [
      `CREATE TABLE ${table} (id integer NOT NULL, name text NOT NULL, amount numeric(10,2) NOT NULL DEFAULT 0, CONSTRAINT ${table}_pkey PRIMARY KEY (id))`,
      `CREATE INDEX ix_${table}_name ON ${table} (name)`,
    ],
  };
}

function sluice(folder: string, list: readonly Small[]): void {
  for (const { number, digits } of list) {
    const revision = {
      id: `r${number}`,
      downRevisions: number === 0 ? [] : [`r${number - 1}`],
      dependsOn: [],
      branchLabels: [],
      message: `small ${number}`,
      createdAt: null,
      path: "",
      checksum: "",
    };
    const table = `small_${number}`;
    const upgrade = `op.createTable({
    name: "${table}",
    columns: [
      { name: "id", type: "integer", notNull: true },
      { name: "name", type: "text", notNull: true },
      { name: "amount", type: "numeric(10,2)", notNull: true, default: 0 },
    ],
    primaryKey: { name: "${table}_pkey", columns: ["id"] },
  });
  op.createIndex({ name: "ix_${table}_name", table: "${table}", columns: ["name"] });`;
    const body = { upgrade, downgrade: `op.dropTable({ name: "${table}" });` };
    writeFileSync(join(folder, `${digits}.ts`), migrationText(revision, body));
  }
}

function drizzle(folder: string, list: readonly Small[]): void {
  const entries = list.map(({ number, digits }) => ({
    idx: number,
    version: "7",
    when: 1_760_000_000_000 + number,
    tag: digits,
    breakpoints: true,
  }));
  mkdirSync(join(folder, "meta"));
  writeFileSync(join(folder, "meta/_journal.json"), JSON.stringify({ version: "7", dialect: "postgresql", entries }));
  for (const { digits, up } of list)
    writeFileSync(join(folder, `${digits}.sql`), up.join(";\n--> statement-breakpoint\n"));
}

function nodePgMigrate(folder: string, list: readonly Small[]): void {
  for (const { number, digits, up } of list) {
    const statements = up.map((text) => `  pgm.sql(${JSON.stringify(text)});`).join("\n");
    writeFileSync(
      join(folder, `1760000${digits}_small-${number}.js`),
      `export const up = (pgm) => {\n${statements}\n};\n`,
    );
  }
}

function umzug(folder: string, list: readonly Small[]): void {
  for (const { digits, up } of list) {
    const statements = up.map((text) => `  await context.sql.unsafe(${JSON.stringify(text)});`).join("\n");
    writeFileSync(join(folder, `${digits}.js`), `export const up = async ({ context }) => {\n${statements}\n};\n`);
  }
}

function typeorm(folder: string, list: readonly Small[]): void {
  for (const { number, digits, up } of list) {
    const statements = up.map((text) => `    await runner.query(${JSON.stringify(text)});`).join("\n");
    const text = `export class Small${1_760_000_000_000 + number} {\n  async up(runner) {\n${statements}\n  }\n  async down() {}\n}\n`;
    writeFileSync(join(folder, `${digits}.js`), text);
  }
}

function alembic(folder: string, list: readonly Small[], url: string): void {
  mkdirSync(join(folder, "migrations/versions"), { recursive: true });
  writeFileSync(join(folder, "alembic.ini"), "[alembic]\nscript_location = migrations\n");
  writeFileSync(
    join(folder, "migrations/env.py"),
    `from alembic import context
from sqlalchemy import create_engine

with create_engine(${JSON.stringify(url.replace(/^postgres(ql)?:/, "postgresql+psycopg2:"))}).connect() as connection:
    context.configure(connection=connection, target_metadata=None, transaction_per_migration=True)
    with context.begin_transaction():
        context.run_migrations()
`,
  );
  for (const { number, digits, up } of list) {
    const statements = up.map((text) => `    op.execute(${JSON.stringify(text)})`).join("\n");
    const text = `from alembic import op

revision = "r${number}"
down_revision = ${number === 0 ? "None" : `"r${number - 1}"`}
branch_labels = None
depends_on = None


def upgrade():
${statements}


def downgrade():
    op.execute("DROP TABLE small_${number}")
`;
    writeFileSync(join(folder, `migrations/versions/r${digits}.py`), text);
  }
}

const WRITERS: Readonly<Record<Format, (folder: string, list: readonly Small[], url: string) => void>> = {
  sluice,
  drizzle,
  "node-pg-migrate": nodePgMigrate,
  umzug,
  typeorm,
  alembic,
};

/** Writes them into a new folder. */
export function writeMigrations(format: Format, folder: string, count: number, url: string): void {
  mkdirSync(folder, { recursive: true });
  const list = Array.from({ length: count }, (_, number) => small(number));
  WRITERS[format](folder, list, url);
}

export const FORMATS: readonly Format[] = ["sluice", "drizzle", "node-pg-migrate", "umzug", "typeorm", "alembic"];
