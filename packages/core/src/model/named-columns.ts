/** Which columns an expression may name: a superset, since only PostgreSQL knows. */

/** The columns whose names stand in a text. */
export function namedColumns(columns: readonly string[], ...texts: readonly (string | undefined)[]): readonly string[] {
  const text = texts.join("\n").toLowerCase();
  return columns.filter(
    (name) => text.includes(name.toLowerCase()) || text.includes(name.replaceAll('"', '""').toLowerCase()),
  );
}
