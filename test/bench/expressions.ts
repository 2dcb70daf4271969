/** What 3,000 expressions, which the database prints otherwise than the model writes them, add to a check: asked, and remembered. */

import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { inTurn, type Command } from "./measure.ts";
import { freshDatabase, freshFolder, onServer, SLUICE, WORK, writeConfig } from "./project.ts";
import { goal, heading, note, show } from "./report.ts";
import type { Server } from "../../packages/test-kit/src/server.ts";

const TABLES = 300;
/** A home of its own: the user's answers are nobody's business. */
const HOME = join(WORK, "home");
const ANSWERS = join(HOME, ".cache/sluice/answers.txt");

const CONDITIONS = Array.from(
  { length: 10 },
  (_, number) => `code in ('a${number}', 'b') and amount between ${number} and 100`,
);

async function project(server: Server, name: string, conditions: readonly string[]): Promise<string> {
  const url = await freshDatabase(server, `bench_${name}`);
  const tables = Array.from({ length: TABLES }, (_, number) => `t${number}`);
  const checks = conditions.map((condition, number) => [`c${number}`, condition] as const);
  await onServer(url, (sql) =>
    sql.unsafe(
      tables
        .map(
          (table) =>
            `create table ${table} (code varchar(5), amount integer${checks.map(([check, condition]) => `, constraint ${table}_${check} check (${condition})`).join("")});`,
        )
        .join("\n"),
    ),
  );
  const folder = freshFolder(name);
  const models = tables.map(
    (
      table,
    ) => `export const ${table} = pgTable("${table}", { code: varchar("code", { length: 5 }), amount: integer("amount") }, () => [
  ${checks.map(([check, condition]) => `check("${table}_${check}", sql\`${condition}\`)`).join(",\n  ")}
]);`,
  );
  writeFileSync(
    join(folder, "schema.ts"),
    `import { sql } from "drizzle-orm";\nimport { check, integer, pgTable, varchar } from "drizzle-orm/pg-core";\n${models.join("\n")}\n`,
  );
  writeConfig(folder, url);
  return folder;
}

export async function benchExpressions(server: Server): Promise<void> {
  heading("a check with 3,000 expressions that the database prints otherwise");
  const [without, with3000] = [await project(server, "bare", []), await project(server, "expressions", CONDITIONS)];
  const check = (name: string, cwd: string, isCold: boolean): Command => ({
    name,
    program: process.execPath,
    words: [SLUICE, "check", "--json"],
    cwd,
    env: { HOME },
    ...(isCold ? { before: async () => rmSync(ANSWERS, { force: true }) } : {}),
  });
  const [bare, cold, warm] = await inTurn(
    [
      check("the tables without them", without, false),
      check("asked (cold)", with3000, true),
      check("remembered (warm)", with3000, false),
    ],
    5,
  );
  if (bare === undefined || cold === undefined || warm === undefined) return;
  show([bare, cold, warm], bare);
  note("the difference to the first holds reading and comparing 3,000 constraints as well");
  goal("asking of 3,000 expressions", cold.seconds - warm.seconds, 0.5, "s");
}
