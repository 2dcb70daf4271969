/**
 * Whether two expressions are one to PostgreSQL, though they print in two ways: `substring(a from 1 for 3)` and
 * `"substring"(a, 1, 3)` are one call. ORDER BY takes an expression that is equal to one of the select list for that one, and
 * then prints as that does. https://www.postgresql.org/docs/current/sql-select.html#SQL-ORDERBY
 */

import { bodyOf, readBodies, type Expression } from "./bodies.ts";
import { inBatches, type Session } from "./session.ts";

/** Two expressions as the server printed them, over one source. */
export interface Trees {
  readonly live: Expression;
  readonly model: Expression;
}

const TREES_A_BODY = 100;

/** Anything can be sorted by whether it is null. */
function ordered(shown: Expression, by: Expression): Expression {
  return { text: `(select ${shown.text} is null${shown.from} order by ${by.text} is null)`, from: "" };
}

/** Those of the pairs that are one expression, by their places. */
export async function sameTrees(session: Session, pairs: readonly Trees[]): Promise<readonly boolean[]> {
  const answers = await inBatches(session, pairs, TREES_A_BODY, async (batch) => {
    const lives = await bodyOf(
      session,
      "printed",
      batch.map(({ live }) => ordered(live, live)),
    );
    const models = await bodyOf(
      session,
      "printed",
      batch.map(({ live, model }) => ordered(live, model)),
    );
    const [own, other] = await readBodies(session, [lives, models]);
    return own.map((text, position) => text === other[position]);
  });
  return answers.map((answer) => "value" in answer && answer.value);
}
