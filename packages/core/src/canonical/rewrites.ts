/**
 * Asks the server what it writes again where a column is added or retyped: the change is made to an empty temporary table, since
 * PostgreSQL decides without looking at rows, and where the table or its index has another file afterwards, it was written again.
 * https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-NOTES
 */

import { isSluiceError } from "@sluice/runner";
import type { AddedColumn, Retype, Rewrites, Rewritten, StoredType } from "../kinds/stored-columns.ts";
import { inBatches, type Session } from "./session.ts";

const TABLES_A_SCRIPT = 50;

/** Nobody was asked. */
export const UNKNOWN_REWRITES: Rewrites = { added: () => undefined, retyped: () => undefined };

interface Question {
  readonly columns: string;
  readonly hasIndex: boolean;
  /** What follows ALTER TABLE and its name. */
  readonly change: string;
}

interface Files {
  readonly table: string;
  readonly index: string;
}

let tables = 0;

async function filesOf(session: Session, names: readonly string[]): Promise<readonly Files[]> {
  const rows = await session.printed(
    `select pg_catalog.pg_relation_filenode(c.oid)::text as table, (
       select coalesce(min(pg_catalog.pg_relation_filenode(i.indexrelid)::text), '') from pg_index i where i.indrelid = c.oid) as index
     from json_array_elements_text($1::text::json) with ordinality v(name, place)
     join pg_class c on c.relname = v.name::name and c.relnamespace = pg_catalog.pg_my_temp_schema() order by v.place`,
    [JSON.stringify(names)],
  );
  return rows.map((row) => ({ table: String(row["table"]), index: String(row["index"]) }));
}

async function together(session: Session, questions: readonly Question[]): Promise<readonly Rewritten[]> {
  const asked = questions.map((question) => ({ ...question, name: `sluice_table_${(tables += 1)}` }));
  const names = asked.map(({ name }) => name);
  await session.script(
    asked.flatMap(({ name, columns, hasIndex }) => [
      `create temporary table ${name} (${columns})`,
      ...(hasIndex ? [`create index on pg_temp.${name} (c)`] : []),
    ]),
  );
  const before = await filesOf(session, names);
  await session.script(asked.map(({ name, change }) => `alter table pg_temp.${name} ${change}`));
  const after = await filesOf(session, names);
  return asked.map((_, place) => {
    if (before[place]?.table !== after[place]?.table) return "table";
    return before[place]?.index === after[place]?.index ? "nothing" : "indexes";
  });
}

async function ask(session: Session, questions: readonly Question[]): Promise<readonly (Rewritten | undefined)[]> {
  const answers = await inBatches(session, questions, TABLES_A_SCRIPT, (batch) => together(session, batch));
  return answers.map((answer) => ("value" in answer ? answer.value : undefined));
}

function typeSql({ type, collation }: StoredType): string {
  return collation === null ? type : `${type} collate ${collation}`;
}

function additionOf({ default: value, ...type }: AddedColumn): Question {
  const fills = value === null ? "" : ` default ${value}`;
  return { columns: "", hasIndex: false, change: `add column c ${typeSql(type)}${fills}` };
}

function changeOf({ from, to, isCast }: Retype, hasIndex: boolean): Question {
  const using = isCast ? ` using c::${to.type}` : "";
  return { columns: `c ${typeSql(from)}`, hasIndex, change: `alter column c type ${typeSql(to)}${using}` };
}

function byContent<Q, A>(questions: readonly Q[], answers: readonly (A | undefined)[]): (question: Q) => A | undefined {
  const known = new Map(questions.map((question, place) => [JSON.stringify(question), answers[place]]));
  return (question) => known.get(JSON.stringify(question));
}

function distinct<Q>(questions: readonly Q[]): readonly Q[] {
  return [...new Map(questions.map((question) => [JSON.stringify(question), question])).values()];
}

/**
 * Asks about columns that are added and retyped. Where the role may not create temporary tables, nothing is known.
 *
 * @param additions columns of tables that are there, without identities and generated values.
 */
export async function askRewrites(
  session: Session,
  additions: readonly AddedColumn[],
  retypes: readonly Retype[],
): Promise<Rewrites> {
  const [added, retyped] = [distinct(additions), distinct(retypes)];
  try {
    const all = await ask(session, [...added.map(additionOf), ...retyped.map((each) => changeOf(each, false))]);
    const tablesOf = all.slice(added.length);
    const kept = retyped.filter((_, place) => tablesOf[place] === "nothing");
    const indexed = byContent(
      kept,
      await ask(
        session,
        kept.map((each) => changeOf(each, true)),
      ),
    );
    return {
      added: byContent(
        added,
        all.slice(0, added.length).map((answer) => (answer === undefined ? undefined : answer === "table")),
      ),
      // A type that has no plain index may have others, and nobody said what becomes of those.
      retyped: byContent(
        retyped,
        retyped.map((each, place) => (tablesOf[place] === "nothing" ? (indexed(each) ?? "indexes") : tablesOf[place])),
      ),
    };
  } catch (cause) {
    if (isSluiceError(cause) && cause.code === "CANONICAL_UNAVAILABLE") return UNKNOWN_REWRITES;
    throw cause;
  }
}
