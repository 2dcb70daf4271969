/** What a live view depends on, as SQL and as ids: PostgreSQL keeps it for each view's rule. */

import { objectId, type ObjectId } from "../catalog/object.ts";
import { columnId, enumId, materializedViewId, sequenceId, tableId, viewColumnId, viewId } from "./ids.ts";

export type UsedSort = "table" | "view" | "materialized-view" | "sequence" | "enum" | "primary-key" | "unique";

/** Sort, schema, name, and a column or constraint of it where one is meant. */
export type UsedByQuery = readonly [UsedSort, string, string, string | null];

/**
 * What the query of a view uses, as a JSON array. A query that groups by a primary key needs that too.
 * https://www.postgresql.org/docs/current/catalog-pg-depend.html
 *
 * @param view the view's oid, as SQL.
 */
export function usedByQuery(view: string): string {
  return `(select json_agg(json_build_array(u.sort, u.schema, u.name, u.part)) from (
    select distinct
      case when o.oid is not null then case o.contype when 'p' then 'primary-key' else 'unique' end
        when y.typtype = 'e' then 'enum'
        else case r.relkind when 'v' then 'view' when 'm' then 'materialized-view' when 'S' then 'sequence' else 'table' end end as sort,
      n.nspname as schema, coalesce(r.relname, y.typname) as name, coalesce(o.conname, a.attname) as part
    from pg_depend d
    left join pg_type t on d.refclassid = 'pg_type'::regclass and t.oid = d.refobjid
    left join pg_type y on y.oid = case when t.typcategory = 'A' then t.typelem else t.oid end and y.typtype in ('e', 'c')
    left join pg_constraint o on d.refclassid = 'pg_constraint'::regclass and o.oid = d.refobjid and o.contype in ('p', 'u')
    left join pg_class r on r.oid = case when d.refclassid = 'pg_class'::regclass then d.refobjid else coalesce(o.conrelid, y.typrelid) end
      and r.relkind in ('r', 'p', 'v', 'm', 'S')
    left join pg_attribute a on d.refclassid = 'pg_class'::regclass and a.attrelid = r.oid and a.attnum = d.refobjsubid and a.attnum > 0
    join pg_namespace n on n.oid = coalesce(r.relnamespace, case when y.typtype = 'e' then y.typnamespace end)
    where d.refobjid <> ${view} and (
      d.classid = 'pg_rewrite'::regclass and d.objid in (
        select w.oid from pg_rewrite w where w.ev_class = ${view} and w.rulename = '_RETURN')
      or d.classid = 'pg_class'::regclass and d.objid = ${view} and d.refclassid = 'pg_type'::regclass)) u)`;
}

/** The ids of what a query uses: with a column, the relation too. */
export function usedByQueryIds(uses: readonly UsedByQuery[] | null): readonly ObjectId[] {
  const ids = (uses ?? []).flatMap(([sort, schema, name, part]): readonly ObjectId[] => {
    switch (sort) {
      case "table":
        return [tableId(schema, name), ...(part === null ? [] : [columnId(schema, name, part)])];
      case "view":
        return [viewId(schema, name), ...(part === null ? [] : [viewColumnId(schema, name, part)])];
      case "materialized-view":
        return [materializedViewId(schema, name), ...(part === null ? [] : [viewColumnId(schema, name, part)])];
      case "sequence":
        return [sequenceId(schema, name)];
      case "enum":
        return [enumId(schema, name)];
      case "primary-key":
      case "unique":
        return [objectId(sort, [schema, name, part ?? ""])];
    }
  });
  return [...new Set(ids)];
}

/** A query as `pg_get_viewdef` prints it, without the space before and the semicolon behind it. */
export function printedQuery(definition: string): string {
  return definition.trim().replace(/;$/, "");
}
