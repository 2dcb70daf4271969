/** What the live queries of constraints share. https://www.postgresql.org/docs/current/catalog-pg-constraint.html */

export interface ConstraintRow {
  readonly schema: string;
  readonly table: string;
  readonly name: string;
}

/** Names of the columns of a constraint, in the constraint's order, as a JSON array. */
export function columnNames(relation: string, keys: string): string {
  return `(select pg_catalog.json_agg(a.attname order by k.position)
      from pg_catalog.unnest(${keys}) with ordinality k(attnum, position)
      join pg_catalog.pg_attribute a on a.attrelid = ${relation} and a.attnum = k.attnum)`;
}

/** Names of the columns of an index from one position on to another, as a JSON array. */
export function indexColumnNames(from: string, to: string): string {
  return `(select pg_catalog.json_agg(a.attname order by k.position)
      from pg_catalog.unnest(i.indkey::int2[]) with ordinality k(attnum, position)
      join pg_catalog.pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.attnum
      where k.position > ${from} and k.position <= ${to})`;
}

/** A constraint's place and flags; local ones only, since an inherited one is its parent's. */
export function constraintQuery(type: "p" | "u" | "f" | "c", columns: string, joins = ""): string {
  return `
    select r.nspname as schema, r.relname as "table", o.conname as name, ${columns}
    from scope_relation r
    join pg_catalog.pg_constraint o on o.conrelid = r.oid and o.contype = '${type}' and o.conislocal
    ${joins}`;
}
