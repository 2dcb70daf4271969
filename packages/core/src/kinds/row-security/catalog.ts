/** Reads row-level security. https://www.postgresql.org/docs/current/catalog-pg-class.html */

import { makeObject } from "../../catalog/make.ts";
import { policyIds } from "../ids.ts";
import { liveReader } from "../kind.ts";
import type { RowSecurityObject } from "./object.ts";

interface Row {
  readonly table: number;
  readonly enabled: boolean;
  readonly forced: boolean;
  readonly policies: readonly string[] | null;
}

export const live = liveReader<Row, RowSecurityObject>({
  query: ({ relations }) => ({
    fields: {
      table: "c.oid::bigint",
      enabled: "c.relrowsecurity",
      forced: "c.relforcerowsecurity",
      policies: "(select json_agg(p.polname) from pg_policy p where p.polrelid = c.oid)",
    },
    from: `pg_class c where c.oid = any(${relations})`,
  }),
  object: ({ table: oid, enabled, forced, policies }, facts) => {
    const { schema, name, id } = facts.table(oid);
    return makeObject({
      kind: "row-security",
      path: [schema, name],
      parent: id,
      comesAfter: policyIds(schema, name, policies ?? []),
      attributes: { enabled, forced },
    });
  },
});
