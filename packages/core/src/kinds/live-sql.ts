/** SQL that several live queries share. */

/**
 * The oids of the objects of one system catalog that belong to extensions. Uncorrelated, so it is read once, by index.
 * https://www.postgresql.org/docs/current/catalog-pg-depend.html
 */
export function extensionMembers(catalog: string): string {
  return `(select m.objid from pg_depend m where m.refclassid = 'pg_extension'::regclass and m.deptype = 'e' and m.classid = '${catalog}'::regclass)`;
}

/** `["enum" | "sequence", schema, name]` */
export type UsedObject = readonly ["enum" | "sequence", string, string];

/** Types that no name without a schema can hide. */
const BUILT_IN =
  "text|character varying|bpchar|numeric|integer|bigint|jsonb?|interval|date|timestamp|uuid|boolean|double precision";

/** What hangs on others: rows of pg_depend, as p. https://www.postgresql.org/docs/current/catalog-pg-depend.html */
export function dependenciesOf(catalog: string, oid: string): string {
  return `p.classid = '${catalog}'::regclass and p.objid = ${oid}`;
}

/**
 * The enums and sequences that an expression uses, as a JSON array. Both stand before or behind a cast, or print qualified:
 * a text without need not be looked up.
 *
 * @param dependencies those of the expression, of which {@link dependenciesOf} tells.
 */
export function usedObjects(dependencies: string, text: string): string {
  return `case when ${text} ~ '\\.|::(?!(${BUILT_IN})\\M)' then (
    select json_agg(json_build_array(case when e.oid is null then 'sequence' else 'enum' end, n.nspname, coalesce(e.typname, s.relname)))
    from pg_depend p
    left join pg_type t on p.refclassid = 'pg_type'::regclass and t.oid = p.refobjid
    left join pg_type e on e.oid in (t.oid, t.typelem) and e.typtype = 'e'
    left join pg_class s on p.refclassid = 'pg_class'::regclass and s.oid = p.refobjid and s.relkind = 'S'
    join pg_namespace n on n.oid = coalesce(e.typnamespace, s.relnamespace)
    where ${dependencies}) end`;
}
