/** The relations that every live query stands on: what of the database is looked at. */

/**
 * Ledgers of other tools, which no model declares and nobody wants dropped.
 */
export const OTHER_TOOLS_TABLES: readonly string[] = [
  "__drizzle_migrations",
  "_prisma_migrations",
  "flyway_schema_history",
  "schema_migrations",
  "ar_internal_metadata",
  "knex_migrations",
  "knex_migrations_lock",
  "alembic_version",
  "pgmigrations",
  "SequelizeMeta",
  "goose_db_version",
  "databasechangelog",
  "databasechangeloglock",
  "atlas_schema_revisions",
];

function isExtensionMember(catalog: string, oid: string): string {
  return `exists (select from pg_catalog.pg_depend e where e.classid = 'pg_catalog.${catalog}'::pg_catalog.regclass and e.objid = ${oid} and e.deptype = 'e')`;
}

/**
 * Common table expressions; PostgreSQL runs only those that a query uses. `$1`: the declared schemas, `$2`: tables to leave
 * alone, both JSON arrays of text.
 *
 * - `scope_namespace(oid, nspname)`: the declared schemas
 * - `scope_relation(oid, nspname, relname, relkind, relpersistence, relnamespace)`: their tables, without extensions' objects,
 *   partition children, and ledgers
 * - `scope_owned_sequence(oid, nspname, relname, attrelid, attnum, deptype, …)`: sequences that a column owns
 * - `scope_serial(oid, relname, attrelid, attnum)`: those of them that make a column serial
 */
export const SCOPE = `
scope_namespace as materialized (
  select n.oid, n.nspname from pg_catalog.pg_namespace n
  where n.nspname = any (array(select pg_catalog.json_array_elements_text($1::json)))
    and not ${isExtensionMember("pg_namespace", "n.oid")}
),
scope_relation as materialized (
  select c.oid, n.nspname, c.relname, c.relkind, c.relpersistence, c.relnamespace, c.relrowsecurity, c.relforcerowsecurity
  from scope_namespace n join pg_catalog.pg_class c on c.relnamespace = n.oid
  where c.relkind in ('r', 'p') and not c.relispartition
    and c.relname <> all (array(select pg_catalog.json_array_elements_text($2::json)))
    and not ${isExtensionMember("pg_class", "c.oid")}
),
scope_owned_sequence as materialized (
  select s.seqrelid as oid, c.relname, c.relnamespace, d.refobjid as attrelid, d.refobjsubid as attnum, d.deptype,
    s.seqtypid, s.seqstart, s.seqincrement, s.seqmin, s.seqmax, s.seqcache, s.seqcycle
  from scope_relation r
  join pg_catalog.pg_depend d on d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass and d.refobjid = r.oid
    and d.refobjsubid > 0 and d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass and d.deptype in ('a', 'i')
  join pg_catalog.pg_sequence s on s.seqrelid = d.objid
  join pg_catalog.pg_class c on c.oid = s.seqrelid
),
scope_serial as materialized (
  select s.oid, s.relname, s.attrelid, s.attnum
  from scope_owned_sequence s
  join scope_relation r on r.oid = s.attrelid and r.relnamespace = s.relnamespace
  join pg_catalog.pg_attribute a on a.attrelid = s.attrelid and a.attnum = s.attnum and a.atttypid = s.seqtypid
  join pg_catalog.pg_attrdef d on d.adrelid = s.attrelid and d.adnum = s.attnum
  where s.deptype = 'a' and s.seqstart = 1 and s.seqincrement = 1 and s.seqmin = 1 and s.seqcache = 1 and not s.seqcycle
    and s.seqmax = case s.seqtypid when 'int2'::pg_catalog.regtype then 32767 when 'int4'::pg_catalog.regtype then 2147483647 else 9223372036854775807 end
    and pg_catalog.pg_get_expr(d.adbin, d.adrelid)
      = 'nextval(' || pg_catalog.quote_literal(pg_catalog.quote_ident(r.nspname) || '.' || pg_catalog.quote_ident(s.relname)) || '::regclass)'
)`;

/** A live query, whole: its rows come back as one JSON text, so that every driver gives the same. */
export function scopedQuery(query: string): string {
  return `with ${SCOPE}\nselect coalesce(pg_catalog.json_agg(r), '[]')::text as rows from (${query}) r`;
}
