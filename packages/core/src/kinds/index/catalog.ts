/** Reads indexes that no constraint owns. https://www.postgresql.org/docs/current/catalog-pg-index.html */

import { makeObject } from "../../catalog/make.ts";
import { objectId } from "../../catalog/object.ts";
import { INCLUDED } from "../key-query.ts";
import { liveReader } from "../kind.ts";
import { changedMeanwhile } from "../live-facts.ts";
import { dependenciesOf, usedObjects, type UsedObject } from "../live-sql.ts";
import { NULLS_NOT_DISTINCT_SINCE } from "../server-versions.ts";
import { INDEX_SETTINGS, NO_SETTINGS } from "../settings.ts";
import { usedIds } from "../used-ids.ts";
import { storageParameters } from "../storage-parameters.ts";
import { indexElements, type ElementsRow } from "./elements.ts";
import type { IndexObject } from "./object.ts";
import { operatorClasses } from "./operator-class.ts";

interface Row extends ElementsRow {
  readonly oid: number;
  readonly name: string;
  readonly unique: boolean;
  readonly nullsNotDistinct: boolean;
  readonly valid: boolean;
  readonly isPartial: boolean;
  readonly where: string | null;
  readonly with: readonly string[] | null;
  readonly include: readonly number[] | null;
  readonly settings: readonly string[] | null;
  /** The columns that its expressions and its predicate name. */
  readonly used: readonly number[] | null;
  readonly uses: readonly UsedObject[] | null;
}

const HAS_EXPRESSION = "(i.indexprs is not null or i.indpred is not null)";
/** The oids of btree and hash, whose operator classes take no parameters. */
const WITHOUT_PARAMETERS = "(403, 405)";

export const live = liveReader<Row, IndexObject>({
  notes: operatorClasses,
  query: ({ version, relations, views }) => ({
    fields: {
      oid: "i.indexrelid::bigint",
      table: "i.indrelid::bigint",
      name: "c.relname",
      method: "m.amname",
      unique: "i.indisunique",
      nullsNotDistinct: version >= NULLS_NOT_DISTINCT_SINCE ? "i.indnullsnotdistinct" : "false",
      // A partitioned table's index is valid once every partition has its own.
      valid: "i.indisvalid or c.relkind = 'I'",
      isPartial: "i.indpred is not null",
      where: "x.predicate",
      with: "c.reloptions",
      keyCount: "i.indnkeyatts",
      keys: "i.indkey",
      classes: "i.indclass",
      options: "i.indoption",
      collations: `case when not i.indcollation::oid[] <@ '{0,100}'::oid[]
        then (select json_agg(case when u.oid <> 0 then u.oid::regcollation::text end order by u.place) from unnest(i.indcollation::oid[]) with ordinality u(oid, place)) end`,
      parameters: `case when c.relam not in ${WITHOUT_PARAMETERS}
        then (select json_agg(json_build_array(a.attnum, a.attoptions)) from pg_attribute a where a.attrelid = i.indexrelid and a.attoptions is not null) end`,
      expressions: "x.expressions",
      include: INCLUDED,
      settings: INDEX_SETTINGS,
      used: `case when ${HAS_EXPRESSION} then (
        select json_agg(distinct d.refobjsubid) from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = i.indexrelid
          and d.refclassid = 'pg_class'::regclass and d.refobjid = i.indrelid and d.refobjsubid > 0) end`,
      uses: `case when ${HAS_EXPRESSION} then ${usedObjects(dependenciesOf("pg_class", "i.indexrelid"), "concat(x.predicate, x.expressions)")} end`,
    },
    from: `pg_index i
      join pg_class c on c.oid = i.indexrelid
      join pg_am m on m.oid = c.relam
      cross join lateral (
        select case when i.indpred is not null then pg_get_expr(i.indpred, i.indrelid) end as predicate,
          case when i.indexprs is not null then (
            select json_agg(pg_get_indexdef(i.indexrelid, place, false) order by place)
            from generate_series(1, i.indnkeyatts) place where i.indkey[place - 1] = 0) end as expressions
        offset 0) x
      where i.indrelid = any(${relations} || ${views}) and i.indexrelid not in (
        select o.conindid from pg_constraint o where o.conrelid = any(${relations}) and o.contype in ('p', 'u', 'x'))`,
  }),
  register: ({ oid, table, name }, facts) => {
    facts.addObject(oid, objectId("index", [facts.table(table).schema, name]));
  },
  object: (row, facts) => {
    const table = facts.table(row.table);
    const path = [table.schema, row.name];
    if (row.isPartial && row.where === null) throw changedMeanwhile("index", path);
    const named = row.used === null ? row.keys : [...row.keys, ...row.used];
    return makeObject({
      kind: "index",
      path,
      parent: table.id,
      dependsOn: [...facts.columnIds(row.table, [...new Set(named)]), ...usedIds(row.uses)],
      attributes: {
        table: table.name,
        columns: indexElements(row, facts),
        unique: row.unique,
        method: row.method,
        where: row.where === null ? null : { sql: row.where },
        with: storageParameters(row.with ?? []),
        include: facts.columnNames(row.table, row.include ?? []),
        nullsNotDistinct: row.nullsNotDistinct,
        settings: row.settings ?? NO_SETTINGS,
        valid: row.valid,
        concurrently: false,
      },
    });
  },
});
