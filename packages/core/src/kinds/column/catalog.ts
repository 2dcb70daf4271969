/** Reads columns. https://www.postgresql.org/docs/current/catalog-pg-attribute.html */

import { makeObject } from "../../catalog/make.ts";
import { columnIds, enumId, tableId } from "../ids.ts";
import { liveReader } from "../kind.ts";
import type { ColumnObject, IdentityAttributes } from "./object.ts";

interface Row {
  readonly schema: string;
  readonly table: string;
  readonly name: string;
  readonly position: number;
  readonly type: string;
  readonly not_null: boolean;
  readonly collation: string | null;
  readonly enum: readonly [string, string] | null;
  readonly generated: string | null;
  readonly generated_kind: string;
  readonly generated_from: readonly string[] | null;
  readonly identity: string;
  readonly sequence: {
    readonly name: string;
    readonly start: string;
    readonly increment: string;
    readonly min: string;
    readonly max: string;
    readonly cache: string;
    readonly cycle: boolean;
  } | null;
  readonly serial: string | null;
}

const HIGHEST: Readonly<Record<string, string>> = {
  smallint: "32767",
  integer: "2147483647",
  bigint: "9223372036854775807",
};
const LOWEST: Readonly<Record<string, string>> = {
  smallint: "-32768",
  integer: "-2147483648",
  bigint: "-9223372036854775808",
};

function identityOf(row: Row): IdentityAttributes | null {
  if (row.identity === "" || row.sequence === null) return null;
  const { name, start, increment, min, max, cache, cycle } = row.sequence;
  const descends = increment.startsWith("-");
  const [defaultMin, defaultMax] = descends ? [LOWEST[row.type], "-1"] : ["1", HIGHEST[row.type]];
  return {
    generated: row.identity === "a" ? "always" : "by default",
    ...(name === `${row.table}_${row.name}_seq` ? {} : { sequence: name }),
    ...(start === (descends ? max : min) ? {} : { start }),
    ...(increment === "1" ? {} : { increment }),
    ...(min === defaultMin ? {} : { min }),
    ...(max === defaultMax ? {} : { max }),
    ...(cache === "1" ? {} : { cache }),
    ...(cycle ? { cycle } : {}),
  };
}

export const live = liveReader<Row, ColumnObject>({
  query: () => `
    select r.nspname as schema, r.relname as "table", a.attname as name, a.attnum as position,
      pg_catalog.format_type(a.atttypid, a.atttypmod) as type, a.attnotnull as not_null,
      case when a.attcollation <> t.typcollation
        then (select case when k.collnamespace = 'pg_catalog'::pg_catalog.regnamespace then pg_catalog.quote_ident(k.collname)
          else k.collnamespace::pg_catalog.regnamespace::text || '.' || pg_catalog.quote_ident(k.collname) end
          from pg_catalog.pg_collation k where k.oid = a.attcollation) end as collation,
      case when coalesce(e.typtype, t.typtype) = 'e'
        then (select pg_catalog.json_build_array(n.nspname, coalesce(e.typname, t.typname))
          from pg_catalog.pg_namespace n where n.oid = coalesce(e.typnamespace, t.typnamespace)) end as enum,
      case when a.attgenerated <> '' then pg_catalog.pg_get_expr(d.adbin, d.adrelid) end as generated,
      a.attgenerated as generated_kind,
      case when a.attgenerated <> '' then (
        select pg_catalog.json_agg(u.attname) from pg_catalog.pg_depend p
        join pg_catalog.pg_attribute u on u.attrelid = p.refobjid and u.attnum = p.refobjsubid
        where p.classid = 'pg_catalog.pg_attrdef'::pg_catalog.regclass and p.objid = d.oid
          and p.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass and p.refobjid = a.attrelid
          and p.refobjsubid > 0 and p.refobjsubid <> a.attnum) end as generated_from,
      a.attidentity as identity,
      case when s.deptype = 'i' then pg_catalog.json_build_object('name', s.relname, 'start', s.seqstart::text,
        'increment', s.seqincrement::text, 'min', s.seqmin::text, 'max', s.seqmax::text, 'cache', s.seqcache::text,
        'cycle', s.seqcycle) end as sequence,
      l.relname as serial
    from scope_relation r
    join pg_catalog.pg_attribute a on a.attrelid = r.oid and a.attnum > 0 and not a.attisdropped
    join pg_catalog.pg_type t on t.oid = a.atttypid
    left join pg_catalog.pg_type e on e.oid = t.typelem and t.typcategory = 'A'
    left join pg_catalog.pg_attrdef d on a.attgenerated <> '' and d.adrelid = a.attrelid and d.adnum = a.attnum
    left join scope_owned_sequence s on s.attrelid = a.attrelid and s.attnum = a.attnum and s.deptype = 'i'
    left join scope_serial l on l.attrelid = a.attrelid and l.attnum = a.attnum`,
  object: (row) =>
    makeObject({
      kind: "column",
      path: [row.schema, row.table, row.name],
      parent: tableId(row.schema, row.table),
      dependsOn: [
        ...(row.enum === null ? [] : [enumId(...row.enum)]),
        ...columnIds(row.schema, row.table, row.generated_from ?? []),
      ],
      attributes: {
        type: row.type,
        notNull: row.not_null,
        serial: row.serial === null ? null : { sequence: row.serial },
        identity: identityOf(row),
        generated:
          row.generated === null ? null : { as: { sql: row.generated }, kind: row.generated_kind === "v" ? "virtual" : "stored" },
        collation: row.collation,
        position: row.position,
      },
    }),
});
