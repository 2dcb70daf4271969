/** Reads enum types. https://www.postgresql.org/docs/current/catalog-pg-enum.html */

import { makeObject } from "../../catalog/make.ts";
import { schemaId } from "../ids.ts";
import { liveReader } from "../kind.ts";
import type { EnumObject } from "./object.ts";

interface Row {
  readonly schema: string;
  readonly name: string;
  readonly values: readonly string[] | null;
}

export const live = liveReader<Row, EnumObject>({
  query: () => `
    select n.nspname as schema, t.typname as name,
      (select pg_catalog.json_agg(e.enumlabel order by e.enumsortorder) from pg_catalog.pg_enum e where e.enumtypid = t.oid) as values
    from scope_namespace n join pg_catalog.pg_type t on t.typnamespace = n.oid
    where t.typtype = 'e' and not exists (
      select from pg_catalog.pg_depend d
      where d.classid = 'pg_catalog.pg_type'::pg_catalog.regclass and d.objid = t.oid and d.deptype = 'e')`,
  object: ({ schema, name, values }) =>
    makeObject({ kind: "enum", path: [schema, name], parent: schemaId(schema), attributes: { values: values ?? [] } }),
});
