/** The live query that primary keys and unique constraints share. https://www.postgresql.org/docs/current/catalog-pg-constraint.html */

import { NULLS_NOT_DISTINCT_SINCE, TEMPORAL_SINCE } from "./server-versions.ts";
import { INDEX_SETTINGS } from "./settings.ts";
import type { LiveQuery, LiveScope } from "./kind.ts";

export interface KeyRow {
  readonly table: number;
  readonly name: string;
  /** The oid of the index that enforces it. */
  readonly index: number;
  readonly keys: readonly number[];
  readonly include: readonly number[] | null;
  readonly nullsNotDistinct: boolean;
  readonly deferrable: boolean;
  readonly deferred: boolean;
  readonly withoutOverlaps: boolean;
  readonly settings: readonly string[] | null;
}

/** Positions of the INCLUDE columns of `pg_index i`. An int2vector counts from 0. */
export const INCLUDED =
  "case when i.indnatts > i.indnkeyatts then (i.indkey::int2[])[i.indnkeyatts:i.indnatts - 1] end";

/** Primary keys (`p`) or unique constraints (`u`). */
export function keyQuery(type: "p" | "u", { version, relations }: LiveScope): LiveQuery<KeyRow> {
  return {
    fields: {
      table: "o.conrelid::bigint",
      name: "o.conname",
      index: "o.conindid::bigint",
      keys: "o.conkey",
      include: INCLUDED,
      nullsNotDistinct: version >= NULLS_NOT_DISTINCT_SINCE ? "i.indnullsnotdistinct" : "false",
      deferrable: "o.condeferrable",
      deferred: "o.condeferred",
      withoutOverlaps: version >= TEMPORAL_SINCE ? "o.conperiod" : "false",
      settings: INDEX_SETTINGS,
    },
    from: `pg_constraint o join pg_index i on i.indexrelid = o.conindid
      where o.conrelid = any(${relations}) and o.contype = '${type}'`,
  };
}
