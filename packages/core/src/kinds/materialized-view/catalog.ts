/** Reads materialized views. https://www.postgresql.org/docs/current/catalog-pg-class.html */

import { makeObject } from "../../catalog/make.ts";
import { schemaId } from "../ids.ts";
import { liveReader } from "../kind.ts";
import { changedMeanwhile } from "../live-facts.ts";
import { storageParameters } from "../storage-parameters.ts";
import { printedQuery, usedByQuery, usedByQueryIds, type UsedByQuery } from "../view-query.ts";
import type { MaterializedViewObject } from "./object.ts";

interface Row {
  readonly oid: number;
  readonly query: string | null;
  readonly with: readonly string[] | null;
  readonly using: string;
  readonly tablespace: string;
  readonly populated: boolean;
  readonly uses: readonly UsedByQuery[] | null;
}

export const live = liveReader<Row, MaterializedViewObject>({
  query: ({ views }) => ({
    fields: {
      oid: "c.oid::bigint",
      query: "pg_get_viewdef(c.oid)",
      with: "c.reloptions",
      using: "m.amname",
      tablespace: "s.spcname",
      populated: "c.relispopulated",
      uses: usedByQuery("c.oid"),
    },
    // 0 stands for the database's own tablespace.
    from: `pg_class c join pg_am m on m.oid = c.relam
      join pg_tablespace s on s.oid = coalesce(nullif(c.reltablespace, 0), (select d.dattablespace from pg_database d where d.datname = current_database()))
      where c.oid = any(${views}) and c.relkind = 'm'`,
  }),
  object: ({ oid, query, with: options, using, tablespace, populated, uses }, facts) => {
    const { schema, name } = facts.table(oid);
    if (query === null) throw changedMeanwhile("materialized-view", [schema, name]);
    const printed = printedQuery(query);
    return makeObject({
      kind: "materialized-view",
      path: [schema, name],
      parent: null,
      dependsOn: [schemaId(schema), ...usedByQueryIds(uses)],
      attributes: {
        query: printed,
        meaning: printed,
        with: storageParameters(options ?? []),
        using,
        tablespace,
        withNoData: !populated,
      },
    });
  },
});
