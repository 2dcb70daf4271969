/** What a ledger's revisions made and is there still: the ledger keeps their names with the shape that the last run left. */

import { ledgerColumns, ledgerName, type LedgerOptions } from "../ledger/table.ts";
import type { Connection } from "../ports/connection.ts";

/** A table, a view or an enum. */
export interface MadeThing {
  /** `table public.fees` */
  readonly thing: string;
  readonly schema: string;
}

// Names are as quote_ident writes them.
const QUERY = `with made as (
    select k.thing, pg_catalog.regexp_replace(k.thing, '^(table|view|materialized view|enum) ', '') as name
    from LEDGER l cross join lateral pg_catalog.json_object_keys((l.shape::pg_catalog.json) -> 'things') k(thing) where l.shape is not null)
  select m.thing, n.nspname as schema from made m
  left join pg_catalog.pg_class c on m.thing not like 'enum %' and c.oid = pg_catalog.to_regclass(m.name)
  left join pg_catalog.pg_type t on m.thing like 'enum %' and t.oid = pg_catalog.to_regtype(m.name)
  join pg_catalog.pg_namespace n on n.oid = coalesce(c.relnamespace, t.typnamespace)
  order by 1`;

/** Things of all schemas; none where no run has left any. */
export async function thingsMade(connection: Connection, ledger: LedgerOptions): Promise<readonly MadeThing[]> {
  if (!(await ledgerColumns(connection, ledger)).has("shape")) return [];
  const rows = await connection.query(QUERY.replace("LEDGER", ledgerName(ledger)));
  return rows.map((row) => ({ thing: String(row["thing"]), schema: String(row["schema"]) }));
}
