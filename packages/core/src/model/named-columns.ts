/** Which columns an expression may name: a superset, since only PostgreSQL knows. */

/** The columns whose names stand in a text. */
export function namedColumns(columns: readonly string[], ...texts: readonly (string | undefined)[]): readonly string[] {
  const text = texts.join("\n").trim().toLowerCase();
  if (text === "") return [];
  return columns.filter((name) => {
    const lower = name.toLowerCase();
    return text.includes(lower) || (lower.includes('"') && text.includes(lower.replaceAll('"', '""')));
  });
}
