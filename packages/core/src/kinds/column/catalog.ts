/** Reads columns. https://www.postgresql.org/docs/current/catalog-pg-attribute.html */

import { makeObject } from "../../catalog/make.ts";
import type { ObjectId } from "../../catalog/object.ts";
import { columnId, columnIds, enumId, tableId } from "../ids.ts";
import { liveReader } from "../kind.ts";
import { changedMeanwhile, type LiveFacts } from "../live-facts.ts";
import { usedObjects, type UsedObject } from "../live-sql.ts";
import { usedIds } from "../used-ids.ts";
import { liveIdentity } from "./identity.ts";
import type { ColumnAttributes, ColumnObject } from "./object.ts";

interface Row {
  readonly table: number;
  readonly position: number;
  readonly name: string;
  readonly type: string;
  readonly notNull: boolean;
  /** The column's collation where it isn't the database's default one. */
  readonly collation: string | null;
  /** Whether it is another than the type's own. */
  readonly isCollated: boolean;
  readonly enum: readonly [string, string] | null;
  readonly identity: "" | "a" | "d";
  readonly generated: {
    readonly kind: "s" | "v";
    readonly as: string | null;
    readonly from: readonly number[] | null;
    readonly uses: readonly UsedObject[] | null;
  } | null;
}

/** A type that was dropped since the snapshot prints so. */
const NO_TYPE = "???";

/**
 * A generated column's dependencies are the column's own before PostgreSQL 15, and its expression's since.
 * https://www.postgresql.org/docs/current/catalog-pg-depend.html
 */
const GENERATED = `case when a.attgenerated <> '' then (
  select json_build_object('kind', a.attgenerated, 'as', x.text, 'uses', ${usedObjects("pg_attrdef", "d.oid", "x.text")},
    'from', (select json_agg(distinct p.refobjsubid) from pg_depend p
      where p.refclassid = 'pg_class'::regclass and p.refobjid = a.attrelid and p.refobjsubid > 0 and p.refobjsubid <> a.attnum
        and (p.classid = 'pg_attrdef'::regclass and p.objid = d.oid
          or p.classid = 'pg_class'::regclass and p.objid = a.attrelid and p.objsubid = a.attnum)))
  from pg_attrdef d cross join lateral (select pg_get_expr(d.adbin, d.adrelid) as text) x
  where d.adrelid = a.attrelid and d.adnum = a.attnum) end`;

/** Of a column that is of an enum, or of an array of one. */
const ENUM = `case when t.typtype = 'e' or t.typelem <> 0 and t.typcategory = 'A' then (
  select json_build_array(n.nspname, e.typname) from pg_type e join pg_namespace n on n.oid = e.typnamespace
  where e.oid = case when t.typtype = 'e' then t.oid else t.typelem end and e.typtype = 'e') end`;

function generatedOf({ generated }: Row, id: ObjectId): ColumnAttributes["generated"] {
  if (generated === null) return null;
  if (generated.as === null) throw changedMeanwhile(id);
  return { as: { sql: generated.as }, kind: generated.kind === "v" ? "virtual" : "stored" };
}

function dependsOn(row: Row, schema: string, table: string, facts: LiveFacts): readonly ObjectId[] {
  return [
    ...(row.enum === null ? [] : [enumId(...row.enum)]),
    ...(row.generated === null
      ? []
      : [...columnIds(schema, table, facts.columnNames(row.table, row.generated.from ?? [])), ...usedIds(row.generated.uses)]),
  ];
}

export const live = liveReader<Row, ColumnObject>({
  query: ({ relations }) => ({
    fields: {
      table: "a.attrelid::bigint",
      position: "a.attnum",
      name: "a.attname",
      type: "format_type(a.atttypid, a.atttypmod)",
      notNull: "a.attnotnull",
      collation: "case when a.attcollation not in (0, 100) then a.attcollation::regcollation::text end",
      isCollated: "a.attcollation <> t.typcollation",
      enum: ENUM,
      identity: "a.attidentity",
      generated: GENERATED,
    },
    from: `pg_attribute a join pg_type t on t.oid = a.atttypid
      where a.attrelid = any(${relations}) and a.attnum > 0 and not a.attisdropped`,
  }),
  register: (row, facts) => facts.addColumn(row.table, row.position, row),
  object: (row, facts) => {
    const [schema, table] = facts.table(row.table) ?? ["", ""];
    const id = columnId(schema, table, row.name);
    if (row.type.startsWith(NO_TYPE)) throw changedMeanwhile(id);
    const serial = facts.serial(row.table, row.position);
    const owned = row.identity === "" ? undefined : facts.ownedSequence(row.table, row.position);
    return makeObject({
      kind: "column",
      path: [schema, table, row.name],
      parent: tableId(schema, table),
      dependsOn: dependsOn(row, schema, table, facts),
      attributes: {
        type: row.type,
        notNull: row.notNull,
        serial: serial === undefined ? null : { sequence: serial.name },
        identity: owned === undefined ? null : liveIdentity(row.identity === "a" ? "always" : "by default", owned, table, row.name, row.type),
        generated: generatedOf(row, id),
        collation: row.isCollated ? (row.collation ?? '"default"') : null,
        position: row.position,
      },
    });
  },
});
