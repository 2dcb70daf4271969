/** Reads tables. https://www.postgresql.org/docs/current/catalog-pg-class.html */

import { makeObject } from "../../catalog/make.ts";
import { schemaId } from "../ids.ts";
import { liveReader } from "../kind.ts";
import type { TableObject } from "./object.ts";

interface Row {
  readonly schema: string;
  readonly name: string;
  readonly unlogged: boolean;
  readonly partition: string | null;
  readonly enabled: boolean;
  readonly forced: boolean;
}

export const live = liveReader<Row, TableObject>({
  query: () => `
    select r.nspname as schema, r.relname as name, r.relpersistence = 'u' as unlogged,
      case when r.relkind = 'p' then pg_catalog.pg_get_partkeydef(r.oid) end as partition,
      r.relrowsecurity as enabled, r.relforcerowsecurity as forced
    from scope_relation r`,
  object: ({ schema, name, unlogged, partition, enabled, forced }) =>
    makeObject({
      kind: "table",
      path: [schema, name],
      parent: schemaId(schema),
      attributes: { unlogged, partitionBy: partition, rowSecurity: { enabled, forced } },
    }),
});
