/**
 * What the server prints for expressions: they stand in the body of a temporary function, which PostgreSQL keeps parsed and
 * never runs here. Unlike a view's, its columns are kept nowhere, and those over the same source share one statement, so it
 * takes a third of the time. Nothing is parsed here: a random text stands between the expressions and cuts what is printed.
 * https://www.postgresql.org/docs/current/sql-createfunction.html
 */

import { randomBytes } from "node:crypto";
import { executed, type Session } from "./session.ts";

export interface Expression {
  readonly text: string;
  /** A FROM clause for what it names, or nothing. */
  readonly from: string;
}

/** A temporary function and the text that stands between its expressions. */
export interface Body {
  readonly name: string;
  readonly mark: string;
  readonly size: number;
}

/** A select list holds 1664 columns. */
const EXPRESSIONS_A_STATEMENT = 500;

let bodies = 0;

function statementsOf(expressions: readonly Expression[], mark: string): readonly string[] {
  const sources = new Map<string, string[]>();
  expressions.forEach(({ text, from }, position) => {
    const list = sources.get(from);
    const column = `'${mark}' as m${position}, ${text} as x${position}`;
    if (list === undefined) sources.set(from, [column]);
    else list.push(column);
  });
  return [...sources].flatMap(([from, columns]) => {
    const statements: string[] = [];
    for (let start = 0; start < columns.length; start += EXPRESSIONS_A_STATEMENT) {
      const list = columns.slice(start, start + EXPRESSIONS_A_STATEMENT);
      // A comment at an expression's end must not hide what follows.
      statements.push(`select ${list.join("\n,")}\n, '${mark}' as ended${from};`);
    }
    return statements;
  });
}

/**
 * Makes a body of expressions.
 *
 * @param settings whose settings their text is read with: those of migrations, or those that live catalogs are read with.
 */
export async function bodyOf(
  session: Session,
  settings: "query" | "printed",
  expressions: readonly Expression[],
): Promise<Body> {
  const name = `sluice_body_${(bodies += 1)}`;
  const mark = `cut_${randomBytes(8).toString("hex")}`;
  const statements = statementsOf(expressions, mark);
  const made = `create function pg_temp.${name}() returns void begin atomic ${statements.join("\n")} end`;
  await session[settings](executed([made]));
  return { name, mark, size: expressions.length };
}

function pieces(definition: string, { mark, size }: Body): readonly string[] {
  const found = Array.from({ length: size }, () => "");
  for (const piece of definition.split(`'${mark}'::text AS m`).slice(1)) {
    const end = piece.indexOf(",");
    const position = Number(piece.slice(0, end));
    // The last of a statement is followed by the mark that ends it.
    const text = piece.split(`'${mark}'::text AS ended`)[0] ?? "";
    found[position] = text.slice(end + 1, text.lastIndexOf(` AS x${position}`)).trim();
  }
  return found;
}

/** What the server prints for each expression of each body. */
export async function readBodies<const B extends readonly Body[]>(
  session: Session,
  read: B,
): Promise<{ readonly [P in keyof B]: readonly string[] }> {
  const columns = read.map(
    ({ name }, position) =>
      `pg_catalog.pg_get_function_sqlbody('pg_temp.${name}()'::pg_catalog.regprocedure) as b${position}`,
  );
  const [row] = await session.printed(`select ${columns.join(", ")}`);
  const found = read.map((body, position) => pieces(String(row?.[`b${position}`]), body));
  // One list for each body, in their order.
  return found as { readonly [P in keyof B]: readonly string[] };
}
