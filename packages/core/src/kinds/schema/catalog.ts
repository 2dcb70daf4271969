/** Reads schemas. https://www.postgresql.org/docs/current/catalog-pg-namespace.html */

import { makeObject } from "../../catalog/make.ts";
import { liveReader } from "../kind.ts";
import { extensionMembers } from "../live-sql.ts";
import type { SchemaObject } from "./object.ts";

interface Row {
  readonly name: string;
}

export const live = liveReader<Row, SchemaObject>({
  query: ({ namespaces }) => ({
    fields: { name: "n.nspname" },
    from: `pg_namespace n where n.oid = any(${namespaces}) and n.oid not in ${extensionMembers("pg_namespace")}`,
  }),
  object: ({ name }) => makeObject({ kind: "schema", path: [name], parent: null, attributes: {} }),
});
