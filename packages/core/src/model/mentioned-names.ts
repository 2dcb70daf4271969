/** Which names stand in a piece of SQL: a hint, since only PostgreSQL knows what they name. */

/** https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-SYNTAX-IDENTIFIERS; its scanner takes all beyond ASCII. */
const NAME = /"(?:[^"]|"")+"|[A-Za-z_\u{80}-\u{10ffff}][\w$\u{80}-\u{10ffff}]*/gu;
const CAPITAL = /[A-Z]/;
const CAPITALS = /[A-Z]+/g;

function folded(name: string): string {
  return CAPITAL.test(name) ? name.replaceAll(CAPITALS, (letters) => letters.toLowerCase()) : name;
}

/** Names in double quotes as they are, others in lower case, as PostgreSQL folds them: ASCII alone. */
export function mentionedNames(text: string): ReadonlySet<string> {
  return new Set(
    (text.match(NAME) ?? []).map((name) =>
      name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : folded(name),
    ),
  );
}
