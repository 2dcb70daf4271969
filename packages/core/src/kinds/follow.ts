/** How attributes follow the rename of what they mention. */

export interface Renamed {
  readonly kind: string;
  readonly from: readonly string[];
  readonly to: readonly string[];
}

/** A list of a table's columns after a rename. `table` is the table's path after it. */
export function followedColumns(
  columns: readonly string[],
  table: readonly string[],
  rename: Renamed,
): readonly string[] {
  const [schema, name, column] = rename.from;
  if (rename.kind !== "column" || schema !== table[0] || name !== table[1]) return columns;
  return columns.map((each) => (each === column ? (rename.to[2] ?? each) : each));
}

/** Whether a rename is of what may have indexes. */
export function isOfRows({ kind }: Renamed): boolean {
  return kind === "table" || kind === "materialized-view";
}

/** A reference to a table, or to a materialized view, after a rename of it or its schema. */
export function followedTable(schema: string, table: string, rename: Renamed): readonly [string, string] {
  if (rename.kind === "schema" && schema === rename.from[0]) return [rename.to[0] ?? schema, table];
  const isIt = isOfRows(rename) && schema === rename.from[0] && table === rename.from[1];
  return isIt ? [rename.to[0] ?? schema, rename.to[1] ?? table] : [schema, table];
}

/** Names of roles after a rename. */
export function followedRoles(roles: readonly string[], { kind, from, to }: Renamed): readonly string[] {
  return kind === "role" ? roles.map((role) => (role === from[0] ? (to[0] ?? role) : role)).toSorted() : roles;
}
