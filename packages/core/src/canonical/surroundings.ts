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

async function textOf(connection: Connection, query: string): Promise<string> {
  const [row] = await connection.query(query);
  return String(row?.["surroundings"]);
}

/** One text for all that may change what an expression means. */
export function surroundingsOf(connection: Connection): Promise<string> {
  return textOf(connection, SURROUNDINGS);
}

function sumSql(facts: string, from: string): string {
  return `(select pg_catalog.concat(pg_catalog.count(*), '/', pg_catalog.sum(pg_catalog.hashtextextended(row(${facts})::pg_catalog.text, 0)))
    from pg_catalog.${from})`;
}

const RELATION = "c.oid >= 16384 and c.relpersistence <> 't'";

/** What a query may read: relations, their columns, and the keys, by which it may group to name the other columns. */
const RELATIONS = `select pg_catalog.concat_ws(' ',
  ${sumSql("c.oid, c.relname, c.relnamespace, c.relkind", `pg_class c where c.relkind in ('r', 'p', 'v', 'm', 'f', 'c', 'S') and ${RELATION}`)},
  ${sumSql(
    "a.attrelid, a.attnum, a.attname, a.atttypid, a.atttypmod, a.attcollation",
    `pg_class c join pg_catalog.pg_attribute a on a.attrelid = c.oid
    where c.relkind in ('r', 'p', 'v', 'm', 'f', 'c') and ${RELATION} and a.attnum > 0 and not a.attisdropped`,
  )},
  ${sumSql("k.oid, k.conrelid, k.conname, k.conkey, k.condeferrable", "pg_constraint k where k.contype in ('p', 'u')")}
) as surroundings`;

/** The same with all that queries may read, whichever relations they name. */
export async function wideSurroundingsOf(connection: Connection): Promise<string> {
  const texts = await Promise.all([textOf(connection, SURROUNDINGS), textOf(connection, RELATIONS)]);
  return texts.join("\n");
}
