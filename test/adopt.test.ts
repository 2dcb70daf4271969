/** Adopting drizzle-kit's histories, in both formats. */

import { createHash } from "node:crypto";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { adopt, autogenerate, check } from "@sluice/core";
import { createRunner } from "@sluice/runner";
import { dump, type TestDatabase, withDatabase } from "@sluice/test-kit";
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
