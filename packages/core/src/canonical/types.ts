/** Types as the server prints them. */

import { quoteIdentifier } from "@sluice/runner";
import type { Diagnostic } from "../catalog/diagnostic.ts";
import { DEFAULT_SCHEMA } from "../catalog/printed-name.ts";
import { enumTypeText } from "../model/column-type.ts";
import type { Memory } from "./memory.ts";
import { inBatches, type Session } from "./session.ts";

const COLUMNS_A_VIEW = 500;

/** Names of enums as PostgreSQL prints them, by the text that the model reader gives them. */
export async function enumTypes(
  session: Session,
  paths: readonly (readonly string[])[],
  memory: Memory,
): Promise<ReadonlyMap<string, string>> {
  if (paths.length === 0) return new Map();
  const question = `enum types ${JSON.stringify(paths)}`;
  const remembered = memory.recall(question);
  // Only what was learnt below is remembered.
  if (remembered !== undefined) return new Map(JSON.parse(remembered) as [string, string][]);
  const found = await askEnumTypes(session, paths);
  memory.learn(question, JSON.stringify([...found]));
  return found;
}

async function askEnumTypes(
  session: Session,
  paths: readonly (readonly string[])[],
): Promise<ReadonlyMap<string, string>> {
  const rows = await session.printed(
    `select case when p ->> 0 <> $2 or exists (select from pg_catalog.pg_type t
           where t.typnamespace = 'pg_catalog'::pg_catalog.regnamespace and t.typname = p ->> 1)
         then pg_catalog.quote_ident(p ->> 0) || '.' else '' end || pg_catalog.quote_ident(p ->> 1) as type
     from pg_catalog.json_array_elements($1::text::json) with ordinality e(p, n) order by n`,
    [JSON.stringify(paths), DEFAULT_SCHEMA],
  );
  return new Map(
    paths.flatMap(([schema = "", name = ""], position) => {
      const type = String(rows[position]?.["type"]);
      const text = enumTypeText(schema, name);
      return [[text, type] as const, [`${text}[]`, `${type}[]`] as const];
    }),
  );
}

export interface CanonicalType {
  readonly type: string;
  /** As SQL, where the text carries one that isn't the type's own: `text COLLATE "C"`. */
  readonly collation: string | null;
}

let views = 0;

async function ask(session: Session, types: readonly string[]): Promise<readonly CanonicalType[]> {
  const view = `sluice_types_${(views += 1)}`;
  const columns = types.map((type, position) => `null::${type} as c${position}`);
  await session.script([`create temporary view ${quoteIdentifier(view)} as select ${columns.join(", ")}`]);
  const rows = await session.printed(
    `select pg_catalog.format_type(a.atttypid, a.atttypmod) as type,
       case when a.attcollation <> t.typcollation then a.attcollation::pg_catalog.regcollation::pg_catalog.text end as collation
     from pg_catalog.pg_attribute a join pg_catalog.pg_type t on t.oid = a.atttypid
     where a.attrelid = 'pg_temp.${view}'::pg_catalog.regclass and a.attnum > 0 order by a.attnum`,
  );
  return rows.map((row) => ({
    type: String(row["type"]),
    collation: row["collation"] === null ? null : String(row["collation"]),
  }));
}

/** What `format_type` prints for each of the given texts. One that the server doesn't know stays as it is, and is reported. */
export async function canonicalTypes(
  session: Session,
  texts: readonly string[],
  report: (diagnostic: Diagnostic) => void,
  memory: Memory,
): Promise<ReadonlyMap<string, CanonicalType>> {
  const known = new Map<string, CanonicalType>();
  for (const text of texts) {
    const remembered = memory.recall(`printed type ${text}`);
    // Only what was learnt below is remembered.
    if (remembered !== undefined) known.set(text, JSON.parse(remembered) as CanonicalType);
  }
  const open = texts.filter((text) => !known.has(text));
  const answers = await inBatches(session, open, COLUMNS_A_VIEW, (batch) => ask(session, batch));
  return new Map([
    ...known,
    ...open.map((text, position): [string, CanonicalType] => {
      const answer = answers[position];
      if (answer !== undefined && "value" in answer) {
        memory.learn(`printed type ${text}`, JSON.stringify(answer.value));
        return [text, answer.value];
      }
      report({
        code: "UNKNOWN_TYPE",
        severity: "warning",
        object: null,
        message: `the server does not know the type ${text}: it is written as the model has it`,
        hint: "Is an extension missing, or is the type created by hand in a migration?",
      });
      return [text, { type: text, collation: null }];
    }),
  ]);
}
