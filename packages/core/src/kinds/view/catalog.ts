/** Reads views. https://www.postgresql.org/docs/current/catalog-pg-rewrite.html */

import { makeObject } from "../../catalog/make.ts";
import { schemaId } from "../ids.ts";
import { liveReader } from "../kind.ts";
import { changedMeanwhile } from "../live-facts.ts";
import { storageParameters } from "../storage-parameters.ts";
import { printedQuery, usedByQuery, usedByQueryIds, type UsedByQuery } from "../view-query.ts";
import type { ViewObject } from "./object.ts";

interface Row {
  readonly oid: number;
  readonly query: string | null;
  readonly with: readonly string[] | null;
  readonly uses: readonly UsedByQuery[] | null;
}

export const live = liveReader<Row, ViewObject>({
  query: ({ views }) => ({
    fields: {
      oid: "c.oid::bigint",
      query: "pg_get_viewdef(c.oid)",
      with: "c.reloptions",
      uses: usedByQuery("c.oid"),
    },
    from: `pg_class c where c.oid = any(${views}) and c.relkind = 'v'`,
  }),
  object: ({ oid, query, with: options, uses }, facts) => {
    const { schema, name } = facts.table(oid);
    if (query === null) throw changedMeanwhile("view", [schema, name]);
    const printed = printedQuery(query);
    return makeObject({
      kind: "view",
      path: [schema, name],
      parent: null,
      dependsOn: [schemaId(schema), ...usedByQueryIds(uses)],
      attributes: { query: printed, meaning: printed, with: storageParameters(options ?? []) },
    });
  },
});
