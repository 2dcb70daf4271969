/** The shape of what a database holds: what its tables, views and enums consist of, as PostgreSQL prints it. */

import type { Connection } from "../ports/connection.ts";
import { quoteLiteral } from "../sql/literal.ts";

/** Parts of one thing by name (`column amount`, `index fees_due`, `constraint fees_pkey`), each with what defines it. */
export type Parts = Readonly<Record<string, string>>;

/** Things by name (`table public.fees`, `enum public.status`). */
export type Shape = ReadonlyMap<string, Parts>;

/** Printed the same whatever a session, a role or a database has set, and for as long as it takes. */
const SETTINGS = [
  "search_path = pg_catalog, pg_temp",
  "datestyle = 'ISO, YMD'",
  "intervalstyle = 'postgres'",
  "timezone = 'UTC'",
  "extra_float_digits = 1",
  "bytea_output = 'hex'",
  "lc_monetary = 'C'",
  "quote_all_identifiers = off",
  "standard_conforming_strings = on",
  "jit = off",
  "statement_timeout = 0",
]
  .map((setting) => `set local ${setting}`)
  .join("; ");

const RELATIONS = "case c.relkind when 'v' then 'view' when 'm' then 'materialized view' else 'table' end";

function ofNobody(catalog: string, oid: string): string {
  return `not exists (select from pg_depend e where e.classid = '${catalog}'::regclass and e.objid = ${oid} and e.deptype = 'e')`;
}

/** https://www.postgresql.org/docs/current/functions-info.html#FUNCTIONS-INFO-CATALOG */
function query(schemas: readonly string[], ledger: string): string {
  const own = `n.nspname = any(array[${schemas.map(quoteLiteral).join(", ")}]::text[]) and n.nspname !~ '^pg_'`;
  return `with things as (
    select c.oid, c.relkind, concat(${RELATIONS}, ' ', quote_ident(n.nspname), '.', quote_ident(c.relname)) as thing
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where ${own} and c.relkind in ('r', 'p', 'v', 'm') and not c.relispartition and c.relpersistence <> 't'
      and c.relname <> ${quoteLiteral(ledger)} and ${ofNobody("pg_class", "c.oid")}
  ), parts as (
    -- Of a table without columns too.
    select t.thing, 'sort' as part, t.relkind::text as def from things t
    union all
    select t.thing, concat('column ', quote_ident(a.attname)),
      concat_ws(' ', format_type(a.atttypid, a.atttypmod), case when a.attnotnull then 'not null' end,
        case when a.attidentity <> '' then concat('identity ', a.attidentity::text) end,
        case when a.attgenerated <> '' then concat('generated ', pg_get_expr(d.adbin, d.adrelid)) else 'default ' || pg_get_expr(d.adbin, d.adrelid) end)
    from things t join pg_attribute a on a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped
      left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
    union all
    select t.thing, concat('constraint ', quote_ident(k.conname)), pg_get_constraintdef(k.oid)
    from things t join pg_constraint k on k.conrelid = t.oid where k.contype in ('p', 'u', 'f', 'c', 'x')
    union all
    select t.thing, concat('index ', quote_ident(i.relname)), pg_get_indexdef(x.indexrelid)
    from things t join pg_index x on x.indrelid = t.oid join pg_class i on i.oid = x.indexrelid
    where x.indisvalid and not exists (select from pg_constraint k where k.conindid = x.indexrelid and k.contype in ('p', 'u', 'x'))
    union all
    select t.thing, 'its query', pg_get_viewdef(t.oid) from things t where t.relkind in ('v', 'm')
    union all
    select concat('enum ', quote_ident(n.nspname), '.', quote_ident(y.typname)), concat('value ', quote_literal(e.enumlabel)),
      (row_number() over (partition by y.oid order by e.enumsortorder))::text
    from pg_type y join pg_namespace n on n.oid = y.typnamespace join pg_enum e on e.enumtypid = y.oid
    where ${own} and ${ofNobody("pg_type", "y.oid")}
  ) select thing, json_object_agg(part, def order by part)::text as parts from parts group by thing order by thing collate "C"`;
}

/**
 * Reads the shape of some schemas, in one query over the catalog. Partitions, what belongs to an extension, and tables of the
 * ledger's name are none of it.
 *
 * @param isInTransaction whether one is open already: it stays as it was.
 */
export async function readShape(
  connection: Connection,
  schemas: readonly string[],
  ledger: string,
  isInTransaction: boolean,
): Promise<Shape> {
  await connection.script(`${isInTransaction ? "savepoint sluice_shape" : "begin"}; ${SETTINGS}`);
  try {
    const rows = await connection.query(query(schemas, ledger));
    // Written by the query above.
    return new Map(rows.map((row) => [String(row["thing"]), JSON.parse(String(row["parts"])) as Parts]));
  } finally {
    await connection.script(
      isInTransaction ? "rollback to savepoint sluice_shape; release savepoint sluice_shape" : "rollback",
    );
  }
}
