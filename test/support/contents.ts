/** What the tables of a database hold, and what of it must be there again after a migration. */

export type Query = (text: string) => Promise<readonly Readonly<Record<string, unknown>>[]>;

interface Contents {
  /** Columns that hold what somebody put in, with their types. */
  readonly types: Readonly<Record<string, string>>;
  readonly rows: readonly Readonly<Record<string, unknown>>[];
}

/** By table, as SQL names it. */
export type AllContents = ReadonlyMap<string, Contents>;

const TABLES = `select format('%I.%I', n.nspname, c.relname) as name,
    coalesce((select json_object_agg(a.attname, format_type(a.atttypid, a.atttypmod)) from pg_attribute a
      where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''), '{}')::text as types
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema' and c.relname <> 'sluice_revisions'`;

/** Reads them all: two queries, however many tables there are. */
export async function contentsOf(query: Query): Promise<AllContents> {
  const tables = await query(TABLES);
  if (tables.length === 0) return new Map();
  const each = tables.map(
    ({ name }) =>
      `select '${String(name).replaceAll("'", "''")}' as name, to_jsonb(t)::text as row from ${String(name)} t`,
  );
  const found = new Map<string, Readonly<Record<string, unknown>>[]>();
  for (const { name, row } of await query(each.join(" union all "))) {
    // Made by to_jsonb of a row.
    const read = JSON.parse(String(row)) as Readonly<Record<string, unknown>>;
    found.set(String(name), [...(found.get(String(name)) ?? []), read]);
  }
  return new Map(
    tables.map(({ name, types }) => [
      String(name),
      // Made by json_object_agg of names and types.
      { types: JSON.parse(String(types)) as Contents["types"], rows: found.get(String(name)) ?? [] },
    ]),
  );
}

/** The values of some columns, row by row; the order of rows is nothing. */
function valuesOf(contents: Contents, columns: readonly string[]): readonly string[] {
  return contents.rows.map((row) => JSON.stringify(columns.map((column) => row[column]))).toSorted();
}

/** Everything that somebody put in, for the comparison of two databases of one schema. */
export function everything(all: AllContents): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(
    [...all]
      .toSorted(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, contents]) => [name, valuesOf(contents, Object.keys(contents.types).toSorted())]),
  );
}

/**
 * The values, before and after, of a table's columns that are of the same type in both.
 *
 * @param renamed what columns are called after it, where that is another name.
 */
export function kept(
  before: Contents,
  after: Contents,
  renamed: ReadonlyMap<string, string>,
): readonly [readonly string[], readonly string[]] {
  const columns = Object.keys(before.types).flatMap((name) => {
    const now = renamed.get(name) ?? name;
    return before.types[name] === after.types[now] ? [[name, now] as const] : [];
  });
  return [
    valuesOf(
      before,
      columns.map(([was]) => was),
    ),
    valuesOf(
      after,
      columns.map(([, is]) => is),
    ),
  ];
}
