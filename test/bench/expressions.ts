/** What expressions add to a check, the first time and later: PostgreSQL is asked for each that it was not asked for before. */

import { cold, writeProject, type Project } from "./project.ts";
import { checkCommand } from "./check.ts";
import { inTurn, median, type Figures } from "./measure.ts";
import { goal, heading, show } from "./report.ts";
import type { Server } from "../../packages/test-kit/src/server.ts";

/** Checks, defaults, predicates and generated columns of a table: 4 + 3 + 3 + 2. */
const EACH = 12;

function tableSql(number: number, isPlain: boolean): string {
  const name = `expressions_${number}`;
  const kept = (text: string): string => (isPlain ? "" : text);
  return `create table ${name} (
  id integer primary key, name text not null, email text, amount numeric not null, starts date, ends date,
  code text ${kept(`default lower('X' || ${number})`)},
  seen_at timestamptz ${kept(`default now() - interval '${number + 1} minutes'`)},
  parts integer ${kept(`default abs(-${number + 1}) + 1`)},
  total numeric ${kept(`generated always as (amount * 1.5 + ${number}) stored`)},
  label text ${kept(`generated always as (coalesce(name, '') || '-${number}') stored`)}
  ${kept(`,
  constraint ${name}_amount_check check (amount >= 0 and amount < ${number + 1000}),
  constraint ${name}_ends_check check (ends is null or ends > starts + ${number}),
  constraint ${name}_name_check check (length(trim(name)) between 1 and ${number + 50}),
  constraint ${name}_email_check check (email like '%@%' or email in ('none', '${number}'))`)});
create index ix_${name}_amount on ${name} (amount) ${kept(`where amount > ${number} and name <> ''`)};
create index ix_${name}_ends on ${name} (starts) ${kept(`where ends is null and amount <> ${number}`)};
create index ix_${name}_email on ${name} (email) ${kept(`where lower(email) <> '${number}'`)};`;
}

function tableModel(number: number, isPlain: boolean): string {
  const name = `expressions_${number}`;
  const kept = (text: string): string => (isPlain ? "" : text);
  return `export const ${name} = pgTable("${name}", {
  id: integer("id").primaryKey(),
  name: text("name").notNull(),
  email: text("email"),
  amount: numeric("amount").notNull(),
  starts: date("starts"),
  ends: date("ends"),
  code: text("code")${kept(`.default(sql\`lower('X' || ${number})\`)`)},
  seenAt: timestamp("seen_at", { withTimezone: true })${kept(`.default(sql\`now() - interval '${number + 1} minutes'\`)`)},
  parts: integer("parts")${kept(`.default(sql\`abs(-${number + 1}) + 1\`)`)},
  total: numeric("total")${kept(`.generatedAlwaysAs(sql\`amount * 1.5 + ${number}\`)`)},
  label: text("label")${kept(`.generatedAlwaysAs(sql\`coalesce(name, '') || '-${number}'\`)`)},
}, (t) => [
  ${kept(`check("${name}_amount_check", sql\`\${t.amount} >= 0 and \${t.amount} < ${number + 1000}\`),
  check("${name}_ends_check", sql\`\${t.ends} is null or \${t.ends} > \${t.starts} + ${number}\`),
  check("${name}_name_check", sql\`length(trim(\${t.name})) between 1 and ${number + 50}\`),
  check("${name}_email_check", sql\`\${t.email} like '%@%' or \${t.email} in ('none', '${number}')\`),`)}
  index("ix_${name}_amount").on(t.amount)${kept(`.where(sql\`\${t.amount} > ${number} and \${t.name} <> ''\`)`)},
  index("ix_${name}_ends").on(t.starts)${kept(`.where(sql\`\${t.ends} is null and \${t.amount} <> ${number}\`)`)},
  index("ix_${name}_email").on(t.email)${kept(`.where(sql\`lower(\${t.email}) <> '${number}'\`)`)},
]);`;
}

const HEAD = `import { sql } from "drizzle-orm";
import { check, date, index, integer, numeric, pgTable, text, timestamp } from "drizzle-orm/pg-core";
`;

function project(server: Server, tables: number, isPlain: boolean): Promise<Project> {
  const numbers = Array.from({ length: tables }, (_, number) => number);
  return writeProject(
    server,
    isPlain ? "expressions-none" : "expressions",
    numbers.map((number) => tableSql(number, isPlain)),
    HEAD + numbers.map((number) => tableModel(number, isPlain)).join("\n"),
  );
}

/** Seconds that one takes longer than the other, pair by pair. */
function added(one: Figures | undefined, other: Figures | undefined): number {
  const others = other?.runs ?? [];
  return median((one?.runs ?? []).map(({ seconds }, round) => seconds - (others[round]?.seconds ?? Number.NaN)));
}

export async function benchExpressions(server: Server, count: number): Promise<void> {
  heading(`a check over ${count} expressions, against the same tables without them`);
  const [full, plain] = [await project(server, count / EACH, false), await project(server, count / EACH, true)];
  const [fullCheck, plainCheck] = [checkCommand(full, "with, warm"), checkCommand(plain, "without, warm")];
  const first = await inTurn([cold(fullCheck, "with, cold"), cold(plainCheck, "without, cold")], 5);
  // The first round of these, uncounted, fills the memory again.
  const later = await inTurn([fullCheck, plainCheck], 5);
  show([...first, ...later]);
  goal(`${count} expressions add, cold`, added(first[0], first[1]), 0.5, "s");
  // "Nothing measurable": within what two runs of the same differ by.
  goal(`${count} expressions add, warm`, added(later[0], later[1]), 0.1, "s");
}
