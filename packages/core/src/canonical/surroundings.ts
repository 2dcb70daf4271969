/** All of a server and its database that the meaning of a model's texts depends on. */

import type { Connection } from "@sluice/runner";

/** Settings that a text is read under. https://www.postgresql.org/docs/current/runtime-config-client.html */
const READ_UNDER =
  "search_path DateStyle IntervalStyle TimeZone timezone_abbreviations lc_monetary standard_conforming_strings transform_null_equals array_nulls xmloption xmlbinary".split(
    " ",
  );

/** What somebody has made that a name in an expression may mean, by system catalog: all that tells one from another. */
const MADE: Readonly<Record<string, string>> = {
  pg_proc: "oid, proname, pronamespace, proargtypes, prorettype",
  pg_operator: "oid, oprname, oprnamespace",
  pg_cast: "oid, castcontext, castmethod",
  pg_collation: "oid, collname, collnamespace",
  pg_enum: "oid, enumtypid, enumlabel",
  pg_namespace: "oid, nspname",
  pg_extension: "oid, extname, extversion",
  pg_ts_config: "oid, cfgname, cfgnamespace",
};

function madeSql(name: string, facts: string, where = "true"): string {
  return `(select pg_catalog.concat(pg_catalog.count(*), '/', pg_catalog.sum(pg_catalog.hashtext(row(${facts})::pg_catalog.text)))
    from pg_catalog.${name} where oid >= 16384 and ${where})`;
}

/**
 * All that may change what an expression means, besides its text and the columns that it names: the server's version, the
 * session's settings, and the functions, operators, casts, types and collations that somebody has made.
 * https://www.postgresql.org/docs/current/typeconv.html
 */
const SURROUNDINGS = `select pg_catalog.concat_ws(' ', pg_catalog.version(), current_user,
  ${READ_UNDER.map((name) => `pg_catalog.current_setting('${name}')`).join(", ")},
  ${Object.entries(MADE)
    .map(([name, facts]) => madeSql(name, facts))
    .join(",\n  ")},
  ${madeSql("pg_type", "oid, typname, typnamespace", "typtype <> 'c' and typcategory <> 'A'")}
) as surroundings`;

/** One text for all that may change what an expression means. */
export async function surroundingsOf(connection: Connection): Promise<string> {
  const [row] = await connection.query(SURROUNDINGS);
  return String(row?.["surroundings"]);
}

/** Columns, and keys: a query that groups by one may name the other columns. Numbers, since names print as settings have it. */
const SHAPES = `select c.relname as name, pg_catalog.json_agg(pg_catalog.json_build_array(c.oid, c.relnamespace, c.relkind,
    (select pg_catalog.json_agg(pg_catalog.json_build_array(a.attname, a.atttypid, a.atttypmod, a.attcollation) order by a.attnum)
      from pg_catalog.pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped),
    (select pg_catalog.json_agg(pg_catalog.json_build_array(k.conname, k.conkey, k.condeferrable) order by k.conname)
      from pg_catalog.pg_constraint k where k.conrelid = c.oid and k.contype in ('p', 'u'))) order by c.oid)::pg_catalog.text as shape
  from pg_catalog.pg_class c where c.relkind in ('r', 'p', 'v', 'm', 'f', 'c', 'S') and c.relname = any(array(
    select n::pg_catalog.name from pg_catalog.json_array_elements_text($1::pg_catalog.text::pg_catalog.json) n))
  group by c.relname`;

/** By name, how all relations of the names look, in whatever schema. */
export async function shapesOf(
  connection: Connection,
  names: ReadonlySet<string>,
): Promise<ReadonlyMap<string, string>> {
  const rows = await connection.query(SHAPES, [JSON.stringify([...names])]);
  return new Map(rows.map((row) => [String(row["name"]), String(row["shape"])]));
}
