/** Owners and privileges of what the other kinds read. https://www.postgresql.org/docs/current/ddl-priv.html */

import type { Operation } from "@sluice/runner";
import { objectId, type CatalogObject, type ObjectId } from "../catalog/object.ts";
import type { LiveScope, PlanContext } from "./kind.ts";
import { RELATION_KINDS, type LiveFacts } from "./live-facts.ts";
import { extensionMembers } from "./live-sql.ts";
import { inSchema } from "./place.ts";

export type Owned = Extract<Operation, { readonly op: "setOwner" }>["on"];

export interface OwnedRow {
  readonly sort: "schema" | "type" | "relation" | "sequence" | "column";
  readonly oid: number;
  readonly schema: string | null;
  readonly name: string | null;
  readonly relation: number | null;
  readonly position: number | null;
}

export const OWNED_FIELDS: { readonly [F in keyof OwnedRow]-?: string } = {
  sort: "x.sort",
  oid: "x.oid::bigint",
  schema: "x.schema",
  name: "x.name",
  relation: "x.relation::bigint",
  position: "x.position",
};

/**
 * What may have an owner and privileges, as x, and the role that reads, as m. The public schema is initdb's. `type` and
 * `defaults` are how acldefault and ALTER DEFAULT PRIVILEGES call its sort.
 */
export function ownedObjects({ namespaces, relations, views }: LiveScope): string {
  return `(
      select 'schema' as sort, n.oid, n.nspname as schema, null::name as name, null::oid as relation, null::int as position,
        n.nspowner as owner, n.nspacl as acl, 'n'::"char" as type, 'n'::"char" as defaults, 0::oid as namespace
      from pg_namespace n where n.oid = any(${namespaces}) and n.nspname <> 'public' and n.oid not in ${extensionMembers("pg_namespace")}
      union all
      select 'type', t.oid, n.nspname, t.typname, null, null, t.typowner, t.typacl, 'T', 'T', t.typnamespace
      from pg_type t join pg_namespace n on n.oid = t.typnamespace
      where t.typtype = 'e' and t.typnamespace = any(${namespaces}) and t.oid not in ${extensionMembers("pg_type")}
      union all
      select 'relation', c.oid, null, null, c.oid, null, c.relowner, c.relacl, 'r', 'r', c.relnamespace
      from pg_class c where c.oid = any(${relations} || ${views})
      union all
      select 'sequence', c.oid, n.nspname, c.relname, null, null, c.relowner, c.relacl, 's', 'S', c.relnamespace
      from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind = 'S' and c.relnamespace = any(${namespaces})
      union all
      select 'column', a.attrelid, null, null, a.attrelid, a.attnum, c.relowner, a.attacl, 'c', 'c', 0
      from pg_attribute a join pg_class c on c.oid = a.attrelid
      where a.attrelid = any(${relations} || ${views}) and a.attnum > 0 and not a.attisdropped and a.attacl is not null
    ) x cross join (select r.oid from pg_roles r where r.rolname = current_user) m`;
}

export interface Target {
  readonly on: Owned;
  readonly path: readonly string[];
  readonly id: ObjectId;
}

/** The object that has the owner or the privileges; null where it is none of the catalog's. */
export function targetOf(row: OwnedRow, facts: LiveFacts): Target | null {
  const { sort, schema, name, relation, position } = row;
  const target = (on: Owned, kind: string, path: readonly string[]): Target => ({ on, path, id: objectId(kind, path) });
  if (sort === "relation" || sort === "column") {
    const found = facts.table(relation ?? 0);
    const [kind, columnKind] = RELATION_KINDS[found.sort];
    const on = found.sort === "v" ? "view" : found.sort === "m" ? "materialized view" : "table";
    if (sort === "relation") return target(on, kind, [found.schema, found.name]);
    const column = facts.column(relation ?? 0, position ?? 0);
    return column === undefined ? null : target(on, columnKind, [found.schema, found.name, column.name]);
  }
  if (schema === null) return null;
  if (sort === "schema") return target("schema", "schema", [schema]);
  if (sort === "type") return target("type", "enum", [schema, name ?? ""]);
  const sequence = target("sequence", "sequence", [schema, name ?? ""]);
  // Those of columns go and come with them.
  return facts.object(row.oid) === sequence.id ? sequence : null;
}

/** The place of an operation on the object that has the owner or the privileges. */
export function placeOf(
  on: Owned,
  { path: [schema = "", name = ""] }: CatalogObject,
  context: PlanContext,
): { readonly name: string; readonly schema?: string } {
  return on === "schema" ? { name: schema } : { name, ...inSchema(schema, context) };
}
