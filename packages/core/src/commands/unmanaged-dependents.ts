/** Refuses a plan that PostgreSQL would refuse: something that Sluice does not manage depends on what is dropped or retyped. */

import { sluiceError, type Connection, type Operation } from "@sluice/runner";
import type { Catalog } from "../catalog/catalog.ts";
import { objectId } from "../catalog/object.ts";

/** `[what it is, schema, name, column]` */
export type Asked = readonly [string, string, string, string | null];

/** The name, before an operation, of what is called so after it. */
export function nameBefore([sort, schema, name, part]: Asked, operation: Operation, defaultSchema: string): Asked {
  const place = ("schema" in operation ? operation.schema : undefined) ?? defaultSchema;
  switch (operation.op) {
    case "renameTable":
    case "renameView":
    case "renameMaterializedView":
    case "renameSequence":
    case "renameEnum":
      return place === schema && operation.to === name
        ? [sort, schema, operation.from, part]
        : [sort, schema, name, part];
    case "setTableSchema":
    case "setViewSchema":
    case "setMaterializedViewSchema":
    case "setSequenceSchema":
    case "setEnumSchema":
      return operation.to === schema && operation.name === name
        ? [sort, operation.from, name, part]
        : [sort, schema, name, part];
    case "renameSchema":
      return operation.to === schema
        ? [sort, operation.from, sort === "schema" ? operation.from : name, part]
        : [sort, schema, name, part];
    case "renameColumn":
      return place === schema && operation.table === name && operation.to === part
        ? [sort, schema, name, operation.from]
        : [sort, schema, name, part];
    default:
      return [sort, schema, name, part];
  }
}

/** What of the database an operation takes away or changes under others' feet. */
function askedOf(operation: Operation, defaultSchema: string): readonly Asked[] {
  const schema = ("schema" in operation ? operation.schema : undefined) ?? defaultSchema;
  switch (operation.op) {
    case "dropTable":
    case "dropView":
    case "dropMaterializedView":
    case "dropSequence":
      return [["relation", schema, operation.name, null]];
    case "dropColumn":
      return [
        ["relation", schema, operation.table, operation.name],
        ["goes", schema, operation.table, operation.name],
        ["inherited", schema, operation.table, operation.name],
      ];
    case "setColumnType":
      return [
        ["relation", schema, operation.table, operation.name],
        ["inherited", schema, operation.table, operation.name],
        // PostgreSQL refuses where its rows are values of another column, even if nothing were written again.
        ["row type", schema, operation.table, null],
      ];
    case "addColumn":
      return [["heirs", schema, operation.table, null]];
    case "renameColumn":
      return [["inherited", schema, operation.table, operation.from]];
    case "dropSchema":
      return [["schema", operation.name, operation.name, null]];
    case "dropEnum":
      return [["type", schema, operation.name, null]];
    default:
      return [];
  }
}

// https://www.postgresql.org/docs/current/catalog-pg-depend.html
const QUERY = `
  with asked as (
    select a ->> 0 as sort, n.oid as namespace, a ->> 2 as name, a ->> 3 as part, concat_ws('.', a ->> 1, a ->> 2, a ->> 3) as label
    from pg_catalog.json_array_elements($1::text::json) a join pg_catalog.pg_namespace n on n.nspname = a ->> 1),
  targets as (
    select a.label, 'pg_catalog.pg_class'::pg_catalog.regclass as class, c.oid, coalesce(t.attnum, 0) as part
    from asked a join pg_catalog.pg_class c on c.relnamespace = a.namespace and c.relname = a.name
    left join pg_catalog.pg_attribute t on t.attrelid = c.oid and t.attname = a.part
    where a.sort = 'relation' and (a.part is null or t.attnum is not null)
    union all
    select a.label, 'pg_catalog.pg_type'::pg_catalog.regclass, y.oid, 0
    from asked a join pg_catalog.pg_type t on t.typnamespace = a.namespace and t.typname = a.name
    join pg_catalog.pg_type y on y.oid in (t.oid, t.typarray)
    where a.part is null and a.sort not in ('schema', 'row type', 'heirs')
    union all
    select a.label, 'pg_catalog.pg_namespace'::pg_catalog.regclass, a.namespace, 0 from asked a where a.sort = 'schema')
  select distinct t.label, pg_catalog.pg_describe_object(d.classid, d.objid, d.objsubid) as dependent,
    coalesce(n.nspname, m.nspname) as schema, coalesce(r.relname, y.typname) as name
  from targets t
  join pg_catalog.pg_depend d on d.refclassid = t.class and d.refobjid = t.oid and d.deptype = 'n' and (t.part = 0 or d.refobjsubid = t.part)
  left join pg_catalog.pg_rewrite w on d.classid = 'pg_catalog.pg_rewrite'::pg_catalog.regclass and w.oid = d.objid
  left join pg_catalog.pg_constraint o on d.classid = 'pg_catalog.pg_constraint'::pg_catalog.regclass and o.oid = d.objid
  left join pg_catalog.pg_policy p on d.classid = 'pg_catalog.pg_policy'::pg_catalog.regclass and p.oid = d.objid
  left join pg_catalog.pg_attrdef f on d.classid = 'pg_catalog.pg_attrdef'::pg_catalog.regclass and f.oid = d.objid
  left join pg_catalog.pg_index i on d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass and i.indexrelid = d.objid
  -- The relation that the dependent is, or is a part of.
  left join pg_catalog.pg_class r on r.oid = coalesce(w.ev_class, nullif(o.conrelid, 0), p.polrelid, f.adrelid, i.indrelid,
    case when d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass then d.objid end)
  left join pg_catalog.pg_namespace n on n.oid = r.relnamespace
  left join pg_catalog.pg_type y on d.classid = 'pg_catalog.pg_type'::pg_catalog.regclass and y.oid = d.objid and y.typtype = 'e'
  left join pg_catalog.pg_namespace m on m.oid = y.typnamespace
  where coalesce(not r.relispartition, true)
    -- A column's own sequence goes with it.
    and not exists (select from pg_catalog.pg_depend o where t.class = 'pg_catalog.pg_namespace'::pg_catalog.regclass
      and o.classid = d.classid and o.objid = d.objid and o.deptype in ('a', 'i') and o.refobjsubid > 0)
    and not exists (select from pg_catalog.pg_depend e where e.classid = d.classid and e.objid = d.objid and e.deptype in ('e', 'i') and e.refobjid = d.refobjid)
  union
  select a.label, pg_catalog.pg_describe_object(p.class, p.oid, 0), null, null
  from asked a join pg_catalog.pg_class c on c.relnamespace = a.namespace and c.relname = a.name
  cross join lateral (
    select 'pg_catalog.pg_trigger'::pg_catalog.regclass as class, g.oid from pg_catalog.pg_trigger g where g.tgrelid = c.oid and not g.tgisinternal
    union all
    select 'pg_catalog.pg_rewrite'::pg_catalog.regclass, w.oid from pg_catalog.pg_rewrite w where w.ev_class = c.oid and w.rulename <> '_RETURN') p
  where a.sort = 'put back'
  union
  select a.label, concat(pg_catalog.pg_describe_object(d.classid, d.objid, d.objsubid), ', which has the type of its rows,'), null, null
  from asked a join pg_catalog.pg_type t on t.typnamespace = a.namespace and t.typname = a.name and a.sort = 'row type'
  join pg_catalog.pg_depend d on d.refclassid = 'pg_catalog.pg_type'::pg_catalog.regclass and d.refobjid in (t.oid, t.typarray)
    and d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass and d.objsubid > 0
  join pg_catalog.pg_class r on r.oid = d.objid and r.relkind in ('r', 'p', 'm', 'c')
  union
  -- https://www.postgresql.org/docs/current/ddl-inherit.html
  select a.label, concat(pg_catalog.pg_describe_object('pg_catalog.pg_class'::pg_catalog.regclass, c.oid, 0), ', which inherits the column,'), null, null
  from asked a join pg_catalog.pg_class c on c.relnamespace = a.namespace and c.relname = a.name
  join pg_catalog.pg_attribute t on t.attrelid = c.oid and t.attname = a.part
  where a.sort = 'inherited' and t.attinhcount > 0
  union
  select a.label, concat(pg_catalog.pg_describe_object('pg_catalog.pg_class'::pg_catalog.regclass, h.inhrelid, 0), ', which inherits its columns,'), null, null
  from asked a join pg_catalog.pg_class c on c.relnamespace = a.namespace and c.relname = a.name
  join pg_catalog.pg_inherits h on h.inhparent = c.oid join pg_catalog.pg_class r on r.oid = h.inhrelid
  where a.sort = 'heirs' and not r.relispartition
  union
  -- What PostgreSQL would drop along with a column, without a word.
  select a.label, pg_catalog.pg_describe_object(d.classid, d.objid, 0), null, null
  from asked a join pg_catalog.pg_class c on c.relnamespace = a.namespace and c.relname = a.name
  join pg_catalog.pg_attribute t on t.attrelid = c.oid and t.attname = a.part
  join pg_catalog.pg_depend d on d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass and d.refobjid = c.oid and d.refobjsubid = t.attnum
  where a.sort = 'goes' and (d.classid = 'pg_catalog.pg_statistic_ext'::pg_catalog.regclass
    or exists (select from pg_catalog.pg_constraint x where d.classid = 'pg_catalog.pg_constraint'::pg_catalog.regclass and x.oid = d.objid and x.contype = 'x'))
  order by 1, 2`;

/** Relations that are dropped and made again: what hangs on them goes with the first and does not come with the second. */
function putBack(operations: readonly Operation[], defaultSchema: string): readonly Asked[] {
  const nameOf = (operation: Operation): string =>
    "name" in operation
      ? JSON.stringify([("schema" in operation ? operation.schema : undefined) ?? defaultSchema, operation.name])
      : "";
  const made = new Set(
    operations.filter(({ op }) => op === "createView" || op === "createMaterializedView").map(nameOf),
  );
  return operations.flatMap((operation): readonly Asked[] =>
    (operation.op === "dropView" || operation.op === "dropMaterializedView") && made.has(nameOf(operation))
      ? [["put back", operation.schema ?? defaultSchema, operation.name, null]]
      : [],
  );
}

const NAMED = ["table", "view", "materialized-view", "sequence", "enum"];

/**
 * @throws UNMANAGED_DEPENDENT naming what depends on what.
 */
export async function assertNothingUnmanagedDepends(
  connection: Connection,
  operations: readonly Operation[],
  live: Catalog,
  defaultSchema: string,
): Promise<void> {
  const asked = [
    ...operations.flatMap((operation, place) => {
      const names = askedOf(operation, defaultSchema);
      if (names.length === 0) return names;
      // Back through what was renamed before it.
      const earlier = operations.slice(0, place).filter((each) => "from" in each);
      return names.map((name) => earlier.reduceRight((was, each) => nameBefore(was, each, defaultSchema), name));
    }),
    ...putBack(operations, defaultSchema),
  ];
  if (asked.length === 0) return;
  const rows = await connection.query(QUERY, [JSON.stringify(asked)]);
  const strangers = rows.filter(({ schema, name }) => {
    const path = [String(schema), String(name)];
    return typeof name !== "string" || !NAMED.some((kind) => live.has(objectId(kind, path)));
  });
  if (strangers.length === 0) return;
  const list = strangers.map(({ dependent, label }) => `${String(dependent)} depends on ${String(label)}`);
  throw sluiceError("UNMANAGED_DEPENDENT", `what Sluice does not manage is in the way: ${list.join("; ")}`, {
    hint: "Drop it and put it back in a migration of your own around this change, or leave what it depends on as it is.",
    details: { dependents: list },
  });
}
