/** Reads tables. https://www.postgresql.org/docs/current/catalog-pg-class.html */

import { makeObject } from "../../catalog/make.ts";
import { schemaId } from "../ids.ts";
import { liveReader } from "../kind.ts";
import { NO_SETTINGS, parametersClause } from "../settings.ts";
import type { TableObject } from "./object.ts";

interface Row {
  readonly schema: string;
  readonly name: string;
  readonly unlogged: boolean;
  readonly partition: string | null;
  readonly settings: readonly string[] | null;
}

const TOAST = "(select t.reloptions from pg_class t where t.oid = c.reltoastrelid)";
/** Few tables have any, so that most are not asked further. */
const HAS_SETTINGS = `c.reloptions is not null or c.relreplident in ('f', 'n')
  or c.reltoastrelid in (select t.oid from pg_class t where t.relkind = 't' and t.reloptions is not null)`;
/** An index that is the replica identity has that for a setting of its own. */
const SETTINGS = `case when ${HAS_SETTINGS} then (
  select json_agg(s.clause) from (values (${parametersClause("c.reloptions")}), (${parametersClause(TOAST, "toast.")}),
    (case c.relreplident when 'f' then 'REPLICA IDENTITY FULL' when 'n' then 'REPLICA IDENTITY NOTHING' end)) s(clause)
  where s.clause is not null) end`;

export const live = liveReader<Row, TableObject>({
  query: ({ relations }) => ({
    fields: {
      schema: "n.nspname",
      name: "c.relname",
      unlogged: "c.relpersistence = 'u'",
      partition: "case when c.relkind = 'p' then pg_get_partkeydef(c.oid) end",
      settings: SETTINGS,
    },
    from: `pg_class c join pg_namespace n on n.oid = c.relnamespace where c.oid = any(${relations})`,
  }),
  object: ({ schema, name, unlogged, partition, settings }) =>
    makeObject({
      kind: "table",
      path: [schema, name],
      parent: null,
      dependsOn: [schemaId(schema)],
      attributes: { unlogged, partitionBy: partition, settings: settings ?? NO_SETTINGS },
    }),
});
