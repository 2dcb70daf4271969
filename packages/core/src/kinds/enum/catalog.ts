/** Reads enum types. https://www.postgresql.org/docs/current/catalog-pg-enum.html */

import { makeObject } from "../../catalog/make.ts";
import { enumId, schemaId } from "../ids.ts";
import { liveReader } from "../kind.ts";
import { extensionMembers } from "../live-sql.ts";
import type { EnumObject } from "./object.ts";

interface Row {
  readonly oid: number;
  /** Of the type of its arrays. */
  readonly array: number;
  readonly schema: string;
  readonly name: string;
  /** Null: an enum may have no value at all. */
  readonly values: readonly string[] | null;
}

export const live = liveReader<Row, EnumObject>({
  query: ({ namespaces }) => ({
    fields: {
      oid: "t.oid::bigint",
      array: "t.typarray::bigint",
      schema: "n.nspname",
      name: "t.typname",
      values: "(select json_agg(e.enumlabel order by e.enumsortorder) from pg_enum e where e.enumtypid = t.oid)",
    },
    from: `pg_type t join pg_namespace n on n.oid = t.typnamespace
      where t.typtype = 'e' and t.typnamespace = any(${namespaces}) and t.oid not in ${extensionMembers("pg_type")}`,
  }),
  register: ({ oid, array, schema, name }, facts) => {
    facts.addObject(oid, enumId(schema, name));
    facts.addObject(array, enumId(schema, name));
  },
  object: ({ schema, name, values }) =>
    makeObject({
      kind: "enum",
      path: [schema, name],
      parent: null,
      dependsOn: [schemaId(schema)],
      attributes: { values: values ?? [] },
    }),
});
