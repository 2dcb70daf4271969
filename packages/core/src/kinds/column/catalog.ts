/** Reads columns. https://www.postgresql.org/docs/current/catalog-pg-attribute.html */

import { makeObject } from "../../catalog/make.ts";
import type { ObjectId } from "../../catalog/object.ts";
import { liveReader } from "../kind.ts";
import { changedMeanwhile, type LiveFacts } from "../live-facts.ts";
import { dependenciesOf, usedObjects, type UsedObject } from "../live-sql.ts";
import { NO_SETTINGS, parametersClause } from "../settings.ts";
import { usedIds } from "../used-ids.ts";
import { liveIdentity } from "./identity.ts";
import type { ColumnAttributes, ColumnObject } from "./object.ts";

/** What few columns have, so that the many say nothing of it. */
interface Special {
  /** The collation where it isn't the database's default one. */
  readonly collation: string | null;
  /** Whether it is another than the type's own. */
  readonly isCollated: boolean;
  /** The oid of a type that isn't built in: maybe an enum. */
  readonly madeType: number | null;
  readonly plainType: string | null;
  readonly identity: "" | "a" | "d";
  readonly settings: readonly string[] | null;
  readonly generated: {
    readonly kind: "s" | "v";
    readonly as: string | null;
    readonly from: readonly number[] | null;
    readonly uses: readonly UsedObject[] | null;
  } | null;
}

interface Row {
  readonly table: number;
  readonly position: number;
  readonly name: string;
  readonly type: string;
  readonly notNull: boolean;
  readonly special: Special | null;
}

/** A type that was dropped since the snapshot prints so. */
const NO_TYPE = "???";
/** No type above it is built in: FirstNormalObjectId. */
const MADE = 16384;
/** Most columns depend on nothing: one list for all of them. */
const NOTHING: readonly ObjectId[] = [];
/** The oid of `name`, which has a collation of its own. */
const NAME = 19;

/** A generated column's dependencies are the column's own before PostgreSQL 15, and its expression's since. */
const OF_GENERATED = `(${dependenciesOf("pg_attrdef", "d.oid")} or ${dependenciesOf("pg_class", "a.attrelid")} and p.objsubid = a.attnum)`;
const GENERATED = `case when a.attgenerated <> '' then (
  select json_build_object('kind', a.attgenerated, 'as', x.text, 'uses', ${usedObjects(OF_GENERATED, "x.text")},
    'from', (select json_agg(distinct p.refobjsubid) from pg_depend p
      where p.refclassid = 'pg_class'::regclass and p.refobjid = a.attrelid and p.refobjsubid > 0 and p.refobjsubid <> a.attnum
        and ${OF_GENERATED}))
  from pg_attrdef d cross join lateral (select pg_get_expr(d.adbin, d.adrelid) as text offset 0) x
  where d.adrelid = a.attrelid and d.adnum = a.attnum) end`;

const STORAGE = "(select t.typstorage from pg_type t where t.oid = a.atttypid)";
/** Whether it may have any: most types of variable length are stored extended, of PostgreSQL's own but numeric, inet and cidr. */
const HAS_SETTINGS = `coalesce(a.attstattarget, -1) >= 0 or a.attoptions is not null
  or a.attlen = -1 and a.attstorage <> case when a.atttypid in (1700, 869, 650) then 'm' else 'x' end`;
const SETTINGS = `case when ${HAS_SETTINGS} then (
  select json_agg(s.clause) from (values (case when a.attstattarget >= 0 then 'SET STATISTICS ' || a.attstattarget end),
    (${parametersClause("a.attoptions")}),
    (case when a.attstorage <> ${STORAGE} then 'SET STORAGE ' || case a.attstorage when 'p' then 'PLAIN' when 'e' then 'EXTERNAL' when 'm' then 'MAIN' else 'EXTENDED' end end)
  ) s(clause) where s.clause is not null) end`;

const SPECIAL = `case when a.atttypid >= ${MADE} or a.attcollation not in (0, 100) or a.attidentity <> '' or a.attgenerated <> ''
    or a.atttypid = ${NAME} or a.atttypmod <> -1 and a.atthasdef or ${HAS_SETTINGS}
  then json_build_object(
    'collation', case when a.attcollation not in (0, 100) then a.attcollation::regcollation::text end,
    'isCollated', a.attcollation <> (select t.typcollation from pg_type t where t.oid = a.atttypid),
    'madeType', case when a.atttypid >= ${MADE} then a.atttypid::bigint end,
    'plainType', case when a.atttypmod <> -1 and a.atthasdef then format_type(a.atttypid, -1) end,
    'identity', a.attidentity,
    'settings', ${SETTINGS},
    'generated', ${GENERATED}) end`;

function identityOf(
  { table, position, name, type, special }: Row,
  tableName: string,
  facts: LiveFacts,
): ColumnAttributes["identity"] {
  if (special === null || special.identity === "") return null;
  const sequence = facts.ownedSequence(table, position);
  return sequence === undefined
    ? null
    : liveIdentity(special.identity === "a" ? "always" : "by default", sequence, tableName, name, type);
}

function dependsOn({ table, special }: Row, facts: LiveFacts): readonly ObjectId[] {
  if (special === null) return NOTHING;
  const ofType = special.madeType === null ? undefined : facts.object(special.madeType);
  const { from = null, uses = null } = special.generated ?? {};
  return [...(ofType === undefined ? [] : [ofType]), ...facts.columnIds(table, from ?? []), ...usedIds(uses)];
}

export const live = liveReader<Row, ColumnObject>({
  query: ({ relations }) => ({
    fields: {
      table: "a.attrelid::bigint",
      position: "a.attnum",
      name: "a.attname",
      type: "format_type(a.atttypid, a.atttypmod)",
      notNull: "a.attnotnull",
      special: SPECIAL,
    },
    from: `pg_attribute a where a.attrelid = any(${relations}) and a.attnum > 0 and not a.attisdropped`,
  }),
  register: ({ table, position, name, type, special }, facts) =>
    facts.addColumn(table, position, {
      name,
      type,
      plainType: special?.plainType ?? null,
      collation: special?.collation ?? null,
      isGenerated: (special?.generated ?? null) !== null,
    }),
  object: (row, facts) => {
    const { name, type, notNull, position, special } = row;
    const table = facts.table(row.table);
    const path = [table.schema, table.name, name];
    const generated = special?.generated ?? null;
    if (type.startsWith(NO_TYPE) || generated?.as === null) throw changedMeanwhile("column", path);
    const serial = facts.serial(row.table, position);
    return makeObject({
      kind: "column",
      path,
      parent: table.id,
      dependsOn: dependsOn(row, facts),
      attributes: {
        type,
        notNull,
        serial: serial === undefined ? null : { sequence: serial.name },
        identity: identityOf(row, table.name, facts),
        generated:
          generated === null
            ? null
            : { as: { sql: generated.as }, kind: generated.kind === "v" ? "virtual" : "stored" },
        collation: special?.isCollated === true ? (special.collation ?? '"default"') : null,
        settings: special?.settings ?? NO_SETTINGS,
        position,
      },
    });
  },
});
