/** Which names stand in a piece of SQL: a hint, since only PostgreSQL knows what they name. */

const NAME = /"(?:[^"]|"")+"|[\p{L}_][\p{L}\p{N}_$]*/gu;

/** Names in double quotes as they are, others in lower case. */
export function mentionedNames(text: string): ReadonlySet<string> {
  return new Set(
    (text.match(NAME) ?? []).map((name) =>
      name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name.toLowerCase(),
    ),
  );
}
