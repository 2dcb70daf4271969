/** Reads schemas. https://www.postgresql.org/docs/current/catalog-pg-namespace.html */

import { makeObject } from "../../catalog/make.ts";
import { liveReader, type LiveScope } from "../kind.ts";
import { extensionMembers } from "../live-sql.ts";
import type { SchemaObject } from "./object.ts";

interface Row {
  readonly name: string;
  readonly holdsOthers: boolean;
}

/**
 * Whatever leans on the schema by itself (a table's indexes, row type and parts lean on the table) and is of no kind that Sluice
 * reads. https://www.postgresql.org/docs/current/catalog-pg-depend.html
 */
function othersIn({ relations, views }: LiveScope): string {
  return `exists (
  select from pg_depend d
  left join pg_class c on d.classid = 'pg_class'::regclass and c.oid = d.objid
  left join pg_type t on d.classid = 'pg_type'::regclass and t.oid = d.objid
  where d.refclassid = 'pg_namespace'::regclass and d.refobjid = n.oid and d.deptype = 'n'
    and coalesce(c.relkind <> 'S' and not c.relispartition and c.oid <> all(${relations} || ${views}), true) and coalesce(t.typtype <> 'e', true))`;
}

export const live = liveReader<Row, SchemaObject>({
  query: (scope) => ({
    fields: { name: "n.nspname", holdsOthers: othersIn(scope) },
    from: `pg_namespace n where n.oid = any(${scope.namespaces}) and n.oid not in ${extensionMembers("pg_namespace")}`,
  }),
  object: ({ name, holdsOthers }) =>
    makeObject({ kind: "schema", path: [name], parent: null, attributes: { holdsOthers } }),
});
