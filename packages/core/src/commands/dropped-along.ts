/** What Sluice does not manage and a dropped table takes along, which no downgrade brings back. */

import type { Connection, Operation } from "@sluice/runner";
import type { Diagnostic } from "../catalog/diagnostic.ts";
import { nameBefore, type Asked } from "./unmanaged-dependents.ts";

// https://www.postgresql.org/docs/current/sql-droptable.html
const QUERY = `
  with asked as (
    select c.oid, pg_catalog.concat_ws('.', a ->> 0, a ->> 1) as label
    from pg_catalog.json_array_elements($1::text::json) a
    join pg_catalog.pg_namespace n on n.nspname = a ->> 0
    join pg_catalog.pg_class c on c.relnamespace = n.oid and c.relname = a ->> 1 and c.relkind in ('r', 'p'))
  select a.label, pg_catalog.pg_describe_object(p.class, p.oid, 0) as what
  from asked a cross join lateral (
    select 'pg_catalog.pg_trigger'::pg_catalog.regclass as class, g.oid
    from pg_catalog.pg_trigger g where g.tgrelid = a.oid and not g.tgisinternal
    union all
    select 'pg_catalog.pg_rewrite'::pg_catalog.regclass, w.oid from pg_catalog.pg_rewrite w where w.ev_class = a.oid
    union all
    select 'pg_catalog.pg_constraint'::pg_catalog.regclass, k.oid from pg_catalog.pg_constraint k where k.conrelid = a.oid and k.contype = 'x'
    union all
    select 'pg_catalog.pg_statistic_ext'::pg_catalog.regclass, s.oid from pg_catalog.pg_statistic_ext s where s.stxrelid = a.oid
    union all
    select 'pg_catalog.pg_class'::pg_catalog.regclass, i.inhrelid from pg_catalog.pg_inherits i
    join pg_catalog.pg_class c on c.oid = i.inhrelid and c.relispartition where i.inhparent = a.oid) p
  order by 1, 2`;

export interface DroppedAlong {
  /** As PostgreSQL describes it. */
  readonly what: string;
  readonly diagnostic: Diagnostic;
}

/** One for each thing; names are those of before the migration. */
export async function droppedAlong(
  connection: Connection,
  operations: readonly Operation[],
  defaultSchema: string,
): Promise<readonly DroppedAlong[]> {
  const asked = operations.flatMap((operation, place) => {
    if (operation.op !== "dropTable") return [];
    const earlier = operations.slice(0, place).filter((each) => "from" in each);
    const named: Asked = ["relation", operation.schema ?? defaultSchema, operation.name, null];
    const [, schema, name] = earlier.reduceRight((was, each) => nameBefore(was, each, defaultSchema), named);
    return [[schema, name]];
  });
  if (asked.length === 0) return [];
  const rows = await connection.query(QUERY, [JSON.stringify(asked)]);
  return rows.map((row) => {
    const [what, table] = [String(row["what"]), String(row["label"])];
    const diagnostic = {
      code: "DROPPED_ALONG",
      severity: "warning",
      object: `table ${table}`,
      message: `${what}, which Sluice does not manage, goes with ${table}, and does not come back with it`,
      hint: "If the way back is to have it too, make it in the downgrade with op.execute.",
    } as const;
    return { what, diagnostic };
  });
}
