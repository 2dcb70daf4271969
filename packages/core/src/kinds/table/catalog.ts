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
}

export const live = liveReader<Row, TableObject>({
  query: ({ relations }) => ({
    fields: {
      schema: "n.nspname",
      name: "c.relname",
      unlogged: "c.relpersistence = 'u'",
      partition: "case when c.relkind = 'p' then pg_get_partkeydef(c.oid) end",
    },
    from: `pg_class c join pg_namespace n on n.oid = c.relnamespace where c.oid = any(${relations})`,
  }),
  object: ({ schema, name, unlogged, partition }) =>
    makeObject({
      kind: "table",
      path: [schema, name],
      parent: null,
      dependsOn: [schemaId(schema)],
      attributes: { unlogged, partitionBy: partition },
    }),
});
