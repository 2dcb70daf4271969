/** How what Sluice does not manage, and other things may need, is made: PostgreSQL prints most of it. */

/** What is somebody's own, over pg_namespace n. */
export const OWN = "n.nspname !~ '^pg_' and n.nspname <> 'information_schema'";

export function notOfExtension(catalog: string, oid: string): string {
  return `not exists (select from pg_depend e where e.classid = '${catalog}'::regclass and e.objid = ${oid} and e.deptype = 'e')`;
}

/**
 * Each gives statements as rows of one text. https://www.postgresql.org/docs/current/functions-info.html
 *
 * @param where a condition on pg_namespace n.
 */
export function definitionQueries(where: string): Readonly<Record<string, string>> {
  return {
    domains: `select format('CREATE DOMAIN %I.%I AS %s%s%s%s%s', n.nspname, t.typname, format_type(t.typbasetype, t.typtypmod),
        (select ' COLLATE ' || t.typcollation::regcollation from pg_type b where b.oid = t.typbasetype and b.typcollation <> t.typcollation),
        case when t.typdefault is not null then ' DEFAULT ' || pg_get_expr(t.typdefaultbin, 0) else '' end,
        case when t.typnotnull then ' NOT NULL' else '' end,
        (select string_agg(format(' CONSTRAINT %I %s', c.conname, replace(pg_get_constraintdef(c.oid), ' NOT VALID', '')), '' order by c.conname)
         from pg_constraint c where c.contypid = t.oid and c.contype = 'c')) as name
      from pg_type t join pg_namespace n on n.oid = t.typnamespace
      where t.typtype = 'd' and ${where} and ${notOfExtension("pg_type", "t.oid")}`,
    composites: `select format('CREATE TYPE %I.%I AS (%s)', n.nspname, c.relname,
        (select string_agg(format('%I %s', a.attname, format_type(a.atttypid, a.atttypmod)), ', ' order by a.attnum)
         from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped)) as name
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind = 'c' and ${where} and ${notOfExtension("pg_class", "c.oid")}`,
    ranges: `select format('CREATE TYPE %I.%I AS RANGE (SUBTYPE = %s)', n.nspname, t.typname, format_type(r.rngsubtype, null)) as name
      from pg_range r join pg_type t on t.oid = r.rngtypid join pg_namespace n on n.oid = t.typnamespace
      where ${where} and ${notOfExtension("pg_type", "t.oid")}`,
    collations: `select format('CREATE COLLATION %I.%I (PROVIDER = %s, LC_COLLATE = %L, LC_CTYPE = %L)', n.nspname, c.collname,
        case c.collprovider when 'i' then 'icu' else 'libc' end, c.collcollate, c.collctype) as name
      from pg_collation c join pg_namespace n on n.oid = c.collnamespace
      where c.collcollate is not null and ${where} and ${notOfExtension("pg_collation", "c.oid")}`,
    functions: `select pg_get_functiondef(p.oid) as name
      from pg_proc p join pg_namespace n on n.oid = p.pronamespace join pg_language l on l.oid = p.prolang
      where p.prokind in ('f', 'p', 'w') and l.lanname not in ('c', 'internal') and ${where} and ${notOfExtension("pg_proc", "p.oid")}`,
  };
}
